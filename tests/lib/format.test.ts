import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatFixed,
  formatMoney,
  formatPercent,
  formatPower,
  formatSignificant,
} from '@/lib/format';
import { LANGS } from '@/lib/text';

describe('formatFixed', () => {
  test.each([
    [0, 2, '0.00'],
    [-0, 0, '0'],
    [-0.004, 2, '0.00'],
    [-0.006, 2, '−0.01'],
    [1234567.891, 1, '1,234,567.9'],
    [-1234.5, 2, '−1,234.50'],
  ])('(%f, %i) is %s in both languages', (x, digits, text) => {
    for (const lang of LANGS) expect(formatFixed(x, digits, lang)).toBe(text);
  });

  test('agrees with Number.toFixed wherever the two round the same way', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 4 }), (n, digits) => {
        const x = n / 10 ** digits; // has at most `digits` decimals: nothing is rounded
        expect(Number(formatFixed(x, digits, 'zh').replaceAll(',', '').replace('−', '-'))).toBe(x === 0 ? 0 : x);
      }),
    );
  });
});

test.each([
  [0, 2, '0'],
  [0.0213, 2, '0.021'],
  [0.5, 3, '0.500'],
  [0.001, 1, '0.001'],
  [0.00099, 1, '0.001'], // rounds up to a thousandth
  [0.00094, 1, '9×10⁻⁴'],
  [0.000032, 2, '3.2×10⁻⁵'],
  [-0.000032, 2, '−3.2×10⁻⁵'],
  [1234.5, 3, '1,230'],
  [999_999.9, 3, '1.00×10⁶'],
  [-1.5e12, 2, '−1.5×10¹²'],
  [5e-324, 1, '5×10⁻³²⁴'],
])('formatSignificant(%f, %i) is %s', (x, digits, text) => {
  expect(formatSignificant(x, digits, 'en')).toBe(text);
});

test.each([
  [0, '10⁰'],
  [12, '10¹²'],
  [-307, '10⁻³⁰⁷'],
])('formatPower(%i) is %s', (exponent, text) => expect(formatPower(exponent)).toBe(text));

test.each([
  [0.125, 1, '12.5%'],
  [-0.04, 0, '−4%'],
  [-0.0004, 0, '0%'],
  [12.5, 0, '1,250%'],
])('formatPercent(%f, %i) is %s', (x, digits, text) => {
  for (const lang of LANGS) expect(formatPercent(x, digits, lang)).toBe(text);
});

describe('formatMoney', () => {
  test.each([
    [0, 'CNY', '¥0', 'CN¥0'],
    [-0, 'CNY', '¥0', 'CN¥0'],
    [950, 'CNY', '¥950', 'CN¥950'],
    [9_999.6, 'CNY', '¥1万', 'CN¥10k'],
    [58_000, 'CNY', '¥5.8万', 'CN¥58k'],
    [999_499, 'USD', 'US$99.9万', '$999k'],
    [999_500, 'USD', 'US$100万', '$1M'],
    [1_000_000, 'CNY', '¥100万', 'CN¥1M'],
    [-8_000_000, 'CNY', '−¥800万', '−CN¥8M'],
    [12_345_678, 'CNY', '¥1,235万', 'CN¥12.3M'],
    [99_996_000, 'CNY', '¥1亿', 'CN¥100M'],
    [2.5e9, 'USD', 'US$25亿', '$2.5B'],
    [1.2e13, 'USD', 'US$12万亿', '$12T'],
    [0.0025, 'USD', 'US$0.0025', '$0.0025'],
    [1_500, 'CHF', 'CHF\u00a01,500', 'CHF\u00a01.5k'],
  ])('(%f, %s) is %s and %s', (amount, currency, zh, en) => {
    expect(formatMoney(amount, currency, 'zh')).toBe(zh);
    expect(formatMoney(amount, currency, 'en')).toBe(en);
  });

  test('digits fixes the decimals of a column', () => {
    expect([1e6, 1.25e6, 9.99e6].map((x) => formatMoney(x, 'CNY', 'en', 2))).toEqual([
      'CN¥1.00M',
      'CN¥1.25M',
      'CN¥9.99M',
    ]);
    expect(formatMoney(5_000, 'CNY', 'zh', 0)).toBe('¥5,000'); // not rounded up to 1万
    expect(formatMoney(999_960, 'USD', 'en', 1)).toBe('$1.0M');
  });

  test('is never more than half a percent off, whatever the amount', () => {
    const units: Record<string, number> = { '': 1, k: 1e3, M: 1e6, B: 1e9, T: 1e12, 万: 1e4, 亿: 1e8, 万亿: 1e12 };
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 9e14, noNaN: true }), fc.constantFrom(...LANGS), (x, lang) => {
        const [, digits, unit] = /^[^\d]*([\d,.]+)(\D*)$/.exec(formatMoney(x, 'CNY', lang))!;
        const read = Number(digits!.replaceAll(',', '')) * units[unit!]!;
        expect(Math.abs(read / x - 1)).toBeLessThan(0.0051);
      }),
    );
  });
});

test.each([
  [0, '0', '0'],
  [1234, '1,234', '1,234'],
  [10_000, '1万', '10k'],
  [25_600_000, '2,560万', '25.6M'],
  [175e9, '1,750亿', '175B'],
  [-20_000, '−2万', '−20k'],
])('formatCount(%i) is %s and %s', (n, zh, en) => {
  expect(formatCount(n, 'zh')).toBe(zh);
  expect(formatCount(n, 'en')).toBe(en);
});

test.each([
  [0, '0\u00a0B'],
  [999, '999\u00a0B'],
  [540_000, '540\u00a0kB'],
  [999_999, '1\u00a0MB'],
  [5_800_000, '5.8\u00a0MB'],
])('formatBytes(%i) is %s', (n, text) => expect(formatBytes(n, 'zh')).toBe(text));

test('nothing prints NaN', () => {
  const refusals = [NaN, Infinity, -Infinity].flatMap((x) => [
    () => formatFixed(x, 2, 'en'),
    () => formatSignificant(x, 2, 'en'),
    () => formatPercent(x, 2, 'en'),
    () => formatMoney(x, 'CNY', 'en'),
    () => formatCount(x, 'en'),
    () => formatBytes(x, 'en'),
    () => formatPower(x),
  ]);
  for (const refuse of refusals) expect(refuse).toThrow(/^format\w+: .+; got (NaN|-?Infinity)$/);
});

test('errors say the rule and the value', () => {
  expect(() => formatFixed(1, 1.5, 'en')).toThrow('formatFixed: digits is a whole number from 0 to 17; got 1.5');
  expect(() => formatSignificant(1, 0, 'en')).toThrow(
    'formatSignificant: digits is a whole number from 1 to 17; got 0',
  );
  expect(() => formatMoney(1, 'yuan', 'zh')).toThrow(
    'formatMoney: currency is a three-letter ISO 4217 code; got "yuan"',
  );
  expect(() => formatCount(1.5, 'en')).toThrow('formatCount: n is a whole number; got 1.5');
  expect(() => formatBytes(-1, 'en')).toThrow('formatBytes: bytes is a whole number, at least 0; got -1');
});
