/** What a reader may type wrong, over the whole room: each is refused with its rule and its value, or has a true answer. */
import { describe, expect, test } from 'vitest';
import { antiDilution } from '@/finance/antiDilution';
import { capTable, fullyDiluted, ownership } from '@/finance/capTable';
import { convertNote } from '@/finance/convertibleNote';
import { breakpoints } from '@/finance/exitLadder';
import { firstChicago } from '@/finance/firstChicago';
import { irr, mirr } from '@/finance/internalRate';
import { computeOptimal, COEFFICIENTS } from '@/finance/llm/chinchilla';
import { maxBatch } from '@/finance/llm/serving';
import { fitExponential } from '@/finance/market/fitGrowth';
import { marketMultiples } from '@/finance/marketMultiples';
import { npv } from '@/finance/netPresentValue';
import { callOption } from '@/finance/optionPricing';
import { pricedRound } from '@/finance/pricedRound';
import { confusion, precision } from '@/finance/risk/confusion';
import { fitSbg } from '@/finance/runway/sbg';
import { scorecard } from '@/finance/scorecard';
import { waterfall } from '@/finance/waterfall';
import { refusals } from '../support/refusals';

const founders = capTable([{ stakeholder: 'Ada', quantity: 8e6 }]);
const series = { name: 'A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }] };
const chances = (...list: number[]) => list.map((probability, i) => ({ name: `${i}`, probability, terminalValue: 1, years: 1 })); // prettier-ignore
const safe = (amount: number, cap: number) => ({ type: 'post-money SAFE', stakeholder: 'Angel', amount, cap }) as const;
const round = (change: object) => () => pricedRound(founders, { ...series, ...change });

test('refusals', () => {
  expect(
    refusals({
      'negative shares': () => capTable([{ stakeholder: 'Ada', quantity: -1 }]),
      'negative preferred shares': () => antiDilution([{ stockClass: 'A', protection: 'broad', conversionPrice: 1, shares: -5 }], { common: 1 }, { shares: 1, consideration: 0.5 }), // prettier-ignore
      'a cap of 0': round({ conversionMethod: 'pre-money', convertibles: [safe(1e6, 0)] }),
      'a note’s cap of 0': () => convertNote({ principal: 1, rate: 0, days: 0, cap: 0, capShares: 1, dayCount: 365 }, 1), // prettier-ignore
      'SAFEs for all of the company': round({ conversionMethod: 'percentage-ownership', convertibles: [safe(1e7, 1e7)] }), // prettier-ignore
      'probabilities of 90 %': () => firstChicago(chances(0.4, 0.5), 0.1),
      'probabilities of 110 %': () => firstChicago(chances(0.6, 0.5), 0.1),
      'weights of 90 %': () => scorecard(1, [{ name: 'team', weight: 0.9, score: 1 }]),
      'no cash flows': () => npv(0.1, []),
      'no companies': () => marketMultiples([], 1),
      'no series': () => fitExponential([], []),
      'no cohort': () => fitSbg([]),
      'no cases': () => confusion([], []),
      'no alarm, so no precision': () =>
        precision({ truePositives: 0, falsePositives: 0, falseNegatives: 1, trueNegatives: 1 }),
      'a cash flow that is no number': () => irr([-1, NaN]),
      'an infinite rate': () => mirr([-1, 2], Infinity, 0),
      'an infinite pre-money value': round({ preMoney: Infinity }),
      'a budget without end': () => computeOptimal(Infinity, COEFFICIENTS.refit),
      'a volatility that is no number': () => callOption({ value: 1, strike: 1, years: 1, volatility: NaN }),
      'all money in': () => irr([1, 2]),
      'a model too large for its machine': () => maxBatch({ weights: 140e9, kvPerToken: 1, context: 1, gpus: 1, memory: 80e9 }), // prettier-ignore
      'a negative exit': () => waterfall(founders, {}, -1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "SAFEs for all of the company": "NoSolutionError: pricedRound: investors, pool and conversions together take less than the whole company; got 20.00 % + 0.00 % + 100.00 % in "A"",
      "a budget without end": "DomainError: computeOptimal: flops is a finite number greater than 0; got Infinity",
      "a cap of 0": "DomainError: pricedRound: a valuation cap is greater than 0; got 0",
      "a cash flow that is no number": "DomainError: irr: cashFlows[1] is a finite number; got NaN",
      "a model too large for its machine": "NoSolutionError: maxBatch: weights and one sequence fit in memory; got -68000000000 bytes beside the weights",
      "a negative exit": "DomainError: waterfall: an exit is not negative; got -1",
      "a note’s cap of 0": "DomainError: convertNote: a valuation cap is greater than 0; got 0",
      "a volatility that is no number": "DomainError: callOption: the volatility is greater than 0; got NaN",
      "all money in": "NoSolutionError: irr: a rate above −100 % makes the cash flows worth 0; got [1, 2]",
      "an infinite pre-money value": "DomainError: rational: the value is a finite decimal or a fraction like 26/45; got Infinity",
      "an infinite rate": "DomainError: mirr: financeRate is a finite number greater than -1; got Infinity",
      "negative preferred shares": "DomainError: antiDilution: a series has shares; got "A: -5"",
      "negative shares": "DomainError: capTable: every quantity is greater than 0; got "Ada: -1"",
      "no alarm, so no precision": "DomainError: precision: something is predicted positive; got "0/0"",
      "no cases": "DomainError: confusion: there is at least one prediction; got []",
      "no cash flows": "DomainError: npv: cashFlows is not empty; got []",
      "no cohort": "DomainError: fitSbg: survival is not empty; got []",
      "no companies": "DomainError: marketMultiples: there are at least three comparables; got 0",
      "no series": "DomainError: fitExponential: demand is not empty; got []",
      "probabilities of 110 %": "DomainError: firstChicago: the probabilities add up to 1; got 1.1",
      "probabilities of 90 %": "DomainError: firstChicago: the probabilities add up to 1; got 0.9",
      "weights of 90 %": "DomainError: scorecard: the weights add up to 1; got 0.9",
    }
  `);
});

test('an exit of 0 pays everybody exactly 0', () => {
  const { table } = pricedRound(founders, series);
  const { payouts, classes } = waterfall(table, { classes: [{ stockClass: 'A', invested: 2e6, seniority: 0 }] }, 0);
  expect([...payouts.values()].map(String)).toEqual(['0', '0']);
  expect(classes.map(({ election }) => election)).toEqual(['shares', 'preference']);
});

describe('10,000 holders are many, not wrong', () => {
  const many = capTable(Array.from({ length: 10_000 }, (_, i) => ({ stakeholder: `Holder ${i}`, quantity: i + 1 })));
  const { table } = pricedRound(many, series);
  test('their parts sum to exactly 1', () => {
    const parts = ownership(table);
    expect(parts.size).toBe(10_001);
    expect(String(parts.get('Fund'))).toBe('1/5');
    expect(String(fullyDiluted(many))).toBe('50005000');
  });
  test('and their payouts to exactly the exit', () => {
    const terms = { classes: [{ stockClass: 'A', invested: 2e6, seniority: 0 }] };
    const { payouts, classes } = waterfall(table, terms, 5e6);
    expect(classes.map(({ payout }) => String(payout))).toEqual(['3000000', '2000000']);
    expect(payouts.get('Holder 9999')!.toNumber()).toBeCloseTo((3e6 * 10_000) / 50_005_000, 9);
    expect(breakpoints(table, terms).map(({ exit }) => String(exit))).toEqual(['2000000', '10000000']);
  });
});
