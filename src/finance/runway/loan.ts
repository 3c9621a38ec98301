/** Venture debt month by month: interest only at first, then equal payments, and a fee at the end. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

export type Loan = {
  /** The month it is paid out in, 1 for the first. */
  readonly month: number;
  /** Currency units, > 0. */
  readonly principal: number;
  /** A fraction per year, charged 1/12 each month. */
  readonly annualRate: number;
  readonly interestOnlyMonths: number;
  /** Equal payments of interest and principal after that; at least one. */
  readonly amortisingMonths: number;
  /** A fraction of the principal, due with the last payment; 0 when absent. */
  readonly endFee?: number;
};

/** One month of a loan, seen from the borrower; outstanding: after the payment. */
export type LoanMonth = {
  readonly month: number;
  readonly interest: number;
  readonly principal: number;
  readonly fee: number;
  readonly outstanding: number;
};

/**
 * The payments of a loan, the first one a month after it is paid out. Equal payments are
 *
 *   PMT = principal · r / (1 − (1 + r)^(−n)),   r = annualRate / 12
 *
 * @throws {DomainError} a principal ≤ 0, a negative rate or fee, months that are no whole numbers
 * @example loanSchedule({ month: 1, principal: 1200, annualRate: 0, interestOnlyMonths: 1, amortisingMonths: 12 })[1] // { month: 3, interest: 0, principal: 100, fee: 0, outstanding: 1100 }
 */
export function loanSchedule(loan: Loan): LoanMonth[] {
  const { month, principal, annualRate, interestOnlyMonths, amortisingMonths, endFee = 0 } = loan;
  checkNumbers('loanSchedule', { principal }, { above: 0 });
  checkNumbers('loanSchedule', { annualRate, endFee }, { min: 0 });
  checkNumbers('loanSchedule', { month, amortisingMonths }, { min: 1, whole: true });
  checkNumbers('loanSchedule', { interestOnlyMonths }, { min: 0, whole: true });
  require(annualRate < 12, 'loanSchedule', 'annualRate is a fraction, 0.12 for 12 %', annualRate);
  const r = annualRate / 12;
  const payment =
    r === 0 ? principal / amortisingMonths : (principal * r) / -Math.expm1(-amortisingMonths * Math.log1p(r));
  const months = interestOnlyMonths + amortisingMonths;
  let outstanding = principal;
  return Array.from({ length: months }, (_, i) => {
    const interest = outstanding * r;
    const last = i === months - 1;
    // The last payment clears what rounding left.
    const repaid = i < interestOnlyMonths ? 0 : last ? outstanding : payment - interest;
    outstanding = last ? 0 : outstanding - repaid;
    return { month: month + 1 + i, interest, principal: repaid, fee: last ? endFee * principal : 0, outstanding };
  });
}
