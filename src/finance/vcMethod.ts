/** The venture capital method: from what the company may be sold for to what an investor can pay today. */
import { checkNumbers, inRange } from '@/lib/check';
import { NoSolutionError, require } from '@/lib/errors';
import { silent, type Note } from './derivation';

export type VcMethodTerms = {
  /** What the buyer pays a multiple of, in the year of the exit: net income, or revenue; currency units, > 0. */
  readonly exitMetric: number;
  /** The multiple, > 0: price/earnings, or value/revenue. */
  readonly exitMultiple: number;
  /** Years to the exit, > 0. */
  readonly years: number;
  /** What the investor asks a year, a fraction > −1: 0.3 to 0.7, since it also pays for the companies that fail. */
  readonly requiredReturn: number;
  /** Money in, currency units, > 0. */
  readonly investment: number;
  /** What each later round takes of every stake, fractions in [0, 1). */
  readonly laterDilutions?: readonly number[];
  /** Shares before the round, > 0. */
  readonly shares?: number;
};

export type VcMethodResult = {
  /** What the company is sold for, currency units. */
  readonly terminalValue: number;
  /** terminalValue discounted at the required return, currency units; later dilution not yet counted. */
  readonly presentValue: number;
  /** The stake that the investor needs at the exit, a fraction. */
  readonly exitOwnership: number;
  /** What later rounds leave of a stake, a fraction. */
  readonly retention: number;
  /** The stake that the investor needs today: exitOwnership / retention. */
  readonly ownership: number;
  /** Currency units. */
  readonly postMoney: number;
  /** Currency units. */
  readonly preMoney: number;
  /** Shares to issue, and their price in currency units, when the shares before are known. */
  readonly issue?: { readonly newShares: number; readonly pricePerShare: number };
};

/**
 * What the company is sold for:  TV = metric · multiple
 *
 * @param exitMetric   net income or revenue in the year of the exit, currency units, > 0
 * @param exitMultiple > 0
 * @returns            currency units at the exit
 * @throws {DomainError} a number that is not finite or not > 0
 * @example exitValue(20e6, 15) // 300e6
 */
export function exitValue(exitMetric: number, exitMultiple: number, note: Note = silent): number {
  checkNumbers('exitValue', { exitMetric, exitMultiple }, { above: 0 });
  const name = { zh: '退出时的公司价值', en: 'value of the company at the exit' };
  return note(
    { symbol: 'TV', name, formula: 'E · m', inputs: { E: exitMetric, m: exitMultiple }, unit: 'money' },
    inRange('exitValue', exitMetric * exitMultiple),
  );
}

/**
 * What an exit is worth today to somebody who asks a return:  PV = TV / (1 + r)^T
 *
 * @param terminalValue  currency units at the exit, > 0
 * @param requiredReturn a fraction a year, > −1
 * @param years          T > 0
 * @returns              currency units today
 * @throws {DomainError} a number that is not finite or out of its range
 * @example discountedExit(37.5e6, 0.5, 5).toFixed(2) // '4938271.60'
 */
export function discountedExit(
  terminalValue: number,
  requiredReturn: number,
  years: number,
  note: Note = silent,
): number {
  checkNumbers('discountedExit', { terminalValue, years }, { above: 0 });
  checkNumbers('discountedExit', { requiredReturn }, { above: -1 });
  const name = { zh: '退出价值的现值', en: 'present value of the exit' };
  return note(
    {
      symbol: 'PV',
      name,
      formula: 'TV / (1 + r)^T',
      inputs: { TV: terminalValue, r: requiredReturn, T: years },
      unit: 'money',
    },
    inRange('discountedExit', terminalValue / (1 + requiredReturn) ** years),
  );
}

/**
 * The venture capital method.
 *
 *   f_T = I (1 + r)^T / TV   the stake needed at the exit      R = Π (1 − dₖ)   what later rounds leave
 *   f = f_T / R              the stake needed today            post = I / f,  pre = post − I
 *
 * @throws {DomainError} a number that is not finite or out of its range
 * @throws {NoSolutionError} the investor needs the whole company or more
 * @example vcMethod({ exitMetric: 2.5e6, exitMultiple: 15, years: 5, requiredReturn: 0.5, investment: 3.5e6 }).ownership // 0.70875
 * @example vcMethod({ exitMetric: 2.5e6, exitMultiple: 15, years: 5, requiredReturn: 0.5, investment: 5e6 }) // throws "vcMethod: the investor needs less than the whole company; got 101.25 %"
 * @source W. A. Sahlman, A Method for Valuing High-Risk, Long-Term Investments, Harvard Business School 9-288-006
 */
export function vcMethod(terms: VcMethodTerms, note: Note = silent): VcMethodResult {
  const where = 'vcMethod';
  const { requiredReturn: r, years: T, investment: I, laterDilutions = [], shares } = terms;
  checkNumbers(where, { investment: I }, { above: 0 });
  laterDilutions.forEach((dilution) => {
    checkNumbers(where, { 'every later dilution': dilution }, { min: 0, max: 1 });
    require(dilution < 1, where, 'every later dilution is below 1', dilution);
  });

  const TV = exitValue(terms.exitMetric, terms.exitMultiple, note);
  const PV = discountedExit(TV, r, T, note);
  const exitOwnership = note(
    {
      symbol: 'f_T',
      name: { zh: '退出时需要的持股', en: 'stake needed at the exit' },
      formula: 'I / PV',
      inputs: { I, PV },
      unit: 'fraction',
    },
    I / PV,
  );
  const retention = note(
    {
      symbol: 'R',
      name: { zh: '后续融资后剩余的比例', en: 'what later rounds leave of a stake' },
      formula: ['1', ...laterDilutions.map((_, k) => `(1 − d${k + 1})`)].join(' · '),
      inputs: Object.fromEntries(laterDilutions.map((dilution, k) => [`d${k + 1}`, dilution])),
      unit: 'fraction',
    },
    laterDilutions.reduce((left, dilution) => left * (1 - dilution), 1),
  );
  const f = note(
    {
      symbol: 'f',
      name: { zh: '今天需要的持股', en: 'stake needed today' },
      formula: 'f_T / R',
      inputs: { f_T: exitOwnership, R: retention },
      unit: 'fraction',
    },
    exitOwnership / retention,
  );
  if (f >= 1) {
    const percent = Number((f * 100).toPrecision(6));
    throw new NoSolutionError(`${where}: the investor needs less than the whole company; got ${percent} %`);
  }
  const postMoney = note(
    {
      symbol: 'post',
      name: { zh: '投后估值', en: 'post-money value' },
      formula: 'I / f',
      inputs: { I, f },
      unit: 'money',
    },
    I / f,
  );
  const preMoney = note(
    {
      symbol: 'pre',
      name: { zh: '投前估值', en: 'pre-money value' },
      formula: 'post − I',
      inputs: { post: postMoney, I },
      unit: 'money',
    },
    postMoney - I,
  );
  const result = { terminalValue: TV, presentValue: PV, exitOwnership, retention, ownership: f, postMoney, preMoney };
  if (shares === undefined) return result;

  checkNumbers(where, { shares }, { above: 0 });
  const newShares = note(
    {
      symbol: 'n',
      name: { zh: '新发股数', en: 'new shares' },
      formula: 'N · f / (1 − f)',
      inputs: { N: shares, f },
      unit: 'shares',
    },
    (shares * f) / (1 - f),
  );
  const pricePerShare = note(
    {
      symbol: 'P',
      name: { zh: '每股价格', en: 'price per share' },
      formula: 'I / n',
      inputs: { I, n: newShares },
      unit: 'money per share',
    },
    I / newShares,
  );
  return { ...result, issue: { newShares, pricePerShare } };
}
