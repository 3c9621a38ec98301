import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capTable, fullyDiluted, ownership, POOL, type CapTable } from '@/finance/capTable';
import { pricedRound, type PricedRound, type PricedRoundTerms } from '@/finance/pricedRound';
import { rational, sum, type Rational } from '@/finance/rational';
import { NoSolutionError } from '@/lib/errors';

const one = rational(1);
const founders = capTable([
  { stakeholder: 'Ada', quantity: 6_000_000 },
  { stakeholder: 'Bo', quantity: 4_000_000 },
]);
const seriesA: PricedRoundTerms = {
  name: 'Series A',
  preMoney: 20_000_000,
  investments: [{ stakeholder: 'Fund', amount: 5_000_000 }],
};

type Quantity = 'pricePerShare' | 'effectivePreMoney' | 'newShares' | 'poolIncrease';
type Case = {
  readonly id: string;
  readonly source: string;
  readonly holdings: Readonly<Record<string, number | string>>;
  readonly preMoney: number;
  readonly investments: Readonly<Record<string, number>>;
  readonly poolTarget?: number;
  readonly tolerance?: number;
  readonly exact?: Readonly<Partial<Record<Quantity, string>>>;
  readonly expected: Readonly<Partial<Record<Quantity | 'sharesAfter', number>>> & {
    readonly ownership?: Readonly<Record<string, number>>;
  };
};
const cases = JSON.parse(readFileSync(new URL('pricedRound.cases.json', import.meta.url), 'utf8')) as Case[];

describe('published rounds', () => {
  test.each(cases)(
    '$id',
    ({ holdings, preMoney, investments, poolTarget, tolerance = 1e-12, exact = {}, expected }) => {
      const round = pricedRound(
        capTable(Object.entries(holdings).map(([stakeholder, quantity]) => ({ stakeholder, quantity }))),
        {
          name: 'Series A',
          preMoney,
          investments: Object.entries(investments).map(([stakeholder, amount]) => ({ stakeholder, amount })),
          poolTarget,
        },
      );
      const near = (actual: Rational, value: number) =>
        expect(Math.abs(actual.toNumber() - value), `${actual.toNumber()} is not ${value}`).toBeLessThanOrEqual(
          tolerance * value,
        );
      const { ownership: parts = {}, sharesAfter, ...numbers } = expected;
      for (const [key, value] of Object.entries(numbers)) near(round[key as Quantity], value);
      if (sharesAfter !== undefined) near(fullyDiluted(round.table), sharesAfter);
      for (const [who, value] of Object.entries(parts)) near(ownership(round.table).get(who)!, value);
      for (const [key, value] of Object.entries(exact)) expect(String(round[key as Quantity])).toBe(value);
    },
  );

  test('an 80 % stake diluted by 20 % and then by 25 % is 48 % (cap-table-math@6955a11 tests/math.test.js)', () => {
    const start = capTable([
      { stakeholder: 'You', quantity: 80 },
      { stakeholder: 'Others', quantity: 20 },
    ]);
    const first = pricedRound(start, { ...seriesA, preMoney: 8, investments: [{ stakeholder: 'A', amount: 2 }] });
    const second = pricedRound(first.table, {
      name: 'Series B',
      preMoney: 3,
      investments: [{ stakeholder: 'B', amount: 1 }],
    });
    expect([first, second].map((round) => String(round.dilution))).toEqual(['1/5', '1/4']);
    expect(String(ownership(second.table).get('You'))).toBe('12/25');
  });

  test('the manuscript’s rounds, sold for 15, 20 and 15 %, leave the founders 289/500', () => {
    const terms: [number, string][] = [[1, '17/3'], [5, '20'], [8, '136/3']]; // prettier-ignore
    const table = terms.reduce<CapTable>(
      (before, [amount, preMoney], i) =>
        pricedRound(before, {
          name: `Round ${i + 1}`,
          preMoney,
          investments: [{ stakeholder: `Investor ${i + 1}`, amount }],
        }).table,
      capTable([{ stakeholder: 'Founders', quantity: 1_000_000 }]),
    );
    expect([...ownership(table).values()].map(String)).toEqual(['289/500', '51/500', '17/100', '3/20']);
  });
});

const amount = fc.integer({ min: 1, max: 10 ** 9 });
const shares = fc.integer({ min: 1, max: 10 ** 9 });
/** A company with a pool or without, a round of one to five investors, and a target that leaves something. */
const deal = fc
  .record({
    quantities: fc.array(shares, { minLength: 1, maxLength: 6 }),
    pool: fc.option(shares, { nil: undefined }),
    preMoney: amount,
    amounts: fc.array(amount, { minLength: 1, maxLength: 5 }),
    room: fc.integer({ min: 0, max: 98 }),
  })
  .map(({ quantities, pool, preMoney, amounts, room }) => {
    const table = capTable([
      ...quantities.map((quantity, i) => ({ stakeholder: `Holder ${i}`, quantity })),
      ...(pool === undefined ? [] : [{ stakeholder: POOL, quantity: pool }]),
    ]);
    const terms = {
      name: 'Series A',
      preMoney,
      investments: amounts.map((value, i) => ({ stakeholder: `Fund ${i}`, amount: value })),
    };
    // Between what the round leaves of the pool and all that investors leave, in hundredths of the way.
    const free = rational(preMoney).div(sum([preMoney, ...amounts]));
    const least = pool === undefined ? rational(0) : rational(pool).div(fullyDiluted(table)).mul(free);
    const poolTarget = least.add(free.sub(least).mul(room).div(100));
    return { table, terms, poolTarget };
  });
const of = (round: PricedRound, who: string) => ownership(round.table).get(who) ?? rational(0);

describe('identities', () => {
  test('ownership sums to exactly 1, and shares times price to exactly the post-money value', () => {
    fc.assert(
      fc.property(deal, ({ table, terms, poolTarget }) => {
        const round = pricedRound(table, { ...terms, poolTarget });
        expect(sum(ownership(round.table).values())).toEqual(one);
        expect(fullyDiluted(round.table).mul(round.pricePerShare)).toEqual(round.postMoney);
        expect(round.preMoney.add(round.investment)).toEqual(round.postMoney);
        expect(round.effectivePreMoney.add(round.poolIncrease.mul(round.pricePerShare))).toEqual(round.preMoney);
      }),
    );
  });
  test('every investor has amount ÷ post-money, whatever the pool: new money does not pay for it', () => {
    fc.assert(
      fc.property(deal, ({ table, terms, poolTarget }) => {
        const round = pricedRound(table, { ...terms, poolTarget });
        for (const { stakeholder, amount: paid } of terms.investments) {
          expect(of(round, stakeholder)).toEqual(rational(paid).div(round.postMoney));
        }
        expect(of(round, POOL)).toEqual(poolTarget);
      }),
    );
  });
  test('what the pool gains is what earlier holders lose, each in proportion', () => {
    fc.assert(
      fc.property(deal, ({ table, terms, poolTarget }) => {
        const [without, round] = [pricedRound(table, terms), pricedRound(table, { ...terms, poolTarget })];
        const holders = table.map((h) => h.stakeholder).filter((who) => who !== POOL);
        const lost = holders.map((who) => of(without, who).sub(of(round, who)));
        expect(sum(lost)).toEqual(of(round, POOL).sub(of(without, POOL)));
        for (const who of holders) expect(of(round, who)).toEqual(ownership(table).get(who)!.mul(round.retention));
      }),
    );
  });
  test('the order of investors is irrelevant', () => {
    fc.assert(
      fc.property(deal, ({ table, terms, poolTarget }) => {
        const round = pricedRound(table, { ...terms, poolTarget });
        const reversed = pricedRound(table, { ...terms, poolTarget, investments: terms.investments.toReversed() });
        expect(reversed.pricePerShare).toEqual(round.pricePerShare);
        expect(new Map([...ownership(reversed.table)].sort())).toEqual(new Map([...ownership(round.table)].sort()));
      }),
    );
  });
  test('one investor or the same money from two: the same for everybody else', () => {
    fc.assert(
      fc.property(deal, ({ table, terms, poolTarget }) => {
        const round = pricedRound(table, { ...terms, poolTarget });
        const together = {
          ...terms,
          poolTarget,
          investments: [{ stakeholder: 'Syndicate', amount: round.investment }],
        };
        expect(pricedRound(table, together).retention).toEqual(round.retention);
      }),
    );
  });
  test('a pool of 0 % equals no pool', () => {
    expect(pricedRound(founders, { ...seriesA, poolTarget: 0 })).toEqual(pricedRound(founders, seriesA));
  });
  test('a holder who takes part in the round has one holding of each class', () => {
    const { table } = pricedRound(founders, {
      ...seriesA,
      investments: [{ stakeholder: 'Ada', amount: 2e6 }, { stakeholder: 'Ada', amount: 3e6 }], // prettier-ignore
    });
    expect(table.map((h) => `${h.stakeholder} ${h.stockClass} ${h.quantity}`)).toEqual([
      'Ada Common 6000000',
      'Bo Common 4000000',
      'Ada Series A 2500000',
    ]);
    expect(String(ownership(table).get('Ada'))).toBe('17/25');
  });
  test('the table before is left as it was', () => {
    const before = JSON.stringify(founders);
    pricedRound(founders, { ...seriesA, poolTarget: 0.1 });
    expect(JSON.stringify(founders)).toBe(before);
  });
});

describe('refusals', () => {
  const round =
    (change: Partial<PricedRoundTerms>, table = founders) =>
    () =>
      pricedRound(table, { ...seriesA, ...change });
  const withPool = capTable([
    { stakeholder: 'Ada', quantity: 8 },
    { stakeholder: POOL, quantity: 2 },
  ]);

  test('no name', () => {
    expect(round({ name: '' })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the round has a name; got ""]`,
    );
  });
  test('nobody before', () => {
    expect(round({}, [])).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: somebody holds shares before the round; got []]`,
    );
    expect(round({}, capTable([{ stakeholder: POOL, quantity: 1 }]))).toThrow('somebody holds shares before the round');
  });
  test('nobody invests', () => {
    expect(round({ investments: [] })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: at least one investor takes part; got []]`,
    );
  });
  test('an investor without a name', () => {
    expect(round({ investments: [{ stakeholder: '', amount: 1 }] })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: an investor has a name of its own; got ""]`,
    );
  });
  test('the pool as an investor', () => {
    expect(round({ investments: [{ stakeholder: POOL, amount: 1 }] })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: an investor has a name of its own; got "Option pool"]`,
    );
  });
  test('a pre-money value of 0', () => {
    expect(round({ preMoney: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the pre-money value is greater than 0; got 0]`,
    );
  });
  test('a negative pre-money value', () => {
    expect(round({ preMoney: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the pre-money value is greater than 0; got -1]`,
    );
  });
  test('an investment of 0', () => {
    expect(round({ investments: [{ stakeholder: 'Fund', amount: 0 }] })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: every investment is greater than 0; got "Fund: 0"]`,
    );
  });
  test('an investment that is not finite', () => {
    expect(round({ investments: [{ stakeholder: 'Fund', amount: Infinity }] })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: rational: the value is a finite decimal or a fraction like 26/45; got Infinity]`,
    );
  });
  test('a negative pool target', () => {
    expect(round({ poolTarget: -0.1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the pool target is in [0, 1); got -0.1]`,
    );
  });
  test('a pool target of the whole company', () => {
    expect(round({ poolTarget: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the pool target is in [0, 1); got 1]`,
    );
  });
  test('a pool target below what is left of the pool', () => {
    expect(round({ poolTarget: 0.1 }, withPool)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: pricedRound: the pool target is at least 0.16, what is left of the pool; got 0.1]`,
    );
    expect(String(pricedRound(withPool, { ...seriesA, poolTarget: '4/25' }).poolIncrease)).toBe('0');
  });
  test('investors and pool that ask for the whole company have no solution', () => {
    expect(round({ poolTarget: 0.8 })).toThrowErrorMatchingInlineSnapshot(
      `[NoSolutionError: pricedRound: investors and pool together take less than the whole company; got 20.00 % + 80.00 % in "Series A"]`,
    );
    expect(round({ poolTarget: 0.8 })).toThrow(NoSolutionError);
    expect(round({ poolTarget: 0.799 })).not.toThrow();
  });
});
