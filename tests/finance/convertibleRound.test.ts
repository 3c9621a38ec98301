/** SAFEs, notes and protected series in a priced round; the expected fractions are derived by hand in the sources named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversionPriceAfter } from '@/finance/antiDilution';
import { capTable, fullyDiluted, ownership, POOL, type CapTable } from '@/finance/capTable';
import type { Convertible } from '@/finance/convertible';
import { explain } from '@/finance/derivation';
import { pricedRound, whoPaysForPool, type PricedRoundTerms } from '@/finance/pricedRound';
import { rational, sum } from '@/finance/rational';
import { LEGAL } from '@/finance/rounding';
import { NoSolutionError } from '@/lib/errors';
import { faults } from '../support/formula';

const founders = capTable([{ stakeholder: 'Founders', quantity: 8e6 }]);
const series: PricedRoundTerms = {
  name: 'Series A',
  preMoney: 12e6,
  investments: [{ stakeholder: 'Fund', amount: 3e6 }],
  conversionMethod: 'percentage-ownership',
};
const angel = (terms: object) => ({ stakeholder: 'Angel', amount: 1e6, ...terms }) as Convertible;
const round = (terms: Partial<PricedRoundTerms>, table: CapTable = founders) =>
  pricedRound(table, { ...series, ...terms });
const part = (table: CapTable, who: string) => String(ownership(table).get(who));

describe('published rounds with conversions, exactly', () => {
  test('EP1: a pool with grants, a 10 % target, one post-money SAFE (ovf docs/rounds.md)', () => {
    const table = capTable([
      { stakeholder: 'Founders', quantity: 8e6 },
      { stakeholder: 'Staff', stockClass: 'Options', quantity: 5e5 },
      { stakeholder: POOL, quantity: 5e5 },
    ]);
    const result = round({ poolTarget: 0.1, convertibles: [angel({ type: 'post-money SAFE', cap: 10e6 })] }, table);
    expect(String(fullyDiluted(result.table))).toBe('95000000/7');
    expect(String(result.pricePerShare)).toBe('21/19');
    expect(
      result.conversions.map(({ basis, shares, conversionPrice }) => [basis, `${shares}`, `${conversionPrice}`]),
    ).toEqual([['cap', '1000000', '1']]);
    expect([String(result.poolIncrease), String(result.newShares), String(result.margin)]).toEqual([
      '6000000/7',
      '19000000/7',
      '63/100',
    ]);
    expect(['Founders', 'Angel', 'Fund'].map((who) => part(result.table, who))).toEqual(['56/95', '7/95', '1/5']);
  });

  test('YC1-Q2: the guide’s Example 1, with the price that its rounding hides', () => {
    const table = capTable([
      { stakeholder: 'Founders', quantity: 9.25e6 },
      { stakeholder: 'Staff', stockClass: 'Options', quantity: 650_000 },
      { stakeholder: POOL, quantity: 100_000 },
    ]);
    const { pricePerShare, conversions } = round(
      {
        preMoney: 15e6,
        investments: [{ stakeholder: 'Fund', amount: 5e6 }],
        poolIncrease: 1_695_000,
        convertibles: [
          { stakeholder: 'A', type: 'post-money SAFE', amount: 200_000, cap: 4e6 },
          { stakeholder: 'B', type: 'post-money SAFE', amount: 800_000, cap: 8e6 },
        ],
      },
      table,
    );
    expect(String(pricePerShare)).toBe('51000/45763');
    expect(conversions.map(({ shares }) => String(shares))).toEqual(['10000000/17', '20000000/17']);
  });

  test.each([
    ['pre-money', '8', '28/5'],
    ['percentage-ownership', '46/7', '23/5'],
    ['dollars-invested', '53/7', '53/10'],
  ] as const)('Cooley: the same deal by the %s method', (conversionMethod, price, conversionPrice) => {
    const result = round(
      {
        conversionMethod,
        preMoney: 8e6,
        investments: [{ stakeholder: 'Fund', amount: 2e6 }],
        convertibles: [angel({ type: 'post-money SAFE', discount: 0.3 })],
      },
      capTable([{ stakeholder: 'Founders', quantity: 1e6 }]),
    );
    expect(String(result.pricePerShare)).toBe(price);
    expect(String(result.conversions[0]!.conversionPrice)).toBe(conversionPrice);
  });

  test('an MFN SAFE takes over cap and discount together, or converts at the price of the round', () => {
    const later = angel({ stakeholder: 'Later', type: 'post-money SAFE', cap: 10e6, discount: 0.1 });
    const mfn = (elects?: string) => angel({ type: 'MFN SAFE', ...(elects ? { elects } : {}) });
    const [taken, own] = [round({ convertibles: [mfn('Later'), later] }), round({ convertibles: [mfn(), later] })];
    expect(taken.conversions[0]!.shares).toEqual(taken.conversions[1]!.shares);
    expect(own.conversions[0]).toMatchObject({ basis: 'round price', conversionPrice: own.pricePerShare });
  });

  test('a fixed 7 % is 7 % of what a post-money SAFE counts', () => {
    const yc = angel({ type: 'fixed percentage SAFE', percentage: 0.07, amount: 125_000 });
    const { table, conversions } = round({ convertibles: [yc] });
    expect(conversions[0]!.shares.div(conversions[0]!.shares.add(8e6)).toString()).toBe('7/100');
    expect(part(table, 'Angel')).toBe('7/125'); // less the fifth of the new money
  });
});

describe('notes', () => {
  const note = {
    type: 'convertible note',
    stakeholder: 'Angel',
    principal: 5e5,
    rate: 0.06,
    days: 365,
    dayCount: 365,
  } as const;
  test('convert with their interest, at the better of cap and discount', () => {
    const { conversions } = round({ convertibles: [{ ...note, cap: 8e6, capBase: 8e6, discount: 0.2 }] });
    expect(conversions[0]).toMatchObject({ basis: 'cap', amount: rational(530_000), shares: rational(530_000) });
  });
  test('do not convert below the threshold of a qualified financing', () => {
    expect(() => round({ convertibles: [{ ...note, qualifiedFinancing: 5e6 }] })).toThrowErrorMatchingInlineSnapshot(
      `[NoSolutionError: pricedRound: the new money reaches the note's threshold of a qualified financing; got 3000000 of 5000000 for Angel]`,
    );
    expect(() => round({ convertibles: [{ ...note, qualifiedFinancing: 3e6 }] })).not.toThrow();
  });
});

describe('who pays for the pool', () => {
  test('before the money: those who were there; after: the new investor too', () => {
    const [before, after] = (['before', 'after'] as const).map((poolTiming) => ({
      ...series,
      poolTarget: 0.1,
      poolTiming,
    }));
    const paid = (terms: PricedRoundTerms) => [...whoPaysForPool(founders, terms)].map(([who, x]) => `${who} ${x}`);
    expect(paid(before!)).toEqual(['Founders 1/10', 'Fund 0']);
    expect(paid(after!)).toEqual(['Founders 2/25', 'Fund 1/50']);
    expect(part(pricedRound(founders, after!).table, POOL)).toBe('1/10');
  });
});

test('a pro rata right: the same part of the new shares as of those before the money', () => {
  const { table, newShares } = round({
    proRata: ['Angel'],
    convertibles: [angel({ type: 'post-money SAFE', cap: 10e6 })],
  });
  const bought = table.find((holding) => holding.stakeholder === 'Angel' && holding.stockClass === 'Series A')!;
  expect(bought.quantity.div(newShares).toString()).toBe('1/10');
  expect(part(table, 'Angel')).toBe('1/10');
});

test('legal rounding floors shares and rounds the price up, at the edge', () => {
  const rounded = round({ rounding: LEGAL, preMoney: 10e6, investments: [{ stakeholder: 'Fund', amount: 1e6 }] }, capTable([{ stakeholder: 'Founders', quantity: 3e6 }])); // prettier-ignore
  expect([rounded.pricePerShare.toFixed(6), String(rounded.newShares)]).toEqual(['3.333400', '299994']);
});

const money = fc.integer({ min: 1, max: 50 }).map((n) => n * 100_000);
const safe = fc.record({
  type: fc.constantFrom('post-money SAFE', 'pre-money SAFE') as fc.Arbitrary<'post-money SAFE'>,
  amount: fc.integer({ min: 1, max: 10 }).map((n) => n * 50_000),
  cap: fc.option(
    fc.integer({ min: 20, max: 300 }).map((n) => n * 100_000),
    { nil: undefined },
  ),
  discount: fc.option(
    fc.integer({ min: 0, max: 40 }).map((n) => `${n}/100`),
    { nil: undefined },
  ),
});
const deal = fc.record({
  safes: fc.array(safe, { maxLength: 4 }),
  preMoney: fc.integer({ min: 50, max: 400 }).map((n) => n * 100_000),
  amount: money,
  pool: fc.integer({ min: 0, max: 900_000 }),
  poolTarget: fc.option(
    fc.integer({ min: 10, max: 20 }).map((n) => `${n}/100`),
    { nil: undefined },
  ),
  conversionMethod: fc.constantFrom('pre-money', 'percentage-ownership', 'dollars-invested'),
  oldPrice: fc.integer({ min: 1, max: 80 }).map((n) => `${n}/10`),
  protection: fc.constantFrom('broad', 'full ratchet'),
});
const build = ({
  safes,
  preMoney,
  amount,
  pool,
  poolTarget,
  conversionMethod,
  oldPrice,
  protection,
}: typeof deal extends fc.Arbitrary<infer D> ? D : never) => {
  const table = capTable([
    { stakeholder: 'Founders', quantity: 8e6 },
    { stakeholder: 'Seed fund', stockClass: 'Seed', quantity: 2e6 },
    ...(pool > 0 ? [{ stakeholder: POOL, quantity: pool }] : []),
  ]);
  const terms: PricedRoundTerms = {
    name: 'Series A',
    preMoney,
    investments: [{ stakeholder: 'Fund', amount }],
    poolTarget,
    conversionMethod,
    convertibles: safes.map((one, i) => ({ ...one, stakeholder: `Angel ${i}` })),
    protections: [{ stockClass: 'Seed', protection, conversionPrice: oldPrice }],
  };
  return { table, terms, oldPrice, protection, amount };
};
/** A drawn round, unless it asks for too much: then the refusal is the answer, and there is nothing more to say. */
const solve = (table: CapTable, terms: PricedRoundTerms) => {
  try {
    return pricedRound(table, terms);
  } catch (error) {
    if (error instanceof NoSolutionError || String(error).includes('what is left of the pool')) return undefined;
    throw error;
  }
};

describe('identities', () => {
  let solved = 0;
  test('each claim is what its contract says, at the price that came out; all parts sum to exactly 1', () => {
    fc.assert(
      fc.property(deal, (drawn) => {
        const { table, terms, oldPrice, protection, amount } = build(drawn);
        const result = solve(table, terms);
        if (!result) return;
        solved++;
        const { pricePerShare: P, conversions, newShares, poolIncrease } = result;
        expect(sum(ownership(result.table).values())).toEqual(rational(1));
        expect(newShares.mul(P)).toEqual(rational(amount));
        const existing = sum([10e6, drawn.pool, poolIncrease]);
        const all = fullyDiluted(result.table).sub(newShares);
        conversions.forEach(({ shares, amount: paid }, k) => {
          const { type, cap, discount = 0 } = drawn.safes[k]!;
          const base = type === 'post-money SAFE' ? all.sub(poolIncrease) : existing;
          const offers = [P.mul(rational(1).sub(discount)), ...(cap === undefined ? [] : [rational(cap).div(base)])];
          const best = offers.reduce((a, b) => (a.compare(b) < 0 ? a : b));
          expect(paid.div(shares)).toEqual(best);
        });
        const valued = drawn.conversionMethod === 'pre-money' ? existing : all;
        const value = sum([
          terms.preMoney,
          ...(drawn.conversionMethod === 'dollars-invested' ? conversions.map((c) => c.amount) : []),
        ]);
        expect(valued.mul(P)).toEqual(value);
        const CP2 = conversionPriceAfter(protection, oldPrice, 10e6, { shares: newShares, consideration: amount });
        expect(result.protections[0]!.factor).toEqual(rational(oldPrice).div(CP2));
      }),
    );
    expect(solved).toBeGreaterThan(50);
  });
  test('an unrelated post-money SAFE leaves another’s part before the money as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 300 }), (cap) => {
        const one = angel({ type: 'post-money SAFE', cap: 5e6 });
        const other = angel({ stakeholder: 'Other', type: 'post-money SAFE', amount: 5e5, cap: cap * 100_000 });
        const [alone, both] = [[one], [one, other]].map((convertibles) => round({ convertibles }));
        expect(part(both!.table, 'Angel')).toBe(part(alone!.table, 'Angel'));
      }),
      { numRuns: 20 },
    );
  });
});

test('the working adds up, formula by formula', () => {
  const convertibles: Convertible[] = [
    angel({ type: 'post-money SAFE', cap: 10e6 }),
    angel({ stakeholder: 'B', type: 'pre-money SAFE', discount: 0.2 }),
    angel({ stakeholder: 'YC', type: 'fixed percentage SAFE', percentage: 0.07 }),
  ];
  for (const conversionMethod of ['pre-money', 'percentage-ownership', 'dollars-invested'] as const) {
    const terms = { ...series, conversionMethod, convertibles, poolTarget: 0.1 };
    const { steps, result } = explain((note) => pricedRound(founders, terms, note));
    expect(faults(steps)).toEqual([]);
    expect(steps.find(({ symbol }) => symbol === 'P')!.exact).toBe(String(result.pricePerShare));
    expect(steps.map(({ symbol }) => symbol).join(' ')).toBe('I C s T P N p1 S1 p2 S2 S3 D');
  }
});

test('the working shows a series that is adjusted, and none that is not', () => {
  const table = capTable([
    { stakeholder: 'Founders', quantity: 8e6 },
    { stakeholder: 'Seed fund', stockClass: 'Seed', quantity: 2e6 },
    { stakeholder: 'Angel', stockClass: 'Angel', quantity: 1e6 },
  ]);
  const working = (protection: 'broad' | 'full ratchet', conversionPrice: number) => {
    const protections = [{ stockClass: 'Angel', protection: 'broad', conversionPrice: 0.5 } as const, { stockClass: 'Seed', protection, conversionPrice }]; // prettier-ignore
    return explain((note) => pricedRound(table, { ...series, protections }, note)).steps;
  };
  for (const protection of ['broad', 'full ratchet'] as const) {
    expect(faults(working(protection, 2))).toEqual([]);
    expect(
      working(protection, 2)
        .map(({ symbol }) => symbol)
        .at(-1),
    ).toBe('n2');
    expect(
      working(protection, 1)
        .map(({ symbol }) => symbol)
        .at(-1),
    ).toBe('N');
  }
});

describe('refusals', () => {
  const refuse = (convertibles: readonly Convertible[], terms: Partial<PricedRoundTerms> = {}) => expect(() => round({ convertibles, ...terms })); // prettier-ignore
  test('SAFEs that add up to all of the company', () => {
    refuse([angel({ type: 'post-money SAFE', amount: 6e6, cap: 10e6 }), angel({ stakeholder: 'B', type: 'post-money SAFE', amount: 4e6, cap: 10e6 })]).toThrowErrorMatchingInlineSnapshot(`[NoSolutionError: pricedRound: investors, pool and conversions together take less than the whole company; got 20.00 % + 0.00 % + 80.00 % in "Series A"]`); // prettier-ignore
    refuse([angel({ type: 'fixed percentage SAFE', percentage: 0.5 }), angel({ stakeholder: 'B', type: 'post-money SAFE', amount: 6e6, cap: 10e6 })]).toThrow(NoSolutionError); // prettier-ignore
  });
  test('no conversion method', () => {
    refuse([angel({ type: 'post-money SAFE' })], { conversionMethod: undefined }).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the conversion method is chosen: pre-money, percentage-ownership or dollars-invested; got undefined]`,
    );
  });
  test('a cap of 0', () => {
    refuse([angel({ type: 'post-money SAFE', cap: 0 })]).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: a valuation cap is greater than 0; got 0]`,
    );
  });
  test('a discount of 100 %', () => {
    refuse([angel({ type: 'pre-money SAFE', discount: 1 })]).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: a discount is in [0, 1); got 1]`,
    );
  });
  test('a SAFE for nothing', () => {
    refuse([angel({ type: 'post-money SAFE', amount: 0 })]).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: every convertible is for more than 0; got "Angel: 0"]`,
    );
  });
  test('a percentage of everything', () => {
    refuse([angel({ type: 'fixed percentage SAFE', percentage: 1 })]).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the percentage of a SAFE is in (0, 1); got 1]`,
    );
  });
  test('an MFN SAFE whose model is not there', () => {
    refuse([angel({ type: 'MFN SAFE', elects: 'Nobody' })]).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: an MFN SAFE elects the cap and discount of another instrument; got "Nobody"]`,
    );
  });
  test('a convertible without a holder', () => {
    refuse([angel({ stakeholder: ' ', type: 'MFN SAFE' })]).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the holder of a convertible has a name of its own; got " "]`,
    );
  });
  test('target and increase at once', () => {
    refuse([], { poolTarget: 0.1, poolIncrease: 1 }).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the pool has a target or an increase, not both; got [0.1, 1]]`,
    );
  });
  test('a negative increase of the pool', () => {
    refuse([], { poolIncrease: -1 }).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the increase of the pool is not negative; got -1]`,
    );
  });
  test('a pro rata right of a stranger', () => {
    refuse([], { proRata: ['Stranger'] }).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: a pro rata right belongs to a holder; got "Stranger"]`,
    );
  });
  test('protection of a class that nobody holds', () => {
    refuse([], { protections: [{ stockClass: 'Seed', protection: 'broad', conversionPrice: 1 }] }).toThrowErrorMatchingInlineSnapshot(`[DomainError: pricedRound: a protected class is in the table; got "Seed"]`); // prettier-ignore
  });
  test('a narrow base that is not stated', () => {
    refuse([], { protections: [{ stockClass: 'Common', protection: 'narrow', conversionPrice: 1 }] }).toThrowErrorMatchingInlineSnapshot(`[DomainError: pricedRound: a narrow base is stated in shares outstanding; got "Common"]`); // prettier-ignore
  });
});
