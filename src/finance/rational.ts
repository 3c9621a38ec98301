/**
 * Exact fractions. Shares and money are added up in them, so that a cap table sums to exactly 1 and a payout to
 * exactly the exit. Rounding happens once, at the edge: toNumber for drawing, toFixed for print.
 */
import { DomainError, require, show } from '@/lib/errors';

/** What counts as an exact number: a fraction, an integer, or a decimal as a person types it. */
export type Exact = Rational | bigint | number | string;

const abs = (n: bigint) => (n < 0n ? -n : n);
const bits = (n: bigint) => n.toString(2).length;

/** Greatest common divisor, by Euclid. */
function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/**
 * numerator / denominator in lowest terms, denominator > 0. Never changes; every method makes a new one.
 *
 * @throws {DomainError} a denominator of 0
 * @example new Rational(6n, -8n) // rational('-3/4')
 */
export class Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;

  constructor(numerator: bigint, denominator: bigint = 1n) {
    require(denominator !== 0n, 'Rational', 'the denominator is not 0', `${numerator}/${denominator}`);
    const common = gcd(abs(numerator), abs(denominator)) * (denominator < 0n ? -1n : 1n);
    this.numerator = numerator / common;
    this.denominator = denominator / common;
  }

  /** @example rational('1/3').add('1/6').toString() // '1/2' */
  add(other: Exact): Rational {
    const { numerator: n, denominator: d } = rational(other);
    return new Rational(this.numerator * d + n * this.denominator, this.denominator * d);
  }

  /** @example rational(0.3).sub(0.1).toString() // '1/5' */
  sub(other: Exact): Rational {
    return this.add(rational(other).neg());
  }

  /** @example rational('2/3').mul(6).toString() // '4' */
  mul(other: Exact): Rational {
    const { numerator: n, denominator: d } = rational(other);
    return new Rational(this.numerator * n, this.denominator * d);
  }

  /**
   * @throws {DomainError} division by 0
   * @example rational(5_000_000).div(25_000_000).toString() // '1/5'
   */
  div(other: Exact): Rational {
    const { numerator: n, denominator: d } = rational(other);
    require(n !== 0n, 'div', 'the divisor is not 0', `${this} ÷ 0`);
    return new Rational(this.numerator * d, this.denominator * n);
  }

  /** @example rational('1/3').neg().toString() // '-1/3' */
  neg(): Rational {
    return new Rational(-this.numerator, this.denominator);
  }

  /**
   * −1, 0 or 1: below, equal, above.
   *
   * @example rational('1/3').compare('0.333') // 1
   */
  compare(other: Exact): -1 | 0 | 1 {
    const { numerator: n, denominator: d } = rational(other);
    const difference = this.numerator * d - n * this.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /**
   * The nearest double; half-way cases go to the even one (IEEE 754).
   *
   * @throws {DomainError} beyond the largest double
   * @example rational('26/45').toNumber() // 0.5777777777777777
   */
  toNumber(): number {
    const [n, d] = [abs(this.numerator), this.denominator];
    if (n === 0n) return 0;
    // 2^top ≤ n/d < 2^(top+1). A double keeps 53 bits from there on, and none below 2^−1074.
    const guess = bits(n) - bits(d);
    const top = (guess >= 0 ? n >= d << BigInt(guess) : n << BigInt(-guess) >= d) ? guess : guess - 1;
    const unit = Math.max(top - 52, -1074);
    const [a, b] = unit < 0 ? [n << BigInt(-unit), d] : [n, d << BigInt(unit)];
    const [q, twice] = [a / b, 2n * (a % b)];
    const nearest = twice > b || (twice === b && q % 2n === 1n) ? q + 1n : q;
    const value = Number(nearest) * 2 ** unit;
    require(Number.isFinite(value), 'toNumber', 'the value is within the range of a double', `about 2^${top}`);
    return this.numerator < 0n ? -value : value;
  }

  /**
   * Decimal text with `digits` digits after the point; half-way cases go away from zero, as on an invoice.
   *
   * @throws {DomainError} digits not a whole number from 0 to 100
   * @example rational('26/45').toFixed(4) // '0.5778'
   * @example rational('-1/8').toFixed(2) // '-0.13'
   */
  toFixed(digits: number): string {
    require(Number.isInteger(digits) &&
      digits >= 0 &&
      digits <= 100, 'toFixed', 'digits is a whole number from 0 to 100', digits);
    const scaled = abs(this.numerator) * 10n ** BigInt(digits);
    const rounded = (2n * scaled + this.denominator) / (2n * this.denominator);
    const text = String(rounded).padStart(digits + 1, '0');
    const [whole, decimals] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
    return `${this.numerator < 0n && rounded > 0n ? '-' : ''}${whole}${digits > 0 ? '.' : ''}${decimals}`;
  }

  /** '26/45', or '3' for a whole number; `rational` reads it back. */
  toString(): string {
    return this.denominator === 1n ? String(this.numerator) : `${this.numerator}/${this.denominator}`;
  }

  /** JSON has no fractions: they travel as text. */
  toJSON(): string {
    return this.toString();
  }
}

/**
 * The fraction that a value says. A number is read as the decimal it prints as, which is what was typed:
 * 0.1 is 1/10, not the double next to it.
 *
 * @throws {DomainError} not finite, not a number, a fraction over 0, or an exponent beyond ±400
 * @example rational(0.1) // new Rational(1n, 10n)
 * @example rational('26/45').numerator // 26n
 * @example rational('-1.25e3').toString() // '-1250'
 */
export function rational(value: Exact): Rational {
  if (value instanceof Rational) return value;
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return new Rational(BigInt(value));
  const [over, under, ...rest] = String(value).trim().split('/');
  const numerator = decimal(over);
  const denominator = under === undefined ? new Rational(1n) : decimal(under);
  if (!numerator || !denominator || rest.length > 0) {
    throw new DomainError(`rational: the value is a finite decimal or a fraction like 26/45; got ${show(value)}`);
  }
  return numerator.div(denominator);
}

function decimal(text: string | undefined): Rational | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text?.trim() ?? '');
  const [, sign, whole = '', decimals = '', exponent = '0'] = parts ?? [];
  if (whole + decimals === '' || Math.abs(Number(exponent)) > 400) return undefined;
  const digits = BigInt(whole + decimals) * (sign === '-' ? -1n : 1n);
  const power = Number(exponent) - decimals.length;
  return power < 0 ? new Rational(digits, 10n ** BigInt(-power)) : new Rational(digits * 10n ** BigInt(power));
}

/**
 * All values added up; 0 for none.
 *
 * @example sum(['1/2', '1/3', '1/6']).toString() // '1'
 * @example sum([]).toString() // '0'
 */
export const sum = (values: Iterable<Exact>): Rational => {
  const numerators = new Map<bigint, bigint>();
  for (const value of values) {
    const { numerator, denominator } = rational(value);
    numerators.set(denominator, (numerators.get(denominator) ?? 0n) + numerator);
  }
  // Over a common denominator, the largest first, since it often is one; lowest terms once, at the end.
  const [first, ...others] = [...numerators].sort(([a], [b]) => (a < b ? 1 : -1));
  let [common, total] = first ?? [1n, 0n];
  for (const [denominator, numerator] of others) {
    const times = denominator / gcd(common, denominator);
    common *= times;
    total = total * times + numerator * (common / denominator);
  }
  return new Rational(total, common);
};
