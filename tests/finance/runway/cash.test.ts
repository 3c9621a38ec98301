import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultAlive } from '@/finance/runway/defaultAlive';
import { constantRetention, planRunway, runPlan, type Plan } from '@/finance/runway/monthlyPlan';
import { balanceAt, runwayOf, type Segment } from '@/finance/runway/piecewise';
import { fundingNeed, printedCashFlow, printedOutflow } from '@/finance/runway/printed';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

const printed = { a: 5000, b: 1000, t1: 6, t2: 12, relief: 3000 };

describe('the manuscript’s cash flow', () => {
  test('at t = 12 its program prints 58,000 (E29)', () => {
    expect(printedCashFlow(printed, 12)).toBe(58_000);
    expect([0, 6, 6.001, 12, 12.001].map((t) => Math.round(printedCashFlow(printed, t)))).toEqual([1000, 31_000, 28_005, 58_000, 0]); // prettier-ignore
    expect(fundingNeed(5000, 1000, 12)).toBe(61_000);
  });
  test('read as money that goes out it takes 354,000 by the end, of which the relief spares 18,000', () => {
    // ∫₀¹² (5000 t + 1000) dt = 2500·144 + 12000 = 372,000
    expect(balanceAt(0, printedOutflow(printed), 12)).toBe(-354_000);
    expect(balanceAt(0, printedOutflow(printed), 99)).toBe(-354_000);
  });
  test('100,000 are gone within the first segment: 2500 t² + 1000 t = 100,000', () => {
    const { runsOut, month } = runwayOf(100_000, printedOutflow({ ...printed, t1: 8 })) as {
      runsOut: true;
      month: number;
    };
    expect(runsOut).toBe(true);
    assertClose(month, (-1000 + Math.sqrt(1000 ** 2 + 4 * 2500 * 100_000)) / 5000, { rel: 1e-14 });
  });
  test('354,000 last exactly', () => {
    expect(runwayOf(354_000, printedOutflow(printed))).toEqual({ runsOut: false, lowest: 0, lowestAt: 12 });
  });
});

describe('piecewise', () => {
  const segments = fc
    .array(
      fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: -50, max: 50 }), fc.integer({ min: -8, max: 8 })),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((list) => {
      let until = 0;
      return list.map(([length, rate, slope]): Segment => ({ until: (until += length), rate, slope }));
    });
  test('the runway is where a fine grid first sees the balance below 0', () => {
    fc.assert(
      fc.property(segments, fc.integer({ min: 0, max: 500 }), (list, opening) => {
        const runway = runwayOf(opening, list);
        const end = list.at(-1)!.until;
        const n = 40 * end;
        const grid = Array.from({ length: n + 1 }, (_, i) => (i / n) * end);
        const first = grid.find((t) => balanceAt(opening, list, t) < -1e-9);
        if (!runway.runsOut) {
          expect(first).toBeUndefined();
          assertClose(balanceAt(opening, list, runway.lowestAt), runway.lowest, { abs: 1e-9 });
          for (const t of grid) expect(balanceAt(opening, list, t)).toBeGreaterThanOrEqual(runway.lowest - 1e-9);
        } else {
          assertClose(balanceAt(opening, list, runway.month), 0, { abs: 1e-9 });
          for (const t of grid.filter((g) => g < runway.month)) {
            expect(balanceAt(opening, list, t)).toBeGreaterThanOrEqual(-1e-9);
          }
          if (first !== undefined) expect(first).toBeGreaterThanOrEqual(runway.month);
        }
      }),
      { numRuns: 100 },
    );
  });
  test('money that comes back in time does not save', () => {
    const dip = [{ until: 5, rate: -10, slope: 0 }, { until: 9, rate: 100, slope: 0 }]; // prettier-ignore
    expect(runwayOf(40, dip)).toEqual({ runsOut: true, month: 4 });
    expect(runwayOf(50, dip)).toEqual({ runsOut: false, lowest: 0, lowestAt: 5 });
  });
  test('an opening of 0 that grows first lasts longer than one that falls', () => {
    expect(runwayOf(0, [{ until: 9, rate: 4, slope: -1 }])).toEqual({ runsOut: true, month: 8 });
    expect(runwayOf(0, [{ until: 9, rate: -4, slope: 1 }])).toEqual({ runsOut: true, month: 0 });
  });
});

describe('the monthly plan', () => {
  const plan: Plan = {
    months: 6,
    openingCash: 10_000,
    newCustomers: [10, 10, 20, 0, 0, 5],
    retention: [1, 0.8, 0.7, 0.65, 0.62, 0.6],
    price: 50,
    grossMargin: 0.7,
    acquisitionCost: 30,
    hires: [{ month: 1, people: 1, monthlyCost: 2000 }, { month: 3, people: 2, monthlyCost: 1000 }], // prettier-ignore
    fixedCost: 100,
    compute: [{ month: 4, amount: 3000 }],
    funding: [{ month: 5, amount: 4000 }],
    loans: [{ month: 2, principal: 1200, rate: 0.12, interestOnlyMonths: 1, amortisationMonths: 12 }],
  };
  const rows = runPlan(plan);
  test('by hand: month 3', () => {
    // customers 10·0.7 + 10·0.8 + 20 = 35; revenue 1,750; serving 525; acquisition 600; payroll 4,000; interest 12
    expect(rows[2]).toMatchObject({
      customers: 35,
      revenue: 1750,
      acquisition: 600,
      payroll: 4000,
      compute: 0,
      funding: 0,
    });
    assertClose([rows[2]!.serving, rows[2]!.debt], [525, -12], { rel: 1e-12 });
    assertClose(rows[2]!.net, 1750 - 525 - 600 - 4000 - 100 - 12, { rel: 1e-12 });
  });
  test('every month adds up, and the cash is the sum of all before', () => {
    let cash = plan.openingCash;
    for (const m of rows) {
      const net = m.revenue - m.serving - m.acquisition - m.payroll - m.fixed - m.compute + m.debt + m.funding;
      assertClose(m.net, net, { rel: 1e-12 });
      assertClose(m.cash, (cash += net), { rel: 1e-12 });
    }
  });
  test('when it runs out, inside the month, and what is missing', () => {
    const runway = planRunway(rows, 0.25);
    const bad = rows.find((m) => m.cash < 0)!;
    expect(runway.runsOut).toBe(true);
    assertClose(runway.months, bad.month - 1 + (bad.cash - bad.net) / -bad.net, { rel: 1e-12 });
    const richer = runPlan({ ...plan, openingCash: plan.openingCash + runway.needed / 1.25 });
    assertClose(Math.min(...richer.map((m) => m.cash)), 0, { abs: 1e-9 });
    expect(planRunway(richer.map((m) => ({ ...m, cash: m.cash + 1e-6 }))).runsOut).toBe(false);
  });
  test('constant churn and the same customers each month: they tend to new / churn', () => {
    const long = {
      ...plan,
      months: 240,
      newCustomers: new Array<number>(240).fill(10),
      retention: constantRetention(0.1, 240),
    };
    assertClose(runPlan({ ...long, loans: [], compute: [], funding: [], hires: [] }).at(-1)!.customers, 100, {
      rel: 1e-9,
    });
  });
});

describe('default alive', () => {
  test('grows out of it just in time', () => {
    // 10,000 a month out, 5,000 in growing by 10 %: ln 2 / ln 1.1 = 7.3, so revenue covers it in month 8
    const life = defaultAlive(40_000, 5000, 10_000, 0.1);
    expect(life).toMatchObject({ alive: true, months: 8, hopeless: false });
    let [cash, lowest] = [40_000, 40_000];
    for (let n = 1; n <= 7; n++) lowest = Math.min(lowest, (cash += 5000 * 1.1 ** n - 10_000));
    assertClose(life.lowestCash, lowest, { rel: 1e-12 });
  });
  test('what is missing brings it to life', () => {
    const dead = defaultAlive(3000, 5000, 10_000, 0.05);
    expect(dead).toMatchObject({ alive: false, hopeless: false });
    expect(defaultAlive(3000 - dead.lowestCash + 1e-6, 5000, 10_000, 0.05).alive).toBe(true);
    expect(defaultAlive(3000 - dead.lowestCash - 1e-6, 5000, 10_000, 0.05).alive).toBe(false);
  });
  test('a company that shrinks dies of it later', () => {
    expect(defaultAlive(1000, 120, 100, -0.05)).toMatchObject({ alive: false, hopeless: true });
  });
});

test('refusals', () => {
  const plan: Plan = { months: 2, openingCash: 0, newCustomers: [1, 1], retention: [1, 1], price: 1, grossMargin: 1, acquisitionCost: 0, hires: [], fixedCost: 0, compute: [], funding: [], loans: [] }; // prettier-ignore
  const loan = { month: 1, principal: 100, rate: 0.1, interestOnlyMonths: 0, amortisationMonths: 12 };
  const calls = [
    () => fundingNeed(1, 1, -1),
    () => printedCashFlow({ ...printed, t2: 5 }, 1),
    () => balanceAt(0, [], 1),
    () => runwayOf(-1, printedOutflow(printed)),
    () => runwayOf(1, [{ until: 2, rate: 0, slope: 0 }, { until: 1, rate: 0, slope: 0 }]), // prettier-ignore
    () => runPlan({ ...plan, loans: [{ ...loan, principal: 0 }] }),
    () => runPlan({ ...plan, loans: [{ ...loan, month: 3 }] }),
    () => runPlan({ ...plan, newCustomers: [1] }),
    () => runPlan({ ...plan, retention: [0.9, 0.8] }),
    () => runPlan({ ...plan, retention: [1, 1.1] }),
    () => runPlan({ ...plan, compute: [{ month: 3, amount: 1 }] }),
    () => runPlan({ ...plan, openingCash: NaN }),
    () => planRunway([]),
    () => constantRetention(2, 3),
    () => defaultAlive(-1, 1, 1, 0),
    () => defaultAlive(1e12, 1, 2, 0),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: fundingNeed: t is a finite number at least 0; got -1",
      "DomainError: printedCashFlow: t2 is a finite number at least 6; got 5",
      "DomainError: balanceAt: there is at least one segment; got []",
      "DomainError: runwayOf: opening is a finite number at least 0; got -1",
      "DomainError: runwayOf: until is a finite number at least 2; got 1",
      "DomainError: loanSchedule: the principal is greater than 0; got 0",
      "DomainError: runPlan: month of a loan is a finite whole number from 1 to 2; got 3",
      "DomainError: runPlan: newCustomers has 2 months; got 1",
      "DomainError: runPlan: retention begins with 1; got 0.9",
      "DomainError: runPlan: retention[1] is a finite number from 0 to 1; got 1.1",
      "DomainError: runPlan: month of an event is a finite whole number from 1 to 2; got 3",
      "DomainError: runPlan: openingCash is a finite number; got NaN",
      "DomainError: planRunway: there is at least one month; got []",
      "DomainError: constantRetention: churn is a finite number from 0 to 1; got 2",
      "DomainError: defaultAlive: cash is a finite number at least 0; got -1",
      "NoSolutionError: defaultAlive: the company lives or dies within 1200 months; got cash of 999999998800 then",
    ]
  `);
});
