import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fv, nper, pmt, pv, rate, type When } from '@/finance/timeValue';
import { refusals } from '../support/refusals';

/** The balance, payment by payment: the oracle. */
function balance(r: number, n: number, payment: number, start: number, when: When): number {
  let money = start;
  for (let t = 0; t < n; t++) money = when === 'end' ? money * (1 + r) + payment : (money + payment) * (1 + r);
  return -money;
}

test('fv is what the balance comes to', () => {
  const plan = fc.record({
    r: fc.integer({ min: -30, max: 60 }).map((x) => x / 100),
    n: fc.integer({ min: 1, max: 60 }),
    payment: fc.integer({ min: -1000, max: 1000 }),
    start: fc.integer({ min: -1e5, max: 1e5 }),
    when: fc.constantFrom<When>('end', 'begin'),
  });
  fc.assert(
    fc.property(plan, ({ r, n, payment, start, when }) => {
      const size = -balance(Math.abs(r), n, Math.abs(payment), Math.abs(start), when);
      const near = (a: number, b: number, scale: number) =>
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-11 * scale + 1e-9);
      const end = fv(r, n, payment, start, when);
      near(end, balance(r, n, payment, start, when), size);
      near(pv(r, n, payment, end, when), start, size / (1 + r) ** n);
      near(pmt(r, n, start, end, when), payment, size);
    }),
  );
});

describe('published: numpy-financial and formulajs', () => {
  test.each([
    [pv(0.07, 20, 12_000, 0, 'begin'), -136027.1429124],
    [pv(0.1 / 12, 24, 1_000, 10_000, 'begin'), -30045.54072173169],
    [pv(0, 24, 1_000, 10_000, 'begin'), -34_000],
    [fv(0, 12, -100, -1_000, 'begin'), 2_200],
    [fv(0.11 / 12, 35, -2_000, 0, 'begin'), 82846.24637190053],
    [pmt(0, 60, 15_000), -250],
    [pmt(0.06 / 12, 216, 0, 50_000), -129.0811608679973],
    [nper(0.075, -2_000, 0, 100_000), 21.5449442],
    [nper(0.075, -2_000, 0, 100_000, 'begin'), 20.76156441],
    [nper(0.1, 0, -500, 1_500), 11.52670461],
    [nper(0, -100, 1_000), 10],
    [nper(0.1 / 12, -100, -1_000), -9.645090919837394],
    [rate(24, -1_000, -10_000, 100_000), 0.06517891177181546],
    [rate(24, -1_000, -10_000, 100_000, 'begin'), 0.0632395800018064],
    [rate(37, -7_200, -40_000, 4_477_839), 0.10646164],
    [rate(348, -157_119 / 12, 790_000), 0.01651835816],
  ])('%d is %d', (value, expected) => expect(value).toBeCloseTo(expected, 7));
});

test('rate and nper find their way back', () => {
  const loan = fc.record({
    r: fc.integer({ min: 1, max: 500 }),
    n: fc.integer({ min: 1, max: 120 }),
    when: fc.constantFrom<When>('end', 'begin'),
  });
  fc.assert(
    fc.property(loan, ({ r, n, when }) => {
      const payment = pmt(r / 1e4, n, 1_000, 0, when);
      expect(nper(r / 1e4, payment, 1_000, 0, when)).toBeCloseTo(n, 6);
      if (when === 'end') expect(rate(n, payment, 1_000)).toBeCloseTo(r / 1e4, 9);
    }),
  );
});

test('a rate next to 0 is no trouble', () => {
  expect(fv(1e-14, 360, -100)).toBeCloseTo(36_000, 6);
  expect(nper(1e-14, -100, 1_000)).toBeCloseTo(10, 6);
});

test('many periods are no trouble: a loan for ever costs its interest', () => {
  expect(pmt(0.1, 100_000, 1_000)).toBeCloseTo(-100, 9);
  expect(pv(0.1, 100_000, -100)).toBeCloseTo(1_000, 9);
  expect(pmt(-0.1, 100_000, 1_000, -50)).toBeCloseTo(-5 * -1, 9);
});

test('refusals', () => {
  expect(
    refusals({
      'nothing left': () => fv(-1, 2, 3),
      'not finite': () => pv(0.1, NaN, 3),
      'beyond a double': () => fv(10, 1_000, -1),
      'no periods': () => pmt(0.1, 0, 100),
      'no payment': () => nper(0, 0, 1_000),
      'less than the interest': () => nper(0.1, -50, 1_000),
      'a part of a period': () => rate(2.5, -1, 2),
      'nothing is paid': () => rate(12, 400, 10_000, 5_000),
      'two rates': () => rate(2, 230, -100, -362),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a part of a period": "DomainError: rate: nper is a whole number from 1 to 10000; got 2.5",
      "beyond a double": "DomainError: fv: the result is within the range of a double; got NaN",
      "less than the interest": "NoSolutionError: nper: payments of -50 at rate 0.1 take 1000 to 0 in time; got no such time",
      "no payment": "NoSolutionError: nper: payments of 0 at rate 0 take 1000 to 0 in time; got no such time",
      "no periods": "DomainError: pmt: nper is not 0; got 0",
      "not finite": "DomainError: pv: nper is a finite number; got NaN",
      "nothing is paid": "NoSolutionError: rate: some rate takes 10000 to 5000 with payments of 400; got none",
      "nothing left": "DomainError: fv: rate is a finite number greater than -1; got -1",
      "two rates": "DomainError: rate: one rate only takes -100 to -362 with payments of 230; got [0.1, 0.2]",
    }
  `);
});
