/** The market method: what others paid for each unit of revenue, users, or whatever is compared. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';

/** A company whose price is known. */
export type Comparable = {
  readonly name: string;
  /** What it was sold for, or is traded at, currency units, > 0. */
  readonly value: number;
  /** What the multiple is of: revenue a year, users …; > 0. */
  readonly metric: number;
};

export type MarketMultiples = {
  /** value / metric of each comparable, by name, in their order. */
  readonly multiples: readonly { readonly name: string; readonly multiple: number }[];
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** Names of those further than 1.5 quartile ranges outside the quartiles. They stay in the count: dropping them is a choice. */
  readonly outliers: readonly string[];
  /** What the company would be worth at the quartiles and the median, currency units. */
  readonly range: { readonly low: number; readonly middle: number; readonly high: number };
};

/**
 * The p-quantile of numbers, linear between the two next to it (type 7 of Hyndman and Fan: Excel's QUARTILE.INC and
 * NumPy's default).
 *
 * @param values at least one, any order
 * @param p      from 0 to 1
 * @throws {DomainError} no number, one that is not finite, p outside its range
 * @example quantile([4, 1, 3, 2], 0.25) // 1.75
 * @source R. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, American Statistician 50 (1996)
 */
export function quantile(values: readonly number[], p: number): number {
  require(values.length > 0, 'quantile', 'there is at least one number', values);
  values.forEach((value) => checkNumbers('quantile', { 'every number': value }));
  require(p >= 0 && p <= 1, 'quantile', 'p is from 0 to 1', p);
  const sorted = [...values].sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
}

/**
 * Values a company by the multiples of comparable ones:  V = metric · quantile(valueᵢ / metricᵢ)
 *
 * @param comparables at least three: two do not have quartiles worth the name
 * @param metric      the company's own, in the unit of theirs, > 0
 * @throws {DomainError} fewer than three comparables, two of one name, a number that is not finite or not > 0
 * @example marketMultiples([{ name: 'A', value: 10, metric: 2 }, { name: 'B', value: 24, metric: 4 }, { name: 'C', value: 8, metric: 1 }], 3).range // { low: 16.5, middle: 18, high: 21 }
 * @source outliers: J. Tukey, Exploratory Data Analysis (1977)
 */
export function marketMultiples(
  comparables: readonly Comparable[],
  metric: number,
  note: Note = silent,
): MarketMultiples {
  const where = 'marketMultiples';
  require(comparables.length >= 3, where, 'there are at least three comparables', comparables.length);
  checkNumbers(where, { metric }, { above: 0 });
  const names = new Set<string>();
  const multiples = comparables.map(({ name, value, metric: its }) => {
    require(!names.has(name), where, 'every comparable has a name of its own', name);
    names.add(name);
    checkNumbers(where, { [`the value of ${name}`]: value, [`the metric of ${name}`]: its }, { above: 0 });
    return { name, multiple: value / its };
  });
  const list = multiples.map(({ multiple }) => multiple);
  const [lowerQuartile, median, upperQuartile] = [quantile(list, 0.25), quantile(list, 0.5), quantile(list, 0.75)];
  const reach = 1.5 * (upperQuartile - lowerQuartile);
  const outliers = multiples
    .filter(({ multiple }) => multiple < lowerQuartile - reach || multiple > upperQuartile + reach)
    .map(({ name }) => name);

  const worth = (symbol: string, name: { zh: string; en: string }, multiple: number) =>
    note({ symbol, name, formula: 'X · m', inputs: { X: metric, m: multiple }, unit: 'money' }, metric * multiple);
  const range = {
    low: worth('L', { zh: '按下四分位数', en: 'at the lower quartile' }, lowerQuartile),
    middle: worth('V', { zh: '按中位数', en: 'at the median' }, median),
    high: worth('U', { zh: '按上四分位数', en: 'at the upper quartile' }, upperQuartile),
  };
  return { multiples, lowerQuartile, median, upperQuartile, outliers, range };
}
