import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cumipmt, cumprinc, ipmt, ppmt } from '@/finance/loanPayment';
import { pmt, type When } from '@/finance/timeValue';
import { refusals } from '../support/refusals';

describe('published: numpy-financial and formulajs', () => {
  test.each([
    [ipmt(0.1 / 12, 2, 24, 2_000), -16.03647345],
    [ipmt(0.1 / 12, 1, 24, 2_000, 0, 'begin'), 0],
    [ipmt(0.001988079518355057, 3, 360, 300_000, 0, 'begin'), -592.971592],
    [ipmt(0.1 / 12, 6, 24, 100_000, 1_000_000, 'begin'), 921.1473439736042],
    [ppmt(0.1 / 12, 1, 60, 55_000, 0, 'begin'), -1158.929712],
    [ppmt(0.1 / 12, 6, 24, 100_000, 1_000_000), -43354.909209775076],
    [ppmt(0.1 / 12, 6, 24, 100_000, 1_000_000, 'begin'), -42996.60417498356],
    [cumipmt(0.1 / 12, 360, 100_000, 13, 24, 'begin'), -9834.815716321069],
    [cumipmt(0.005333, 120, 737.17, 1, 120), -262.766924283291],
    [cumprinc(0.1 / 12, 360, 100_000, 1, 24, 'begin'), -1986.7420529305305],
    [cumprinc(0.1 / 12, 360, 100_000, 1, 24), -1169.9649033716187],
  ])('%d is %d', (value, expected) => expect(value).toBeCloseTo(expected, 6));
});

test('a loan is paid back, and interest is charged on what is owed', () => {
  const loan = fc.record({
    r: fc.integer({ min: 0, max: 300 }).map((x) => x / 1e4),
    n: fc.integer({ min: 1, max: 60 }),
    when: fc.constantFrom<When>('end', 'begin'),
  });
  fc.assert(
    fc.property(loan, ({ r, n, when }) => {
      const payment = pmt(r, n, 10_000, 0, when);
      let owed = 10_000;
      for (let per = 1; per <= n; per++) {
        const interest = when === 'end' ? owed * r : per === 1 ? 0 : owed * r;
        if (when === 'begin' && per === 1) owed += payment;
        else {
          expect(ipmt(r, per, n, 10_000, 0, when)).toBeCloseTo(-interest, 6);
          owed += interest + payment;
        }
        expect(ipmt(r, per, n, 10_000, 0, when) + ppmt(r, per, n, 10_000, 0, when)).toBeCloseTo(payment, 8);
      }
      expect(owed).toBeCloseTo(0, 5);
      expect(cumprinc(r, n, 10_000, 1, n, when)).toBeCloseTo(-10_000, 5);
      expect(cumipmt(r, n, 10_000, 1, n, when) - 10_000).toBeCloseTo(n * payment, 5);
    }),
  );
});

test('refusals', () => {
  expect(
    refusals({
      'period 0': () => ipmt(0.1, 0, 12, 100),
      'after the end': () => ppmt(0.1, 13, 12, 100),
      'the wrong way round': () => cumipmt(0.1, 12, 100, 5, 4),
      'a part of a period': () => cumprinc(0.1, 12, 100, 1.5, 4),
      'nothing left': () => ipmt(-1, 1, 12, 100),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a part of a period": "DomainError: cumprinc: the periods are whole numbers, in order, from 1 to 12; got "1.5 to 4"",
      "after the end": "DomainError: ppmt: the period is a whole number from 1 to 12; got 13",
      "nothing left": "DomainError: pmt: rate is a finite number greater than -1; got -1",
      "period 0": "DomainError: ipmt: the period is a whole number from 1 to 12; got 0",
      "the wrong way round": "DomainError: cumipmt: the periods are whole numbers, in order, from 1 to 12; got "5 to 4"",
    }
  `);
});
