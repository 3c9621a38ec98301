/** A venture loan: interest only, then level payments, a fee at the end, and warrants on top. */
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';
import { irr } from './internalRate';
import { rational, Rational, type Exact } from './rational';

export type VentureLoan = {
  /** Currency units, > 0. */
  readonly principal: Exact;
  /** Per year, paid monthly as a twelfth; a fraction ≥ 0. */
  readonly rate: Exact;
  /** Whole months ≥ 0 in which only interest is paid. */
  readonly interestOnlyMonths: number;
  /** Whole months > 0 of level payments after that; at most 360 months in all. */
  readonly amortisationMonths: number;
  /** At the last payment, a fraction of the principal ≥ 0; absent: none. */
  readonly endOfTermFee?: Exact;
  /** At the start, kept back from the money; a fraction of the principal in [0, 1); absent: none. */
  readonly upFrontFee?: Exact;
};

/** A month's payment: interest + principal + fee. Currency units. */
export type LoanMonth = {
  /** From 1 on. */
  readonly month: number;
  readonly interest: Rational;
  readonly principal: Rational;
  readonly fee: Rational;
  readonly payment: Rational;
  /** Owed after it; exactly 0 after the last. */
  readonly balance: Rational;
};

/**
 * Month by month what is paid, exactly.
 *
 *   level payment  A = P · i / (1 − (1 + i)^−n),   i = rate / 12,  n months of amortisation;   P / n at a rate of 0
 *
 * @throws {DomainError} a number outside its range
 * @example loanSchedule({ principal: 1200, rate: 0.12, interestOnlyMonths: 1, amortisationMonths: 2 }).map(({ payment }) => payment.toFixed(2)) // ['12.00', '609.01', '609.01']
 * @source NumPy Financial `pmt` for the level payment
 */
export function loanSchedule(loan: VentureLoan): readonly LoanMonth[] {
  const { interestOnlyMonths: wait, amortisationMonths: n } = loan;
  const { principal, rate, endOfTermFee } = read(loan);
  const i = rate.div(12);
  const { level, repaid, owed } = amortise(principal, i, n);
  return Array.from({ length: wait + n }, (_, index) => {
    const month = index + 1;
    const k = Math.max(month - wait, 0);
    const interest = (k === 0 ? principal : owed[k - 1]!).mul(i);
    const fee = month === wait + n ? principal.mul(endOfTermFee) : rational(0);
    const payment = (k === 0 ? interest : level).add(fee);
    return { month, interest, principal: repaid[k]!, fee, payment, balance: owed[k]! };
  });
}

/**
 * n level payments, what each pays back and what is owed after it; index 0 is before the first. In closed form over one
 * denominator: fractions carried from month to month grow until thirty years take seconds.
 *
 *   level = P · i · uⁿ / (uⁿ − bⁿ),   owedₖ = P · (uⁿ − uᵏ bⁿ⁻ᵏ) / (uⁿ − bⁿ),   i = a / b,  u = a + b
 */
function amortise(principal: Rational, i: Rational, n: number) {
  const { numerator: a, denominator: b } = i;
  const times = [...Array(n + 1).keys()];
  if (a === 0n) {
    const level = principal.div(n);
    return {
      level,
      repaid: times.map((k) => (k === 0 ? rational(0) : level)),
      owed: times.map((k) => level.mul(n - k)),
    };
  }
  const u = a + b;
  const mixed = times.map((k) => u ** BigInt(k) * b ** BigInt(n - k));
  const [all, whole] = [mixed[n]!, mixed[n]! - mixed[0]!];
  const part = (over: bigint) => principal.mul(new Rational(over, whole));
  return {
    level: part(all).mul(i),
    repaid: times.map((k) => part(k === 0 ? 0n : mixed[k]! - mixed[k - 1]!)),
    owed: times.map((k) => part(all - mixed[k]!)),
  };
}

/**
 * The lender's cash flows, month 0 first: money lent is negative. The internal rate of return of them is the true cost of
 * the loan; a value put on the warrants belongs to the month in which they are expected to pay.
 *
 * @param warrantValue expected value of the warrants, currency units ≥ 0, in the last month; absent: 0
 * @throws {DomainError} as loanSchedule; a negative warrant value
 * @example loanCashFlows({ principal: 1200, rate: 0, interestOnlyMonths: 0, amortisationMonths: 2, endOfTermFee: 0.1 }).map(String) // ['-1200', '600', '720']
 */
export function loanCashFlows(loan: VentureLoan, warrantValue: Exact = 0): readonly Rational[] {
  const worth = rational(warrantValue);
  require(worth.compare(0) >= 0, 'loanCashFlows', 'the value of the warrants is not negative', warrantValue);
  const { principal, upFrontFee } = read(loan);
  const payments = loanSchedule(loan).map(({ payment }) => payment);
  const lent = principal.mul(upFrontFee).sub(principal);
  return [lent, ...payments.slice(0, -1), payments.at(-1)!.add(worth)];
}

/**
 * What a loan really costs a year: the internal rate of loanCashFlows, and of twelve months of it.
 *
 *   Σ flowₖ / (1 + monthly)^k = 0,   yearly = (1 + monthly)¹² − 1
 *
 * @param warrantValue expected value of the warrants in the last month, currency units ≥ 0
 * @returns            fractions; the one rate that there is, as the lender pays first and only receives after that
 * @throws {DomainError} as loanCashFlows
 * @example loanCost({ principal: 1000, rate: 0.12, interestOnlyMonths: 0, amortisationMonths: 12 }).yearly.toFixed(6) // '0.126825'
 * @example loanCost({ principal: 1000, rate: 0, interestOnlyMonths: 11, amortisationMonths: 1 }, 100).yearly.toFixed(6) // '0.100000'
 */
export function loanCost(
  loan: VentureLoan,
  warrantValue: Exact = 0,
  note: Note = silent,
): { readonly monthly: number; readonly yearly: number } {
  const flows = loanCashFlows(loan, warrantValue).map((flow) => flow.toNumber());
  const monthly = irr(flows).rates[0]!;
  const yearly = note(
    {
      symbol: 'cost',
      name: { zh: '真实年成本', en: 'true cost a year' },
      formula: '(1 + i)^12 − 1',
      inputs: { i: monthly },
      unit: 'fraction',
    },
    Math.expm1(12 * Math.log1p(monthly)),
  );
  return { monthly, yearly };
}

/**
 * Warrants that come with a loan: shares = loan · coverage ÷ strike.
 *
 * @param coverage fraction of the loan, > 0
 * @param strike   currency units per share, > 0
 * @returns shares
 * @throws {DomainError} a number that is not > 0
 * @example warrantShares(2e6, 0.3, 10).toString() // '60000'
 * @source waterfalls.app/learn/warrant-coverage-definition-calculation
 */
export function warrantShares(principal: Exact, coverage: Exact, strike: Exact, note: Note = silent): Rational {
  const inputs = { loan: rational(principal), coverage: rational(coverage), strike: rational(strike) };
  for (const [name, value] of Object.entries(inputs)) {
    require(value.compare(0) > 0, 'warrantShares', `the ${name} is greater than 0`, value.toString());
  }
  const name = { zh: '认股权证股数', en: 'shares under the warrants' };
  return note(
    { symbol: 'W', name, formula: 'loan · coverage / strike', inputs, unit: 'shares' },
    inputs.loan.mul(inputs.coverage).div(inputs.strike),
  );
}

function read({
  principal,
  rate,
  interestOnlyMonths,
  amortisationMonths,
  endOfTermFee = 0,
  upFrontFee = 0,
}: VentureLoan) {
  const where = 'loanSchedule';
  const terms = {
    principal: rational(principal),
    rate: rational(rate),
    endOfTermFee: rational(endOfTermFee),
    upFrontFee: rational(upFrontFee),
  };
  require(terms.principal.compare(0) > 0, where, 'the principal is greater than 0', principal);
  require(terms.rate.compare(0) >= 0, where, 'the interest rate is not negative', rate);
  require(terms.endOfTermFee.compare(0) >= 0, where, 'the end-of-term fee is not negative', endOfTermFee);
  const part = terms.upFrontFee.compare(0) >= 0 && terms.upFrontFee.compare(1) < 0;
  require(part, where, 'the up-front fee is in [0, 1)', upFrontFee);
  const months = [interestOnlyMonths, amortisationMonths];
  const whole = months.every((n) => Number.isInteger(n) && n >= 0) && amortisationMonths > 0;
  const ok = whole && interestOnlyMonths + amortisationMonths <= 360;
  require(ok, where, 'interest-only and amortisation months are whole, the latter more than 0, at most 360 in all', months);
  return terms;
}
