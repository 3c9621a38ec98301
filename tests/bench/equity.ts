/** The sizes that the finance library promises to be quick at, as candidates of a race, each with its limit. */
import { capTable, type CapTable } from '@/finance/capTable';
import { breakpoints } from '@/finance/exitLadder';
import type { ExitTerms, PreferredTerms } from '@/finance/exitTerms';
import { pricedRound } from '@/finance/pricedRound';
import { runwayPath } from '@/finance/simulate/runwayPath';
import { simulatePaths } from '@/finance/simulate/monteCarlo';
import { waterfall } from '@/finance/waterfall';
import type { Candidate } from './race';

/** 200 holders in 12 classes, in fractions of shares, as rounds leave them. */
const holders = capTable(
  Array.from({ length: 200 }, (_, i) => ({
    stakeholder: `Holder ${i}`,
    stockClass: i % 12 === 0 ? 'Common' : `Series ${i % 12}`,
    quantity: `${1_234_567 + 7919 * i}/${7 + (i % 5)}`,
  })),
);
const rights = ['full', 'none', { cap: 2 }] as const;
const terms: ExitTerms = {
  classes: Array.from({ length: 11 }, (_, k): PreferredTerms => {
    const stockClass = `Series ${k + 1}`;
    return { stockClass, invested: 1_000_137 * (k + 1), seniority: k % 4, participation: rights[k % 3]! };
  }),
};

/** Ten rounds after one another, each with two investors, a pool target and a SAFE, on 170 holders; 200 at the end. */
function tenRounds(): CapTable {
  let table = capTable(Array.from({ length: 170 }, (_, i) => ({ stakeholder: `Holder ${i}`, quantity: 100_000 + i })));
  for (let i = 1; i <= 10; i++) {
    const investments = ['A', 'B'].map((who, k) => ({ stakeholder: `${who}${i}`, amount: 2_000_000 + 1000 * k + i }));
    const safe = { type: 'post-money SAFE', stakeholder: `Angel ${i}`, amount: 1e5, cap: 8e6 } as const;
    const conversion = { conversionMethod: 'percentage-ownership', convertibles: [safe] } as const;
    table = pricedRound(table, {
      name: `Round ${i}`,
      preMoney: 1e7 * i,
      investments,
      poolTarget: 0.1,
      ...conversion,
    }).table;
  }
  return table;
}

const MONTHS = 60;
/** A company with everything that can happen to one: unknown growth, a training run that may fail, two rounds that may not come. */
const runway = runwayPath({
  ...{
    months: MONTHS,
    openingCash: 5e6,
    revenue: 1e5,
    shock: 0.1,
    grossMargin: 0.6,
    expenses: 4e5,
    expenseGrowth: 0.01,
  },
  growth: (random) => 0.05 + 0.02 * random.normal(),
  trainingRuns: [{ month: 12, cost: 1e6, failure: 0.2 }],
  rounds: [
    { month: 18, amount: 1e7, probability: 0.7 },
    { month: 36, amount: 3e7, probability: 0.5 },
  ],
});

export const equityWorkloads: readonly (Candidate & { readonly limitMs: number })[] = [
  { name: 'cap table, 10 rounds, 200 holders', limitMs: 20, run: tenRounds },
  { name: 'waterfall, 12 classes, 200 holders', limitMs: 20, run: () => waterfall(holders, terms, 123_456_789) },
  { name: 'breakpoints, 12 classes, 200 holders', limitMs: 300, run: () => breakpoints(holders, terms) },
  {
    name: 'runway, 100,000 paths of 60 months',
    limitMs: 1000,
    run: () => simulatePaths(runway, MONTHS, { paths: 100_000, seed: 1 }),
  },
];
