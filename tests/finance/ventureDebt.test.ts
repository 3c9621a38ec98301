import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { rational, sum } from '@/finance/rational';
import { loanCashFlows, loanCost, loanSchedule, warrantShares, type VentureLoan } from '@/finance/ventureDebt';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

const loan: VentureLoan = {
  principal: 2e6,
  rate: 0.12,
  interestOnlyMonths: 12,
  amortisationMonths: 24,
  endOfTermFee: 0.05,
};

test('interest only, then the level payment of numpy-financial: pmt(0.01, 24, −2e6) = 94146.9444', () => {
  const months = loanSchedule(loan);
  expect(months.slice(0, 12).every(({ payment }) => String(payment) === '20000')).toBe(true);
  expect(months.slice(12, -1).every(({ payment }) => payment.toFixed(4) === '94146.9444')).toBe(true);
  expect(months.at(-1)!.payment.toFixed(4)).toBe('194146.9444');
});
test('published warrants', () => {
  expect([warrantShares(2e6, 0.3, 10), warrantShares(1e6, 0.1, 1)].map(String)).toEqual(['60000', '100000']);
  expect(faults(explain((note) => warrantShares(2e6, 0.3, 10, note)).steps)).toEqual([]);
});
test('the loan is paid back to exactly 0, and discounted at its own rate its payments are worth the principal', () => {
  const terms = fc.record({
    principal: fc.integer({ min: 1, max: 1e8 }),
    rate: fc.integer({ min: 0, max: 30 }).map((n) => `${n}/100`),
    interestOnlyMonths: fc.integer({ min: 0, max: 12 }),
    amortisationMonths: fc.integer({ min: 1, max: 24 }),
  });
  fc.assert(
    fc.property(terms, (drawn) => {
      const months = loanSchedule(drawn);
      expect(String(months.at(-1)!.balance)).toBe('0');
      expect(sum(months.map(({ principal }) => principal))).toEqual(rational(drawn.principal));
      let worth = rational(0);
      for (const flow of loanCashFlows(drawn).toReversed())
        worth = worth.div(rational(drawn.rate).div(12).add(1)).add(flow);
      expect(String(worth)).toBe('0');
    }),
    { numRuns: 30 },
  );
});
test('fees and warrants are flows of the lender', () => {
  const flows = loanCashFlows({ ...loan, upFrontFee: 0.01 }, 60_000);
  expect([flows[0]!, flows.at(-1)!.sub(loanSchedule(loan).at(-1)!.payment)].map(String)).toEqual(['-1980000', '60000']);
});
test('200,000 at 6 % over 30 years: 1,199.10 a month (every table of mortgages)', () => {
  const [first] = loanSchedule({ principal: 200_000, rate: 0.06, interestOnlyMonths: 0, amortisationMonths: 360 });
  expect(first!.payment.toFixed(2)).toBe('1199.10');
});

describe('the true cost', () => {
  test('without fees and warrants it is the rate, compounded', () => {
    expect(loanCost(loan).monthly).not.toBeCloseTo(0.01, 4); // the loan here has a fee at the end
    const plain = loanCost({ ...loan, endOfTermFee: 0 });
    expect(plain.monthly).toBeCloseTo(Number(loan.rate) / 12, 12);
    expect(plain.yearly).toBeCloseTo((1 + Number(loan.rate) / 12) ** 12 - 1, 12);
  });
  test('by hand: 100 lent less 10, 110 back after a month is (110 / 90) − 1', () => {
    const month = { principal: 100, rate: 0, interestOnlyMonths: 0, amortisationMonths: 1, upFrontFee: 0.1 };
    expect(loanCost(month, 10).monthly).toBeCloseTo(110 / 90 - 1, 12);
  });
  test('at it, what the lender pays and gets is worth nothing, and a warrant makes it dearer', () => {
    const bare = loanCost(loan).monthly;
    const rich = loanCost(loan, 200_000).monthly;
    const worth = loanCashFlows(loan, 200_000).reduce((sum, flow, k) => sum + flow.toNumber() / (1 + rich) ** k, 0);
    expect(Math.abs(worth)).toBeLessThan(1e-9 * Number(loan.principal));
    expect(rich).toBeGreaterThan(bare);
  });
  test('its working', () => {
    const { result, steps } = explain((note) => loanCost(loan, 0, note));
    expect(steps.map(({ symbol, value }) => [symbol, value])).toEqual([['cost', result.yearly]]);
  });
});

test('refusals', () => {
  const schedule = (change: Partial<VentureLoan>) => () => loanSchedule({ ...loan, ...change });
  expect(
    refusals({
      'no principal': schedule({ principal: 0 }),
      'a negative rate': schedule({ rate: -0.1 }),
      'no months': schedule({ amortisationMonths: 0 }),
      'half a month': schedule({ interestOnlyMonths: 0.5 }),
      'a century': schedule({ amortisationMonths: 1200 }),
      'a negative fee': schedule({ endOfTermFee: -1 }),
      'a fee of everything': schedule({ upFrontFee: 1 }),
      'a warrant at nothing': () => warrantShares(1, 1, 0),
      'a negative warrant': () => loanCashFlows(loan, -1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a century": "DomainError: loanSchedule: interest-only and amortisation months are whole, the latter more than 0, at most 360 in all; got [12, 1200]",
      "a fee of everything": "DomainError: loanSchedule: the up-front fee is in [0, 1); got 1",
      "a negative fee": "DomainError: loanSchedule: the end-of-term fee is not negative; got -1",
      "a negative rate": "DomainError: loanSchedule: the interest rate is not negative; got -0.1",
      "a negative warrant": "DomainError: loanCashFlows: the value of the warrants is not negative; got -1",
      "a warrant at nothing": "DomainError: warrantShares: the strike is greater than 0; got "0"",
      "half a month": "DomainError: loanSchedule: interest-only and amortisation months are whole, the latter more than 0, at most 360 in all; got [0.5, 24]",
      "no months": "DomainError: loanSchedule: interest-only and amortisation months are whole, the latter more than 0, at most 360 in all; got [12, 0]",
      "no principal": "DomainError: loanSchedule: the principal is greater than 0; got 0",
    }
  `);
});
