/** Selling tokens: what a call is billed, and what is left after serving those who pay and those who do not. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from '../derivation';

/** Currency units per million tokens. */
export type Prices = {
  readonly input: number;
  /** Input that was in the cache; `input` when absent. */
  readonly cachedInput?: number;
  /** Answer and reasoning alike. */
  readonly output: number;
};

/** Tokens as an API reports them: the prompt INCLUDES what was in the cache. */
export type Usage = { readonly prompt: number; readonly cached?: number; readonly completion: number };

/**
 * The bill:  ((prompt − cached) · input + cached · cachedInput + completion · output) / 10⁶ · (1 − discount)
 *
 * @param usage    tokens, ≥ 0; cached ≤ prompt
 * @param discount for batches, a fraction in [0, 1]
 * @returns        currency units
 * @throws {DomainError} more cached than prompted, negative tokens or prices
 * @example apiPrice({ prompt: 9126, cached: 4864, completion: 3197 }, { input: 1.25, cachedInput: 0.125, output: 10 }) // 0.0379055
 * @source BerriAI/litellm#15945: tokens from the cache billed twice, as prompt and as cached
 */
export function apiPrice(usage: Usage, prices: Prices, discount = 0, note: Note = silent): number {
  const { prompt, cached = 0, completion } = usage;
  const { input, cachedInput = prices.input, output } = prices;
  checkNumbers('apiPrice', { prompt, completion, input, cachedInput, output }, { min: 0 });
  checkNumbers('apiPrice', { cached }, { min: 0, max: prompt });
  checkNumbers('apiPrice', { discount }, { min: 0, max: 1 });
  return note(
    { symbol: 'bill', name: { zh: '账单', en: 'bill' }, formula: '((P − K) · pin + K · pk + O · pout) / 1000000 · (1 − d)', inputs: { P: prompt, K: cached, O: completion, pin: input, pk: cachedInput, pout: output, d: discount }, unit: 'money' },
    (((prompt - cached) * input + cached * cachedInput + completion * output) / 1e6) * (1 - discount),
  ); // prettier-ignore
}

export type ApiBusiness = {
  /** Tokens of a month, of all users. */
  readonly usage: Usage;
  readonly prices: Prices;
  /** What serving costs per million tokens of each kind when every machine is busy. */
  readonly costs: Prices;
  /** The part of tokens sold as batches, and their discount; fractions, 0 when absent. */
  readonly batchShare?: number;
  readonly batchDiscount?: number;
  /** The part of tokens that nobody pays for, a fraction in [0, 1). */
  readonly freeShare?: number;
  /** The part of the time that machines are busy: idle ones are paid too; in (0, 1], 1 when absent. */
  readonly utilisation?: number;
};

/**
 * Gross margin:  1 − cost / revenue, where only paying tokens bring revenue and all tokens, and idle machines, cost.
 *
 * @returns revenue and cost in currency units; margin, a fraction, negative when serving costs more than it brings
 * @throws {DomainError} no revenue: there is no margin then
 * @example apiMargin({ usage: { prompt: 1e6, completion: 0 }, prices: { input: 2, output: 0 }, costs: { input: 0.5, output: 0 }, utilisation: 0.5 }) // { revenue: 2, cost: 1, margin: 0.5 }
 */
export function apiMargin(business: ApiBusiness, note: Note = silent) {
  const { usage, prices, costs, batchShare = 0, batchDiscount = 0, freeShare = 0, utilisation = 1 } = business;
  checkNumbers('apiMargin', { batchShare, batchDiscount }, { min: 0, max: 1 });
  checkNumbers('apiMargin', { freeShare }, { min: 0, below: 1 });
  checkNumbers('apiMargin', { utilisation }, { above: 0, max: 1 });
  const listed = apiPrice(usage, prices);
  const revenue = note(
    { symbol: 'R', name: { zh: '收入', en: 'revenue' }, formula: 'L · (1 − s · d) · (1 − f)', inputs: { L: listed, s: batchShare, d: batchDiscount, f: freeShare }, unit: 'money' },
    listed * (1 - batchShare * batchDiscount) * (1 - freeShare),
  ); // prettier-ignore
  require(revenue > 0, 'apiMargin', 'something is paid for', revenue);
  const busy = apiPrice(usage, costs);
  const cost = note(
    { symbol: 'K', name: { zh: '服务成本', en: 'cost of serving' }, formula: 'B / u', inputs: { B: busy, u: utilisation }, unit: 'money' },
    busy / utilisation,
  ); // prettier-ignore
  const margin = note(
    { symbol: 'GM', name: { zh: '毛利率', en: 'gross margin' }, formula: '1 − K / R', inputs: { K: cost, R: revenue }, unit: 'fraction' },
    1 - cost / revenue,
  ); // prettier-ignore
  return { revenue, cost, margin };
}
