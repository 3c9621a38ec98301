import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { irr, irrAt, mirr, onlyRate, xirr } from '@/finance/internalRate';
import { npv, npvAt, xnpv } from '@/finance/netPresentValue';
import { refusals } from '../support/refusals';

const amount = fc.integer({ min: -100_000, max: 100_000 });
/** Flows by day, counted from 2001-01-01. */
const dated = (...flows: readonly (readonly [number, number])[]) =>
  flows.map(([days, sum]) => ({
    date: new Date(Date.UTC(2001, 0, 1) + days * 86_400_000).toISOString().slice(0, 10),
    amount: sum,
  }));

describe('irr', () => {
  test.each([
    // formulajs/formulajs issues #174 and #197, and test/financial.js; RayDeCampo/nodejs-xirr; ovf docs/pme-fixtures.md
    ['two flows', [-15_000, 6_630], [-0.558]],
    ['almost all lost', [-100, 0, 0, 0, 1], [0.01 ** 0.25 - 1]],
    ['two roots', [-100, 230, -132], [0.1, 0.2]],
    ['formulajs test', [-75_000, 12_000, 15_000, 18_000, 21_000, 24_000], [0.05715142887178467]],
    [
      'formulajs #197, with its number put right',
      [-9_765_000, -24_338_874, -3_354_506, 814_300, 1_595_562, 1_975_118, 1_688_159, 391_944],
      [-0.3392341905],
    ],
    ['a root and one below −60 %', [-100, 150, -44], [-0.6, 0.1]],
    ['a lead of nothing', [0, 0, -100, 110], [0.1]],
    ['touching', [-100, 200, -100], [0]],
  ])('%s', (_, flows, rates) => {
    const found = irr(flows);
    expect(found.unique).toBe(rates.length === 1);
    expect(found.rates.length).toBe(rates.length);
    found.rates.forEach((rate, j) => expect(rate).toBeCloseTo(rates[j]!, 9));
  });

  test('the present value at every rate is 0 to 1e-9 of the discounted flows', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 2, maxLength: 40 }), (flows) => {
        fc.pre(flows.some((x) => x < 0) && flows.some((x) => x > 0));
        let rates: readonly number[] = [];
        try {
          rates = irr(flows).rates;
        } catch (error) {
          expect((error as Error).name).toBe('NoSolutionError');
        }
        for (const rate of rates) {
          const size = npv(rate, flows.map(Math.abs));
          expect(Math.abs(npv(rate, flows))).toBeLessThanOrEqual(1e-9 * size);
        }
      }),
    );
  });

  test('an investment that pays back has one rate, at most 1e-9 of the plain flows off', () => {
    const investment = fc.tuple(
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(fc.integer({ min: 0, max: 1e5 }), { minLength: 1, maxLength: 120 }),
    );
    fc.assert(
      fc.property(investment, ([paid, back]) => {
        fc.pre(back.reduce((a, b) => a + b, 0) >= paid);
        const flows = [-paid, ...back];
        const rate = onlyRate('test', irr(flows));
        expect(rate).toBeGreaterThanOrEqual(-1e-12);
        const size = flows.reduce((sum, x) => sum + Math.abs(x), 0);
        expect(Math.abs(npv(rate, flows))).toBeLessThanOrEqual(1e-9 * size);
      }),
    );
  });

  test('scaling the money changes nothing', () => {
    const flows = [-5, 10.5, 1, -8, 1];
    const far = (x: number) => irr(flows.map((flow) => flow * x)).rates;
    for (const scale of [1e-200, 1e200, -3]) {
      far(scale).forEach((rate, j) => expect(rate).toBeCloseTo(irr(flows).rates[j]!, 12));
    }
  });
});

describe('xirr', () => {
  test('the present value at the rate is 0, and the order of the flows does not matter', () => {
    // A loss or a gain within days may be no double as a yearly rate: from a month on.
    const flow = fc.tuple(fc.integer({ min: 30, max: 4000 }), fc.integer({ min: 0, max: 100_000 }));
    fc.assert(
      fc.property(fc.array(flow, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 1e5 }), (flows, paid) => {
        fc.pre(flows.reduce((sum, [, x]) => sum + x, 0) > paid);
        const all = dated([0, -paid], ...flows);
        const { rates, unique } = xirr(all);
        expect(unique).toBe(true);
        const size = xnpv(
          rates[0]!,
          all.map((f) => ({ ...f, amount: Math.abs(f.amount) })),
        );
        expect(Math.abs(xnpv(rates[0]!, all))).toBeLessThanOrEqual(1e-9 * size);
        expect(xirr([...all].reverse()).rates[0]! / rates[0]!).toBeCloseTo(1, 9);
      }),
    );
  });

  test.each([
    // ovf docs/pme-fixtures.md F2: C = 100 on 2019-07-01, D = 121 on 2020-07-01
    ['ACT/365', 0.20936997108812788],
    ['ACT/365.25', 0.2095274475550496],
    ['ACT/ACT', 0.20968279221878586],
  ] as const)('%s across a leap day', (dayCount, rate) => {
    const flows = [
      { date: '2019-07-01', amount: -100 },
      { date: '2020-07-01', amount: 121 },
    ];
    expect(xirr(flows, dayCount).rates[0]).toBeCloseTo(rate, 12);
  });
});

test('mirr: NumPy’s and formulajs’ examples', () => {
  expect(mirr([100, 200, -50, 300, -200], 0.05, 0.06)).toBeCloseTo(0.3428233878421767, 12);
  expect(mirr([-75_000, 12_000, 15_000, 18_000, 21_000, 24_000], 0.1, 0.12)).toBeCloseTo(0.07971710360838036, 12);
});

test('irrAt agrees with irr at whole times', () => {
  const flows = [-150_000, 15_000, 25_000, 35_000, 45_000, 60_000];
  expect(irrAt(flows, [0, 1, 2, 3, 4, 5])).toEqual(irr(flows));
  expect(npvAt(0.05, flows, [0, 1, 2, 3, 4, 5])).toBeCloseTo(npv(0.05, flows), 9);
});

test('refusals', () => {
  expect(
    refusals({
      'no flows': () => irr([]),
      'not a number': () => irr([-1, NaN]),
      'only zeros': () => irr([0, 0]),
      'one sign': () => irr([100, 100]),
      'total loss': () => irr([-100, 0]),
      'no real rate': () => irr([-100, 100, -100]),
      'a thousandfold in a day': () => xirr(dated([0, -1], [1, 1000])),
      'no day of the calendar': () => xirr([{ date: '2024-02-30', amount: -1 }]),
      'no dates': () => xirr([]),
      'a time missing': () => irrAt([-1, 2], [0]),
      'two rates': () => onlyRate('fund', irr([-100, 230, -132])),
      'mirr of one sign': () => mirr([39_000, 30_000], 0.1, 0.12),
      'mirr at −100 %': () => mirr([-1, 2], -1, 0),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a thousandfold in a day": "NoSolutionError: xirr: the rate is between −100 % and 1e308; got 1 + rate = e^2521.33",
      "a time missing": "DomainError: irrAt: there is a time for each cash flow; got 1",
      "mirr at −100 %": "DomainError: mirr: financeRate is a finite number greater than -1; got -1",
      "mirr of one sign": "NoSolutionError: mirr: money is paid and received; got [39000, 30000]",
      "no dates": "DomainError: xirr: amounts is not empty; got []",
      "no day of the calendar": "DomainError: yearFraction: a date is a day of the calendar written YYYY-MM-DD; got "2024-02-30"",
      "no flows": "DomainError: irr: cashFlows is not empty; got []",
      "no real rate": "NoSolutionError: irr: a rate above −100 % makes the cash flows worth 0; got [-100, 100, -100]",
      "not a number": "DomainError: irr: cashFlows[1] is a finite number; got NaN",
      "one sign": "NoSolutionError: irr: a rate above −100 % makes the cash flows worth 0; got [100, 100]",
      "only zeros": "DomainError: irr: at least one cash flow is not 0; got [0, 0]",
      "total loss": "NoSolutionError: irr: a rate above −100 % makes the cash flows worth 0; got [-100, 0]",
      "two rates": "DomainError: fund: one internal rate of return only fits the cash flows; got [0.1, 0.2]",
    }
  `);
});
