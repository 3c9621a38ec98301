import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rational, rational, sum } from '@/finance/rational';

const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 30n });
const fraction = fc.tuple(integer, positive).map(([n, d]) => new Rational(n, d));

describe('arithmetic', () => {
  test('is that of fractions', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(a.add(b)).toEqual(b.add(a));
        expect(a.mul(b)).toEqual(b.mul(a));
        expect(a.add(b).add(c)).toEqual(a.add(b.add(c)));
        expect(a.mul(b.add(c))).toEqual(a.mul(b).add(a.mul(c)));
        expect(a.sub(b).add(b)).toEqual(a);
        if (b.compare(0) !== 0) expect(a.div(b).mul(b)).toEqual(a);
      }),
    );
  });

  test('keeps lowest terms and a positive denominator', () => {
    expect(new Rational(-6n, -8n)).toMatchObject({ numerator: 3n, denominator: 4n });
    expect(new Rational(0n, -5n)).toMatchObject({ numerator: 0n, denominator: 1n });
    expect(Object.keys(new Rational(1n, 2n))).toEqual(['numerator', 'denominator']);
  });

  test('compares by cross-multiplication', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const difference = a.numerator * b.denominator - b.numerator * a.denominator;
        expect(a.compare(b)).toBe(difference > 0n ? 1 : difference < 0n ? -1 : 0);
      }),
    );
  });

  test('a sum is what adding one by one gives', () => {
    fc.assert(
      fc.property(fc.array(fraction, { maxLength: 8 }), (list) => {
        expect(sum(list)).toEqual(list.reduce((a, b) => a.add(b), rational(0)));
      }),
    );
  });

  test('ten tenths are one, which doubles do not say', () => {
    expect(Array.from({ length: 10 }, () => 0.1).reduce((a, b) => a + b)).not.toBe(1);
    expect(sum(Array.from({ length: 10 }, () => 0.1))).toEqual(rational(1));
  });
});

describe('reading', () => {
  test('a number is the decimal it prints as', () => {
    expect(String(rational(0.1))).toBe('1/10');
    expect(String(rational(1e21))).toBe('1000000000000000000000');
    expect(String(rational(2.5e-7))).toBe('1/4000000');
    expect(String(rational(-0))).toBe('0');
  });
  test('a text is a decimal or a fraction', () => {
    expect(String(rational(' 26 / 45 '))).toBe('26/45');
    expect(String(rational('.5'))).toBe('1/2');
    expect(String(rational('+1.50E1'))).toBe('15');
    expect(String(rational('1.5/4.5'))).toBe('1/3');
  });
  test('what it writes it reads back', () => {
    fc.assert(
      fc.property(fraction, (a) => {
        expect(rational(JSON.parse(JSON.stringify(a)))).toEqual(a);
      }),
    );
  });
  test.each([NaN, Infinity, -Infinity, '', ' ', '.', 'abc', '1e', '1/2/3', '/2', '0x10', '1,000', '1e401'])(
    'refuses %j',
    (value) => {
      expect(() => rational(value)).toThrow('rational: the value is a finite decimal or a fraction like 26/45; got');
    },
  );
});

describe('writing', () => {
  test('toNumber gives back every double it was read from', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(rational(x).toNumber()).toBe(x + 0); // −0 becomes 0
      }),
    );
    for (const x of [Number.MIN_VALUE, 2 ** -1022, Number.MAX_VALUE, 2 ** 53 + 2])
      expect(rational(x).toNumber()).toBe(x);
  });
  test('toNumber rounds like the division of two exact doubles (IEEE 754)', () => {
    const exact = fc.integer({ min: 1, max: 2 ** 31 - 1 });
    const wide = fc.maxSafeInteger();
    fc.assert(
      fc.property(wide, exact, (n, d) => {
        expect(new Rational(BigInt(n), BigInt(d)).toNumber()).toBe(n / d + 0);
      }),
      { numRuns: 1000 },
    );
  });
  test('half-way cases go to the even double, in the smallest doubles too', () => {
    expect(new Rational(2n ** 53n + 1n).toNumber()).toBe(2 ** 53);
    expect(new Rational(2n ** 53n + 3n).toNumber()).toBe(2 ** 53 + 4);
    expect(new Rational(1n, 2n ** 1075n).toNumber()).toBe(0);
    expect(new Rational(3n, 2n ** 1076n).toNumber()).toBe(Number.MIN_VALUE);
    expect(new Rational(3n, 2n ** 1075n).toNumber()).toBe(2 * Number.MIN_VALUE);
    expect(new Rational(-(2n ** 54n) + 1n, 2n ** 54n).toNumber()).toBe(-1);
  });
  test('toFixed rounds half away from zero', () => {
    expect(rational('2/3').toFixed(4)).toBe('0.6667');
    expect(rational('1/8').toFixed(2)).toBe('0.13');
    expect(rational('-1/8').toFixed(2)).toBe('-0.13');
    expect(rational('-1/1000').toFixed(2)).toBe('0.00');
    expect(rational('5/2').toFixed(0)).toBe('3');
    expect(rational(1.005).toFixed(2)).toBe('1.01'); // (1.005).toFixed(2) is '1.00'
  });
  test('toFixed is Intl with exact decimals', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 8 }));
    fc.assert(
      fc.property(decimal, fc.integer({ min: 0, max: 8 }), ([n, power], digits) => {
        const format = new Intl.NumberFormat('en', {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
          useGrouping: false,
          roundingMode: 'halfExpand',
          signDisplay: 'negative',
        });
        const text = `${n}e-${power}` as Intl.StringNumericLiteral;
        expect(rational(text).toFixed(digits)).toBe(format.format(text));
      }),
    );
  });
});

describe('refusals', () => {
  test('a denominator of 0', () => {
    expect(() => new Rational(1n, 0n)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: Rational: the denominator is not 0; got "1/0"]`,
    );
  });
  test('a fraction over 0', () => {
    expect(() => rational('1/0')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: div: the divisor is not 0; got "1 ÷ 0"]`,
    );
  });
  test('division by 0', () => {
    expect(() => rational('1/3').div(0)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: div: the divisor is not 0; got "1/3 ÷ 0"]`,
    );
  });
  test('not a number', () => {
    expect(() => rational('ten')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: rational: the value is a finite decimal or a fraction like 26/45; got "ten"]`,
    );
  });
  test('not finite', () => {
    expect(() => rational(NaN)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: rational: the value is a finite decimal or a fraction like 26/45; got NaN]`,
    );
  });
  test('digits', () => {
    expect(() => rational(1).toFixed(-1)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: toFixed: digits is a whole number from 0 to 100; got -1]`,
    );
  });
  test('beyond the largest double', () => {
    expect(() => rational('1e309').toNumber()).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: toNumber: the value is within the range of a double; got "about 2^1026"]`,
    );
    expect(new Rational(2n ** 1024n - 2n ** 970n - 1n).toNumber()).toBe(Number.MAX_VALUE);
    expect(() => new Rational(2n ** 1024n - 2n ** 970n).toNumber()).toThrow('range of a double');
  });
});
