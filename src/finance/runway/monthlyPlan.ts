/**
 * The real model beside the manuscript's: month by month, customers in cohorts, people, compute in lumps, debt. Every
 * column adds up to the cash, so a table of it can be checked by hand.
 */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { loanCashFlows, type VentureLoan } from '../ventureDebt';

/** Paid out in `month`, 1 for the first; the first payment is a month later. */
export type PlanLoan = VentureLoan & { readonly month: number };

/** Months count from 1. Money in currency units. */
export type Plan = {
  readonly months: number;
  readonly openingCash: number;
  /** New customers of each month, one number for every month. */
  readonly newCustomers: readonly number[];
  /** retention[k]: the part of a cohort that still pays k months after it came; begins with 1, never rises, one per month. */
  readonly retention: readonly number[];
  /** Revenue per customer and month. */
  readonly price: number;
  /** What is left of revenue after serving it (inference, hosting, support), a fraction ≤ 1. */
  readonly grossMargin: number;
  /** Sales and marketing per new customer. */
  readonly acquisitionCost: number;
  /** People who start in a month and stay; cost of one per month with all charges. */
  readonly hires: readonly { readonly month: number; readonly people: number; readonly monthlyCost: number }[];
  /** Everything else, per month. */
  readonly fixedCost: number;
  /** Training runs and hardware: paid at once. */
  readonly compute: readonly { readonly month: number; readonly amount: number }[];
  /** Equity, grants: money that comes in and is not revenue. */
  readonly funding: readonly { readonly month: number; readonly amount: number }[];
  readonly loans: readonly PlanLoan[];
};

/** One month. cash is at its end; net = revenue − the costs + debt + funding. */
export type PlanMonth = {
  readonly month: number;
  readonly customers: number;
  readonly revenue: number;
  readonly serving: number;
  readonly acquisition: number;
  readonly payroll: number;
  readonly fixed: number;
  readonly compute: number;
  /** Loans paid out less interest, repayment and fees. */
  readonly debt: number;
  readonly funding: number;
  readonly net: number;
  readonly cash: number;
};

/**
 * Runs the plan.
 *
 * @returns one row a month
 * @throws {DomainError} lists of another length than `months`, a retention that begins below 1 or rises, events outside the
 *   plan, negative amounts
 * @example runPlan({ months: 2, openingCash: 100, newCustomers: [10, 0], retention: [1, 0.9], price: 5, grossMargin: 0.8, acquisitionCost: 3, hires: [], fixedCost: 20, compute: [], funding: [], loans: [] }).map((m) => m.cash) // [90, 106]
 */
export function runPlan(plan: Plan): PlanMonth[] {
  checkPlan(plan);
  const { months, newCustomers, retention } = plan;
  const per = (events: readonly { readonly month: number; readonly amount: number }[]) => {
    const sums = new Array<number>(months + 1).fill(0);
    for (const { month, amount } of events) if (month <= months) sums[month]! += amount;
    return sums;
  };
  const compute = per(plan.compute);
  const funding = per(plan.funding);
  const debt = per(
    plan.loans.flatMap((loan) =>
      loanCashFlows(loan).map((flow, k) => ({ month: loan.month + k, amount: -flow.toNumber() })),
    ),
  );
  const payrollRise = per(plan.hires.map((h) => ({ month: h.month, amount: h.people * h.monthlyCost })));
  let [cash, payroll] = [plan.openingCash, 0];
  return newCustomers.map((added, i) => {
    const month = i + 1;
    let customers = 0;
    for (let age = 0; age <= i; age++) customers += newCustomers[i - age]! * retention[age]!;
    payroll += payrollRise[month]!;
    const revenue = customers * plan.price;
    const serving = revenue * (1 - plan.grossMargin);
    const acquisition = added * plan.acquisitionCost;
    const costs = serving + acquisition + payroll + plan.fixedCost + compute[month]!;
    const net = revenue - costs + debt[month]! + funding[month]!;
    cash += net;
    return { month, customers, revenue, serving, acquisition, payroll, fixed: plan.fixedCost, compute: compute[month]!, debt: debt[month]!, funding: funding[month]!, net, cash }; // prettier-ignore
  });
}

/** How long cash lasts in a plan; `needed`: what would have to be added at the start so that it never is below 0. */
export type PlanRunway = {
  readonly runsOut: boolean;
  /** Months until cash is 0, solved inside the month; the length of the plan when it lasts. */
  readonly months: number;
  readonly lowest: number;
  readonly lowestMonth: number;
  readonly needed: number;
};

/**
 * Runway of a plan that was run, money flowing evenly within each month.
 *
 * @param buffer a fraction on top of what is needed, ≥ 0
 * @throws {DomainError} no month, or a buffer < 0
 * @example planRunway([{ month: 1, net: -60, cash: 40 }, { month: 2, net: -80, cash: -40 }]).months // 1.5
 */
export function planRunway(rows: readonly Pick<PlanMonth, 'month' | 'net' | 'cash'>[], buffer = 0): PlanRunway {
  require(rows.length > 0, 'planRunway', 'there is at least one month', rows);
  checkNumbers('planRunway', { buffer }, { min: 0 });
  const worst = rows.reduce((low, row) => (row.cash < low.cash ? row : low));
  const first = rows.find((row) => row.cash < 0);
  const before = first ? first.cash - first.net : 0;
  return {
    runsOut: first !== undefined,
    months: first ? first.month - 1 + Math.max(0, before) / -first.net || 0 : rows.at(-1)!.month,
    lowest: worst.cash,
    lowestMonth: worst.month,
    needed: Math.max(0, -worst.cash) * (1 + buffer),
  };
}

/**
 * A retention list when the same part leaves every month:  (1 − churn)^k
 *
 * @example constantRetention(0.5, 3) // [1, 0.5, 0.25]
 */
export function constantRetention(churn: number, months: number): number[] {
  checkNumbers('constantRetention', { churn }, { min: 0, max: 1 });
  checkNumbers('constantRetention', { months }, { min: 1, whole: true });
  return Array.from({ length: months }, (_, k) => (1 - churn) ** k);
}

function checkPlan(plan: Plan): void {
  const where = 'runPlan';
  const { months, openingCash, price, acquisitionCost, fixedCost, grossMargin, newCustomers, retention } = plan;
  checkNumbers(where, { months }, { min: 1, max: 1200, whole: true });
  checkNumbers(where, { openingCash });
  checkNumbers(where, { price, acquisitionCost, fixedCost }, { min: 0 });
  checkNumbers(where, { grossMargin }, { max: 1 });
  checkList(where, 'newCustomers', newCustomers, { min: 0 });
  checkList(where, 'retention', retention, { min: 0, max: 1 });
  require(newCustomers.length === months, where, `newCustomers has ${months} months`, newCustomers.length);
  require(retention.length >= months, where, `retention has at least ${months} months`, retention.length);
  require(retention[0] === 1, where, 'retention begins with 1', retention[0]);
  const rise = retention.findIndex((r, i) => i > 0 && r > retention[i - 1]!);
  require(rise < 0, where, 'retention never rises', `${retention[rise]} after ${retention[rise - 1]}`);
  for (const { month, people, monthlyCost } of plan.hires) {
    checkNumbers(where, { 'month of a hire': month }, { min: 1, max: months, whole: true });
    checkNumbers(where, { people, monthlyCost }, { min: 0 });
  }
  for (const { month, amount } of [...plan.compute, ...plan.funding]) {
    checkNumbers(where, { 'month of an event': month }, { min: 1, max: months, whole: true });
    checkNumbers(where, { amount }, { min: 0 });
  }
  for (const { month } of plan.loans) checkNumbers(where, { 'month of a loan': month }, { min: 1, max: months, whole: true }); // prettier-ignore
}
