import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capTable, POOL, type CapTable } from '@/finance/capTable';
import { explain } from '@/finance/derivation';
import { exitFor } from '@/finance/exitFor';
import { breakpoints } from '@/finance/exitLadder';
import type { ExitTerms } from '@/finance/exitTerms';
import { rational, sum } from '@/finance/rational';
import { counterfactuals, waterfall } from '@/finance/waterfall';
import { equilibria } from '../oracle/waterfall';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const two = capTable([
  { stakeholder: 'Founders', quantity: 8e6 },
  { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 },
]);
const A = { stockClass: 'A', invested: 5e6, seniority: 0 };
const paid = (table: CapTable, terms: ExitTerms, exit: number | string) =>
  waterfall(table, terms, exit).classes.map(({ payout }) => String(payout));

describe('published waterfalls (ovf docs/fixtures.md, docs/debt.md)', () => {
  test.each([
    ['F1 converts', { classes: [A] }, 35e6, ['28000000', '7000000']],
    ['F4 participates', { classes: [{ ...A, participation: 'full' }] }, 35e6, ['24000000', '11000000']],
    ['D5 after debt', { classes: [A], debt: [{ name: 'Loan', principal: 2e6, interest: 4e5, exitFee: 6e4, seniority: 0 }] }, 37_460_000, ['28000000', '7000000']], // prettier-ignore
    ['nothing', { classes: [A] }, 0, ['0', '0']],
  ] as const)('%s', (_, terms, exit, expected) => expect(paid(two, terms, exit)).toEqual(expected));

  const three = capTable([
    { stakeholder: 'Founders', quantity: 8e6 },
    { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 },
    { stakeholder: 'Later fund', stockClass: 'B', quantity: 1.5e6 },
  ]);
  test('F7 pari passu, and the same by rank', () => {
    const B = (seniority: number) => ({ stockClass: 'B', invested: 9e6, seniority });
    expect(paid(three, { classes: [A, B(0)] }, 10e6)).toEqual(['0', '25000000/7', '45000000/7']);
    expect(paid(three, { classes: [{ ...A, seniority: 1 }, B(0)] }, 10e6)).toEqual(['0', '1000000', '9000000']);
  });
  test('D4: lenders of one rank share by their claims; who comes after gets nothing', () => {
    const debt = [1_160_000, 580_000].map((principal, i) => ({ name: `Lender ${i}`, principal, seniority: 0 }));
    const { debts, equity } = waterfall(two, { classes: [A], debt }, 870_000);
    expect(debts.map((debt) => String(debt.paid))).toEqual(['580000', '290000']);
    expect(String(equity)).toBe('0');
  });
  test('a cap: 25 M, 30 M and 50 M (notes §3.4), with what happens there', () => {
    const terms = { classes: [{ ...A, participation: { cap: 2 } }] };
    expect(breakpoints(two, terms).map(({ exit, events }) => `${exit} ${events[0]!.what}`)).toEqual(['5000000 preference paid', '30000000 reaches its cap', '50000000 converts']); // prettier-ignore
    expect(breakpoints(two, { classes: [A] }).map(({ exit }) => String(exit))).toEqual(['5000000', '25000000']);
  });
});

test('options join when a share is worth more than the strike, and the strike joins the pot', () => {
  const table = capTable([
    { stakeholder: 'Founders', quantity: 8 },
    { stakeholder: 'Staff', stockClass: 'Options', quantity: 2 },
    { stakeholder: POOL, quantity: 90 },
  ]);
  const terms = { classes: [{ stockClass: 'Options', strike: 3 }] };
  expect(paid(table, terms, 24)).toEqual(['24', '0']);
  expect(paid(table, terms, 44)).toEqual(['40', '4']);
  expect(breakpoints(table, terms).map(({ exit }) => String(exit))).toEqual(['24']);
});

test('costs come first: a sum and a part of the price', () => {
  const { costs, equity } = waterfall(two, { costs: { fixed: 1e6, fraction: 0.02 } }, 10e6);
  expect([costs, equity].map(String)).toEqual(['1200000', '8800000']);
  expect(String(waterfall(two, { costs: { fixed: 1e6 } }, 10).costs)).toBe('10');
});

const classOf = fc.record({
  shares: fc.integer({ min: 1, max: 40 }).map((n) => n * 25_000),
  invested: fc.integer({ min: 1, max: 60 }).map((n) => n * 50_000),
  multiple: fc.constantFrom(1, 1, 1.5, 2),
  seniority: fc.integer({ min: 0, max: 2 }),
  participation: fc.constantFrom('none', 'none', 'full', 'cap'),
  cap: fc.constantFrom(2, 2.5, 4),
});
const company = fc
  .record({
    common: fc.integer({ min: 1, max: 80 }).map((n) => n * 25_000),
    preferred: fc.array(classOf, { minLength: 0, maxLength: 4 }),
    options: fc.array(fc.record({ shares: fc.integer({ min: 1, max: 9 }).map((n) => n * 10_000), strike: fc.integer({ min: 0, max: 40 }).map((n) => n / 4) }), { maxLength: 2 }), // prettier-ignore
    exit: fc.integer({ min: 0, max: 600 }).map((n) => n * 50_000),
  })
  .map(({ common, preferred, options, exit }) => ({
    exit,
    table: capTable([
      { stakeholder: 'Founders', quantity: common },
      ...preferred.map(({ shares }, i) => ({ stakeholder: `Fund ${i}`, stockClass: `P${i}`, quantity: shares })),
      ...options.map(({ shares }, i) => ({ stakeholder: `Staff ${i}`, stockClass: `O${i}`, quantity: shares })),
    ]),
    terms: {
      classes: [
        ...preferred.map(({ invested, multiple, seniority, participation, cap }, i) => ({
          stockClass: `P${i}`,
          invested,
          multiple,
          seniority,
          participation: participation === 'cap' ? { cap } : (participation as 'none' | 'full'),
        })),
        ...options.map(({ strike }, i) => ({ stockClass: `O${i}`, strike })),
      ],
    } satisfies ExitTerms,
    oracle: [
      { shares: common, preference: 0, seniority: 0 },
      ...preferred.map(({ shares, invested, multiple, seniority, participation, cap }) => ({
        shares,
        preference: invested * multiple,
        seniority,
        cap: participation === 'none' ? undefined : participation === 'full' ? Infinity : invested * cap,
      })),
      ...options.map(({ shares, strike }) => ({ shares, preference: 0, seniority: 0, strike })),
    ],
  }));

describe('laws', () => {
  test('all payouts sum to exactly the exit', () => {
    fc.assert(
      fc.property(company, fc.integer({ min: 0, max: 3e6 }), ({ table, terms, exit }, principal) => {
        const debt = [{ name: 'Loan', principal, interest: '1/3', seniority: 0 }];
        const { costs, debts, payouts } = waterfall(
          table,
          { ...terms, debt, costs: { fixed: 7, fraction: 0.01 } },
          exit,
        );
        expect(sum([costs, ...debts.map((each) => each.paid), ...payouts.values()])).toEqual(rational(exit));
      }),
    );
  });
  test('it is the equilibrium that trying all elections finds, and the only one in payouts', () => {
    fc.assert(
      fc.property(company, ({ table, terms, exit, oracle }) => {
        const own = waterfall(table, terms, exit).classes.map(({ payout }) => payout.toNumber());
        const all = equilibria(oracle, exit);
        expect(all.length).toBeGreaterThan(0);
        for (const payouts of all) payouts.forEach((x, k) => expect(Math.abs(x - own[k]!)).toBeLessThan(1e-3));
      }),
    );
  });
  test('no class gains by the other election', () => {
    fc.assert(
      fc.property(company, ({ table, terms, exit }) => {
        for (const { payout, otherwise } of counterfactuals(table, terms, exit))
          expect(otherwise.compare(payout)).not.toBe(1);
      }),
    );
  });
  test('no payout falls when the exit rises, and between breakpoints each is a line', () => {
    fc.assert(
      fc.property(company, ({ table, terms }) => {
        const at = (exit: number | ReturnType<typeof rational>) => waterfall(table, terms, exit).classes;
        const exits = [rational(0), ...breakpoints(table, terms).map(({ exit }) => exit)];
        exits.push(exits.at(-1)!.add(1e6));
        for (let i = 1; i < exits.length; i++) {
          const [from, to] = [exits[i - 1]!, exits[i]!];
          expect(from.compare(to)).toBeLessThanOrEqual(0);
          const [low, middle, high] = [from, from.add(to).div(2), to].map(at);
          low!.forEach(({ payout }, k) => {
            expect(high![k]!.payout.compare(payout)).toBeGreaterThanOrEqual(0);
            expect(middle![k]!.payout.mul(2)).toEqual(payout.add(high![k]!.payout));
          });
        }
      }),
      { numRuns: 40 },
    );
  });
  test('the exit for an amount gives the amount', () => {
    fc.assert(
      fc.property(company, fc.integer({ min: 1, max: 5e6 }), ({ table, terms }, amount) => {
        const exit = exitFor(table, terms, 'Founders', amount);
        expect(waterfall(table, terms, exit).payouts.get('Founders')).toEqual(rational(amount));
      }),
    );
  });
  test('the working adds up', () => {
    fc.assert(
      fc.property(company, ({ table, terms, exit }) => {
        const { steps } = explain((note) => waterfall(table, { ...terms, costs: { fixed: 5 } }, exit, note));
        expect(faults(steps, 1e-9)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

test('10,000 holders are paid, each in proportion, to the last fraction', () => {
  const holders = Array.from({ length: 10_000 }, (_, i) => ({ stakeholder: `Holder ${i}`, quantity: 1 + (i % 7) }));
  const { payouts } = waterfall(capTable(holders), {}, '1000000/3');
  expect(payouts.size).toBe(10_000);
  expect(sum(payouts.values())).toEqual(rational('1000000/3'));
});

test('exit for an amount: the smallest', () => {
  expect(String(exitFor(two, { classes: [A] }, 'Fund', 0))).toBe('0');
  expect(String(exitFor(two, { classes: [A] }, 'Fund', 5e6))).toBe('5000000'); // the start of the dead zone
});

test('refusals', () => {
  const terms = (change: object): ExitTerms => ({ classes: [{ ...A, ...change }] });
  expect(
    refusals({
      'a negative exit': () => waterfall(two, {}, -1),
      'an exit that is not finite': () => waterfall(two, {}, Infinity),
      'nobody but the pool': () => waterfall(capTable([{ stakeholder: POOL, quantity: 1 }]), {}, 1),
      'a class that nobody holds': () => waterfall(two, terms({ stockClass: 'B' }), 1),
      'a class twice': () => waterfall(two, { classes: [A, A] }, 1),
      'nothing invested': () => waterfall(two, terms({ invested: 0 }), 1),
      'a multiple of 0': () => waterfall(two, terms({ multiple: 0 }), 1),
      'a rank between ranks': () => waterfall(two, terms({ seniority: 0.5 }), 1),
      'a cap below the multiple': () => waterfall(two, terms({ multiple: 2, participation: { cap: 1 } }), 1),
      'a conversion ratio of 0': () => waterfall(two, terms({ conversionRatio: 0 }), 1),
      'a negative strike': () => waterfall(two, { classes: [{ stockClass: 'A', strike: -1 }] }, 1),
      'negative costs': () => waterfall(two, { costs: { fixed: -1 } }, 1),
      'costs of everything': () => waterfall(two, { costs: { fraction: 1 } }, 1),
      'a negative debt': () => waterfall(two, { debt: [{ name: 'Loan', principal: -1, seniority: 0 }] }, 1),
      'a debt without a name': () => waterfall(two, { debt: [{ name: '', principal: 1, seniority: 0 }] }, 1),
      'a stranger': () => exitFor(two, {}, 'Nobody', 1),
      'a negative amount': () => exitFor(two, {}, 'Fund', -1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a cap below the multiple": "DomainError: waterfall: a cap on participation is not below the multiple; got "A: 1"",
      "a class that nobody holds": "DomainError: waterfall: somebody holds the classes that have terms; got "B"",
      "a class twice": "DomainError: waterfall: every class is named once; got "A"",
      "a conversion ratio of 0": "DomainError: waterfall: a conversion ratio is greater than 0; got "A: 0"",
      "a debt without a name": "DomainError: waterfall: every debt has a name; got """,
      "a multiple of 0": "DomainError: waterfall: a multiple is greater than 0; got "A: 0"",
      "a negative amount": "DomainError: exitFor: an amount is not negative; got -1",
      "a negative debt": "DomainError: waterfall: principal, interest and exit fee are not negative; got "Loan: -1, 0, 0"",
      "a negative exit": "DomainError: waterfall: an exit is not negative; got -1",
      "a negative strike": "DomainError: waterfall: a strike price is not negative; got "A: -1"",
      "a rank between ranks": "DomainError: waterfall: seniority is a whole number, 0 for the first; got "A: 0.5"",
      "a stranger": "DomainError: exitFor: the holder is in the table; got "Nobody"",
      "an exit that is not finite": "DomainError: rational: the value is a finite decimal or a fraction like 26/45; got Infinity",
      "costs of everything": "DomainError: waterfall: the costs’ fraction of the exit is in [0, 1); got 1",
      "negative costs": "DomainError: waterfall: costs are not negative; got -1",
      "nobody but the pool": "DomainError: waterfall: somebody holds shares; got [{"stakeholder":"Option pool","stockClass":"Common","quantity":"1"}]",
      "nothing invested": "DomainError: waterfall: what a class has invested is greater than 0; got "A: 0"",
    }
  `);
});
