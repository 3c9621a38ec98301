/**
 * Numbers as readers read them, in the page's language. What they share: a real minus sign (−), never "−0",
 * never "NaN": a number that is not finite is an error of the caller.
 *
 * Chinese counts in 万 (10⁴) and 亿 (10⁸), English in k, M, B, T (10³, 10⁶, 10⁹, 10¹²).
 */
import { require } from './errors';
import { LOCALE, type Lang } from './text';

const MINUS = '\u2212';

/** Making an Intl formatter costs a thousand times more than using it: each is made once. */
const formatters = new Map<string, Intl.NumberFormat>();

function intl(lang: Lang, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = lang + JSON.stringify(options);
  let formatter = formatters.get(key);
  if (!formatter) formatters.set(key, (formatter = new Intl.NumberFormat(LOCALE[lang], options)));
  return formatter;
}

const plain = (x: number, lang: Lang, options: Intl.NumberFormatOptions) =>
  intl(lang, { signDisplay: 'negative', ...options } as Intl.NumberFormatOptions)
    .format(x)
    .replace('-', MINUS);

function check(where: string, x: number, digits: number, least: number): void {
  require(Number.isFinite(x), where, 'x is a finite number', x);
  require(Number.isInteger(digits) &&
    digits >= least &&
    digits <= 17, where, `digits is a whole number from ${least} to 17`, digits);
}

/**
 * @param digits after the point, 0–17
 * @throws {DomainError} x is not finite
 * @example formatFixed(-1234.5, 2, 'en') // '−1,234.50'
 * @example formatFixed(-0.001, 2, 'zh') // '0.00'
 */
export function formatFixed(x: number, digits: number, lang: Lang): string {
  check('formatFixed', x, digits, 0);
  return plain(x, lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * A number of unknown magnitude: plain from a thousandth to a million, else with a power of ten.
 *
 * @param digits significant ones, 1–17
 * @throws {DomainError} x is not finite
 * @example formatSignificant(0.0213, 2, 'en') // '0.021'
 * @example formatSignificant(0.000032, 2, 'zh') // '3.2×10⁻⁵'
 * @example formatSignificant(-1.5e12, 2, 'en') // '−1.5×10¹²'
 */
export function formatSignificant(x: number, digits: number, lang: Lang): string {
  check('formatSignificant', x, digits, 1);
  if (x === 0) return '0';
  // toExponential rounds first, so that 999,999.9 with 3 digits is seen as 1.00 × 10⁶.
  const power = Number(x.toExponential(digits - 1).split('e')[1]);
  if (power >= -3 && power < 6)
    return plain(x, lang, { minimumSignificantDigits: digits, maximumSignificantDigits: digits });
  return scientific(x, digits);
}

function scientific(x: number, digits: number): string {
  const [mantissa, exponent] = x.toExponential(digits - 1).split('e') as [string, string];
  return `${mantissa.replace('-', MINUS)}×${formatPower(Number(exponent))}`;
}

/**
 * A number in a narrow place that may grow without bound: as many digits after the point as asked while it is small,
 * whole from a hundred on, with a power of ten from ten thousand on.
 *
 * @param digits after the point, and significant ones of what has a power of ten, 1–17
 * @throws {DomainError} x is not finite
 * @example formatNarrow(-0.4174, 3, 'zh') // '−0.417'
 * @example formatNarrow(-2671.8, 2, 'en') // '−2,672'
 * @example formatNarrow(-972369050942308400, 3, 'en') // '−9.72×10¹⁷'
 */
export function formatNarrow(x: number, digits: number, lang: Lang): string {
  const size = Math.abs(x);
  if (size < 9999.5) return formatFixed(x, size < 99.995 ? digits : 0, lang);
  check('formatNarrow', x, digits, 1);
  return scientific(x, digits);
}

/**
 * A power of ten, as the ticks of a logarithmic axis show it.
 *
 * @example formatPower(-5) // '10⁻⁵'
 */
export function formatPower(exponent: number): string {
  require(Number.isInteger(exponent), 'formatPower', 'the exponent is a whole number', exponent);
  return `10${[...String(exponent)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('')}`;
}

/**
 * @param fraction 0.125 is 12.5 %
 * @param digits after the point, 0–17
 * @throws {DomainError} the fraction is not finite
 * @example formatPercent(0.125, 1, 'en') // '12.5%'
 * @example formatPercent(-0.04, 0, 'zh') // '−4%'
 */
export function formatPercent(fraction: number, digits: number, lang: Lang): string {
  check('formatPercent', fraction, digits, 0);
  return plain(fraction, lang, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits });
}

type Scale = readonly (readonly [size: number, name: string])[];
const SCALES: Readonly<Record<Lang, Scale>> = {
  zh: [
    [1e12, '万亿'],
    [1e8, '亿'],
    [1e4, '万'],
    [1, ''],
  ],
  en: [
    [1e12, 'T'],
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'k'],
    [1, ''],
  ],
};
const BYTES: Scale = [
  [1e9, '\u00a0GB'],
  [1e6, '\u00a0MB'],
  [1e3, '\u00a0kB'],
  [1, '\u00a0B'],
];

/** Three significant digits, but never fewer than the whole part has; no trailing zeros. */
const three = (x: number, lang: Lang) => {
  const whole = Math.abs(x) >= 100;
  return plain(x, lang, whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
};

/**
 * x ≥ 0 in the largest unit of which there is at least one. Rounded first, so that 999,999 is 1M, not 1,000k;
 * `width` is how many whole digits fit below the next unit.
 */
function scaled(x: number, scale: Scale, width: number, lang: Lang, digits?: number): string {
  const rounded = Number(x.toPrecision(width + (digits ?? 0)));
  const [size, name] = scale.find(([size]) => rounded >= size) ?? scale[scale.length - 1]!;
  return (digits === undefined ? three(x / size, lang) : formatFixed(x / size, digits, lang)) + name;
}
const WIDTH: Readonly<Record<Lang, number>> = { zh: 4, en: 3 };

/**
 * Money, shortened to the language's units.
 *
 * @param amount   currency units
 * @param currency ISO 4217
 * @param digits   after the point, for a column whose amounts share a unit; otherwise three significant digits
 * @throws {DomainError} the amount is not finite, or the currency is not three letters
 * @example formatMoney(1_000_000, 'CNY', 'zh') // '¥100万'
 * @example formatMoney(1_000_000, 'CNY', 'en') // 'CN¥1M'
 * @example formatMoney(-58_000, 'USD', 'en') // '−$58k'
 * @example formatMoney(0.0025, 'USD', 'zh') // 'US$0.0025'
 */
export function formatMoney(amount: number, currency: string, lang: Lang, digits?: number): string {
  check('formatMoney', amount, digits ?? 0, 0);
  require(/^[A-Z]{3}$/.test(currency), 'formatMoney', 'currency is a three-letter ISO 4217 code', currency);
  const symbol = intl(lang, { style: 'currency', currency })
    .formatToParts(0)
    .find((part) => part.type === 'currency')!.value;
  const text = scaled(Math.abs(amount), SCALES[lang], WIDTH[lang], lang, digits);
  const gap = /[A-Z]$/.test(symbol) ? '\u00a0' : '';
  return (amount < 0 && /[1-9]/.test(text) ? MINUS : '') + symbol + gap + text;
}

/**
 * How many: exact below ten thousand, shortened from there on.
 *
 * @param n a whole number
 * @throws {DomainError} n is not a whole number
 * @example formatCount(1234, 'en') // '1,234'
 * @example formatCount(25_600_000, 'en') // '25.6M'
 * @example formatCount(25_600_000, 'zh') // '2,560万'
 */
export function formatCount(n: number, lang: Lang): string {
  require(Number.isInteger(n), 'formatCount', 'n is a whole number', n);
  const size = Math.abs(n);
  return (
    (n < 0 ? MINUS : '') + (size < 1e4 ? formatFixed(size, 0, lang) : scaled(size, SCALES[lang], WIDTH[lang], lang))
  );
}

/**
 * A size in bytes, in powers of a thousand.
 *
 * @throws {DomainError} bytes is not a whole number ≥ 0
 * @example formatBytes(540_000, 'en') // '540\u00a0kB'
 */
export function formatBytes(bytes: number, lang: Lang): string {
  require(Number.isInteger(bytes) && bytes >= 0, 'formatBytes', 'bytes is a whole number, at least 0', bytes);
  return scaled(bytes, BYTES, 3, lang);
}
