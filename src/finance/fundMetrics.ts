/** What a fund, or a single investment, gave back: multiples of the money, and its return beside the market's. */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';
import { irrAt, type InternalRates } from './internalRate';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A fund from its investors' side. All lists are of one length, in the order of time. */
export type Fund = {
  /** Years from the first flow; the last one is the day of valuation. */
  readonly times: readonly number[];
  /** Paid in by the investors at each time, currency units, ≥ 0. */
  readonly contributions: readonly number[];
  /** Paid out to the investors at each time, currency units, ≥ 0. */
  readonly distributions: readonly number[];
  /** Net asset value: what is still held at the last time, currency units, ≥ 0. */
  readonly nav: number;
};

/** A fund, and the level of a public index (dividends included) at each of its times, > 0. */
export type FundAndIndex = Fund & { readonly index: readonly number[] };

function requireFund(where: string, { times, contributions, distributions, nav }: Fund): void {
  checkList(where, 'times', times);
  checkList(where, 'contributions', contributions);
  checkList(where, 'distributions', distributions);
  const n = times.length;
  require(contributions.length === n, where, `there are ${n} contributions, one for each time`, contributions.length);
  require(distributions.length === n, where, `there are ${n} distributions, one for each time`, distributions.length);
  const inOrder = times.every((time, j) => j === 0 || time >= times[j - 1]!);
  require(inOrder, where, 'times are in order', times);
  const negative = [...contributions, ...distributions].find((amount) => amount < 0);
  require(negative === undefined, where, 'contributions and distributions are at least 0', negative);
  checkNumbers(where, { nav });
  require(nav >= 0, where, 'nav is at least 0', nav);
  require(sum(contributions) > 0, where, 'something is paid in', contributions);
}

function requireIndex(where: string, fund: FundAndIndex): void {
  requireFund(where, fund);
  checkList(where, 'index', fund.index);
  const { index, times } = fund;
  require(index.length ===
    times.length, where, `there are ${times.length} index levels, one for each time`, index.length);
  const low = index.find((level) => level <= 0);
  require(low === undefined, where, 'every index level is greater than 0', low);
}

/**
 * Multiple of invested capital:  all that came or is expected back / all that was put in
 *
 * @param invested currency units, > 0
 * @param realised currency units received, ≥ 0
 * @param held     currency units that the rest is worth, ≥ 0
 * @returns        times the money
 * @throws {DomainError} a number that is not finite or out of its range
 * @example moic(2, 5, 1) // 3
 */
export function moic(invested: number, realised: number, held = 0): number {
  checkNumbers('moic', { invested }, { above: 0 });
  checkNumbers('moic', { realised, held });
  require(realised >= 0 && held >= 0, 'moic', 'realised and held are at least 0', `${realised} and ${held}`);
  return (realised + held) / invested;
}

/**
 * The three multiples of what was paid in:  DPI = ΣD / ΣC,  RVPI = NAV / ΣC,  TVPI = DPI + RVPI
 *
 * @returns times the money: distributed, still held, both
 * @throws {DomainError} lists of different lengths, times out of order, a negative amount, nothing paid in
 * @example fundMultiples({ times: [0, 1, 2], contributions: [100, 0, 0], distributions: [0, 30, 0], nav: 90 }) // { dpi: 0.3, rvpi: 0.9, tvpi: 1.2 }
 * @source CFA Institute, GIPS: DPI, RVPI, TVPI
 */
export function fundMultiples(
  fund: Fund,
  note: Note = silent,
): { readonly dpi: number; readonly rvpi: number; readonly tvpi: number } {
  requireFund('fundMultiples', fund);
  const { contributions, distributions, nav } = fund;
  const paid = note(
    {
      symbol: 'PIC',
      name: { zh: '实缴资本', en: 'paid-in capital' },
      formula: 'sum(C)',
      inputs: { C: contributions },
      unit: 'money',
    },
    sum(contributions),
  );
  const dpi = note(
    {
      symbol: 'DPI',
      name: { zh: '已分配倍数', en: 'distributed to paid-in' },
      formula: 'sum(D) / PIC',
      inputs: { D: distributions, PIC: paid },
      unit: 'times',
    },
    sum(distributions) / paid,
  );
  const rvpi = note(
    {
      symbol: 'RVPI',
      name: { zh: '剩余价值倍数', en: 'residual value to paid-in' },
      formula: 'NAV / PIC',
      inputs: { NAV: nav, PIC: paid },
      unit: 'times',
    },
    nav / paid,
  );
  const tvpi = note(
    {
      symbol: 'TVPI',
      name: { zh: '总价值倍数', en: 'total value to paid-in' },
      formula: 'DPI + RVPI',
      inputs: { DPI: dpi, RVPI: rvpi },
      unit: 'times',
    },
    dpi + rvpi,
  );
  return { dpi, rvpi, tvpi };
}

/** What the investors see: paid in is negative; what is still held counts as paid out at the last time. */
function flowsOf({ contributions, distributions, nav }: Fund): number[] {
  const flows = contributions.map((paid, j) => distributions[j]! - paid);
  flows[flows.length - 1]! += nav;
  return flows;
}

/**
 * The fund's internal rates of return, what is still held counted as paid out at the last time.
 *
 * @returns every rate, fractions a year
 * @throws {DomainError} lists of different lengths, times out of order, a negative amount, nothing paid in
 * @throws {NoSolutionError} nothing came back
 * @example fundIrr({ times: [0, 1, 2], contributions: [100, 0, 0], distributions: [0, 60, 72], nav: 0 }) // { rates: [0.2], unique: true }
 */
export function fundIrr(fund: Fund): InternalRates {
  requireFund('fundIrr', fund);
  return irrAt(flowsOf(fund), fund.times);
}

/**
 * Public market equivalent after Kaplan and Schoar: what the investors hold at the end, over what they would hold had they
 * bought the index instead. Above 1, the fund did better.
 *
 *   PME = (Σ D_t I_T / I_t + NAV) / Σ C_t I_T / I_t
 *
 * @returns times what the index would have given
 * @throws {DomainError} lists of different lengths, times out of order, a negative amount, nothing paid in, an index ≤ 0
 * @example ksPme({ times: [0, 1, 2], contributions: [100, 0, 0], distributions: [0, 60, 72], nav: 0, index: [100, 110, 121] }) // 138 / 121
 * @source S. Kaplan, A. Schoar, Private Equity Performance, Journal of Finance 60 (2005)
 */
export function ksPme(fund: FundAndIndex, note: Note = silent): number {
  requireIndex('ksPme', fund);
  const { contributions, distributions, nav, index } = fund;
  const grown = (amounts: readonly number[]) => amounts.map((amount, j) => (amount * index.at(-1)!) / index[j]!);
  const back = note(
    {
      symbol: 'FD',
      name: { zh: '分配款按指数增长到期末', en: 'distributions, grown with the index' },
      formula: 'sum(d)',
      inputs: { d: grown(distributions) },
      unit: 'money',
    },
    sum(grown(distributions)),
  );
  const paid = note(
    {
      symbol: 'FC',
      name: { zh: '实缴款按指数增长到期末', en: 'contributions, grown with the index' },
      formula: 'sum(c)',
      inputs: { c: grown(contributions) },
      unit: 'money',
    },
    sum(grown(contributions)),
  );
  return note(
    {
      symbol: 'PME',
      name: { zh: '公开市场等价倍数', en: 'public market equivalent' },
      formula: '(FD + NAV) / FC',
      inputs: { FD: back, NAV: nav, FC: paid },
      unit: 'times',
    },
    (back + nav) / paid,
  );
}

/**
 * Direct alpha: by how much a year the fund beat the index, as the internal rate of its flows grown with the index.
 *
 * @returns every rate, fractions a year over the index; compounded, not added
 * @throws {DomainError} lists of different lengths, times out of order, a negative amount, nothing paid in, an index ≤ 0
 * @throws {NoSolutionError} nothing came back
 * @example directAlpha({ times: [0, 1, 2], contributions: [100, 0, 0], distributions: [0, 60, 72], nav: 0, index: [100, 110, 121] }) // { rates: [1 / 11], unique: true }
 * @source O. Gredil, B. Griffiths, R. Stucke, Benchmarking Private Equity: The Direct Alpha Method (2014)
 */
export function directAlpha(fund: FundAndIndex): InternalRates {
  requireIndex('directAlpha', fund);
  const { times, index } = fund;
  return irrAt(
    flowsOf(fund).map((amount, j) => (amount * index.at(-1)!) / index[j]!),
    times,
  );
}
