/**
 * Level payments: the five numbers of a loan or a savings plan, each from the other four.
 *
 *   pv (1 + r)ⁿ + pmt (1 + r w) ((1 + r)ⁿ − 1) / r + fv = 0,   w = 1 when payments come at the beginning, else 0
 *
 * Signs are those of Excel and numpy-financial: money received is positive, money paid negative.
 */
import { checkNumbers, inRange } from '@/lib/check';
import { NoSolutionError, require } from '@/lib/errors';
import { irr } from './internalRate';

/** When in a period a payment comes. */
export type When = 'end' | 'begin';

/** (1 + r)ⁿ */
const growth = (rate: number, nper: number) => Math.exp(nper * Math.log1p(rate));

/** What payments of 1 grow to: (1 + r w) ((1 + r)ⁿ − 1) / r, and n at r = 0; without cancellation at small rates. */
const annuity = (rate: number, nper: number, when: When) =>
  rate === 0 ? nper : (Math.expm1(nper * Math.log1p(rate)) / rate) * (when === 'begin' ? 1 + rate : 1);

/** What payments of 1 are worth now: annuity / growth, which for many periods is no ratio of doubles. */
const annuityNow = (rate: number, nper: number, when: When) =>
  rate === 0 ? nper : (-Math.expm1(-nper * Math.log1p(rate)) / rate) * (when === 'begin' ? 1 + rate : 1);

function requireTerms(where: string, rate: number, amounts: Readonly<Record<string, number>>): void {
  checkNumbers(where, { rate }, { above: -1 });
  checkNumbers(where, amounts);
}

/**
 * Future value: what is there after `nper` payments.
 *
 * @param rate a fraction per period; > −1
 * @param nper periods
 * @param pmt  the payment of every period, currency units
 * @param pv   what is there now, currency units
 * @returns    currency units
 * @throws {DomainError} a number that is not finite, rate ≤ −1, a result beyond the largest double
 * @example fv(0.05 / 12, 120, -100, -100) // 15692.92889433575
 * @source numpy-financial `fv`, Excel FV
 */
export function fv(rate: number, nper: number, pmt: number, pv = 0, when: When = 'end'): number {
  requireTerms('fv', rate, { nper, pmt, pv });
  return inRange('fv', -(pv * growth(rate, nper) + pmt * annuity(rate, nper, when)));
}

/**
 * Present value: what `nper` payments and a last sum are worth now.
 *
 * @param rate a fraction per period; > −1
 * @param nper periods
 * @param pmt  the payment of every period, currency units
 * @param fv   the sum at the end, currency units
 * @returns    currency units
 * @throws {DomainError} a number that is not finite, rate ≤ −1, a result beyond the largest double
 * @example pv(0.05 / 12, 120, -100, 15692.92889433575) // -100
 * @source numpy-financial `pv`, Excel PV
 */
export function pv(rate: number, nper: number, pmt: number, fv = 0, when: When = 'end'): number {
  requireTerms('pv', rate, { nper, pmt, fv });
  return inRange('pv', -(fv * growth(rate, -nper) + pmt * annuityNow(rate, nper, when)));
}

/**
 * The level payment that takes `pv` to `fv` in `nper` periods.
 *
 * @param rate a fraction per period; > −1
 * @param nper periods; not 0
 * @param pv   what is there now (a loan received is positive), currency units
 * @param fv   what is left at the end, currency units
 * @returns    currency units per period
 * @throws {DomainError} a number that is not finite, rate ≤ −1, no period
 * @example pmt(0.08 / 12, 60, 15_000) // -304.14591432620773
 * @source numpy-financial `pmt`, Excel PMT
 */
export function pmt(rate: number, nper: number, pv: number, fv = 0, when: When = 'end'): number {
  requireTerms('pmt', rate, { nper, pv, fv });
  require(nper !== 0, 'pmt', 'nper is not 0', nper);
  // Reckoned at the end of time where nothing overflows: now for a rate above 0, the last day for one below.
  return inRange(
    'pmt',
    rate > 0
      ? -(fv * growth(rate, -nper) + pv) / annuityNow(rate, nper, when)
      : -(fv + pv * growth(rate, nper)) / annuity(rate, nper, when),
  );
}

/**
 * The number of periods in which payments take `pv` to `fv`; a part of a period counts as that part.
 *
 * @param rate a fraction per period; > −1
 * @param pmt  the payment of every period, currency units
 * @returns    periods; negative when the two sums lie the other way round in time
 * @throws {DomainError} a number that is not finite, rate ≤ −1
 * @throws {NoSolutionError} the payments never get there
 * @example nper(0.07 / 12, -150, 8_000) // 64.07334877066185
 * @example nper(0.1, -50, 1_000) // throws "nper: payments of -50 at rate 0.1 take 1000 to 0 in time; got no such time"
 * @source numpy-financial `nper`, Excel NPER
 */
export function nper(rate: number, pmt: number, pv: number, fv = 0, when: When = 'end'): number {
  requireTerms('nper', rate, { pmt, pv, fv });
  if (pv === -fv) return 0;
  // In (1 + r)ⁿ = (c − fv) / (c + pv), c is the sum on which the payments are the interest.
  const c = rate === 0 ? Infinity : pmt * (1 / rate + (when === 'begin' ? 1 : 0));
  const periods = rate === 0 ? -(pv + fv) / pmt : Math.log1p(-(fv + pv) / (c + pv)) / Math.log1p(rate);
  if (Number.isFinite(periods)) return periods;
  throw new NoSolutionError(`nper: payments of ${pmt} at rate ${rate} take ${pv} to ${fv} in time; got no such time`);
}

/**
 * The rate per period at which payments take `pv` to `fv`.
 *
 * @param nper a whole number of periods, 1 … 10 000
 * @returns    a fraction per period; > −1
 * @throws {DomainError} nper out of its range, a number that is not finite, or two rates that both fit
 * @throws {NoSolutionError} no rate fits: nothing is paid, or nothing received
 * @example rate(48, -200, 8_000) // 0.007701472488201858
 * @example rate(12, 400, 10_000, 5_000) // throws "rate: some rate takes 10000 to 5000 with payments of 400; got none"
 * @source numpy-financial `rate`, Excel RATE
 */
export function rate(nper: number, pmt: number, pv: number, fv = 0, when: When = 'end'): number {
  checkNumbers('rate', { nper, pmt, pv, fv });
  const whole = Number.isInteger(nper) && nper >= 1 && nper <= 10_000;
  require(whole, 'rate', 'nper is a whole number from 1 to 10000', nper);
  const flows = new Array<number>(nper + 1).fill(pmt);
  flows[when === 'begin' ? nper : 0] = 0;
  flows[0]! += pv;
  flows[nper]! += fv;
  const sought = `some rate takes ${pv} to ${fv} with payments of ${pmt}`;
  if (!flows.some((x) => x < 0) || !flows.some((x) => x > 0)) throw new NoSolutionError(`rate: ${sought}; got none`);
  const { rates } = irr(flows);
  const shown = rates.map((x) => Number(x.toPrecision(12)));
  require(rates.length === 1, 'rate', `one rate only takes ${pv} to ${fv} with payments of ${pmt}`, shown);
  return rates[0]!;
}
