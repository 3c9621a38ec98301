import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { discountedExit, exitValue, vcMethod, type VcMethodTerms } from '@/finance/vcMethod';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

/** Sahlman, HBS 9-288-006: 3.5 million for five years at 50 %, 2.5 million of earnings at 15 times. */
const sahlman: VcMethodTerms = {
  exitMetric: 2.5e6,
  exitMultiple: 15,
  years: 5,
  requiredReturn: 0.5,
  investment: 3.5e6,
  shares: 1e6,
};

describe('published', () => {
  test('Sahlman: 37.5 million at the exit, 70.9 % for the investor', () => {
    const result = vcMethod(sahlman);
    expect(result.terminalValue).toBe(37.5e6);
    expect(result.ownership).toBeCloseTo(0.709, 3);
    expect(result.presentValue).toBeCloseTo(4938271.6, 1);
    expect(result.postMoney).toBeCloseTo(result.presentValue, 6);
  });
});

const terms = fc.record({
  exitMetric: fc.integer({ min: 1e6, max: 1e9 }),
  exitMultiple: fc.integer({ min: 1, max: 50 }),
  years: fc.integer({ min: 1, max: 10 }),
  requiredReturn: fc.integer({ min: 0, max: 100 }).map((x) => x / 100),
  laterDilutions: fc.array(
    fc.integer({ min: 0, max: 50 }).map((x) => x / 100),
    { maxLength: 4 },
  ),
  part: fc.integer({ min: 1, max: 99 }).map((x) => x / 100),
});

test('the investor who holds the stake to the end gets the return that was asked', () => {
  fc.assert(
    fc.property(terms, ({ part, ...rest }) => {
      const kept = rest.laterDilutions.reduce((left, d) => left * (1 - d), 1);
      const exit = exitValue(rest.exitMetric, rest.exitMultiple);
      const investment = part * kept * discountedExit(exit, rest.requiredReturn, rest.years);
      const { ownership, postMoney, preMoney, issue } = vcMethod({ ...rest, investment, shares: 1e6 });
      const payout = exit * ownership * kept;
      expect(payout / (investment * (1 + rest.requiredReturn) ** rest.years)).toBeCloseTo(1, 9);
      expect(preMoney + investment).toBeCloseTo(postMoney, 3);
      expect(issue!.newShares / (issue!.newShares + 1e6)).toBeCloseTo(ownership, 9);
      expect((issue!.pricePerShare * 1e6) / preMoney).toBeCloseTo(1, 9);
    }),
  );
});

test('its working adds up, and ends in the price', () => {
  const { result, steps } = explain((note) =>
    vcMethod({ ...sahlman, investment: 1e6, laterDilutions: [0.2, 0.1] }, note),
  );
  expect(faults(steps)).toEqual([]);
  expect(steps.map((step) => step.symbol)).toEqual(['TV', 'PV', 'f_T', 'R', 'f', 'post', 'pre', 'n', 'P']);
  expect(steps.at(-1)!.value).toBe(result.issue!.pricePerShare);
  expect(faults(explain((note) => vcMethod(sahlman, note)).steps)).toEqual([]);
});

test('refusals', () => {
  const with_ = (change: Partial<VcMethodTerms>) => () => vcMethod({ ...sahlman, ...change });
  expect(
    refusals({
      'the whole company': with_({ investment: 4938271.604938272 }),
      'too much after dilution': with_({ laterDilutions: [0.3] }),
      'diluted to nothing': with_({ laterDilutions: [1] }),
      'more than diluted': with_({ laterDilutions: [1.2] }),
      'no money': with_({ investment: 0 }),
      'a loss at the exit': with_({ exitMetric: -1 }),
      'nothing left': with_({ requiredReturn: -1 }),
      'no time': with_({ years: 0 }),
      'no shares': with_({ shares: 0 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a loss at the exit": "DomainError: exitValue: exitMetric is a finite number greater than 0; got -1",
      "diluted to nothing": "DomainError: vcMethod: every later dilution is below 1; got 1",
      "more than diluted": "DomainError: vcMethod: every later dilution is a finite number from 0 to 1; got 1.2",
      "no money": "DomainError: vcMethod: investment is a finite number greater than 0; got 0",
      "no shares": "DomainError: vcMethod: shares is a finite number greater than 0; got 0",
      "no time": "DomainError: discountedExit: years is a finite number greater than 0; got 0",
      "nothing left": "DomainError: discountedExit: requiredReturn is a finite number greater than -1; got -1",
      "the whole company": "NoSolutionError: vcMethod: the investor needs less than the whole company; got 100 %",
      "too much after dilution": "NoSolutionError: vcMethod: the investor needs less than the whole company; got 101.25 %",
    }
  `);
});
