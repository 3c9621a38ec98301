/** What happens to a cap table between rounds: shares issued, options and warrants granted, shares sold by one holder to another. */
import { require } from '@/lib/errors';
import { COMMON, POOL, type CapTable } from './capTable';
import { rational, type Exact, type Rational } from './rational';

/** The classes of what is granted and not yet exercised. */
export const OPTIONS = 'Options';
export const WARRANTS = 'Warrants';

/** Shares of one class for one holder. */
export type Grant = { readonly stakeholder: string; readonly stockClass?: string; readonly quantity: Exact };

/**
 * Issues new shares, options or warrants (by class): everybody else is diluted.
 *
 * @throws {DomainError} a name missing, or a quantity that is not > 0
 * @example fullyDiluted(issueShares(capTable([{ stakeholder: 'Ada', quantity: 9 }]), { stakeholder: 'Bank', stockClass: WARRANTS, quantity: 1 })).toString() // '10'
 */
export function issueShares(table: CapTable, { stakeholder, stockClass = COMMON, quantity }: Grant): CapTable {
  const where = 'issueShares';
  require(stakeholder.trim() !== '', where, 'every stakeholder has a name', stakeholder);
  require(stockClass.trim() !== '', where, 'every stock class has a name', stockClass);
  const shares = rational(quantity);
  require(shares.compare(0) > 0, where, 'a quantity is greater than 0', `${stakeholder}: ${shares}`);
  return add(table, stakeholder, stockClass, shares);
}

/**
 * Grants options out of the pool: nobody else is diluted, the pool was.
 *
 * @throws {DomainError} as issueShares; more than the pool has
 * @example grantFromPool(capTable([{ stakeholder: 'Ada', quantity: 8 }, { stakeholder: POOL, quantity: 2 }]), { stakeholder: 'Bo', quantity: 2 }).length // 2
 */
export function grantFromPool(table: CapTable, grant: Grant): CapTable {
  const stockClass = grant.stockClass ?? OPTIONS;
  const granted = issueShares(table, { ...grant, stockClass });
  const pool = table.find(({ stakeholder }) => stakeholder === POOL);
  const shares = rational(grant.quantity);
  const left = pool ? pool.quantity.sub(shares) : shares.neg();
  require(left.compare(0) >=
    0, 'grantFromPool', 'the pool has the shares that are granted', `${shares} of ${pool?.quantity ?? 0}`);
  return add(granted, POOL, pool!.stockClass, shares.neg());
}

/** A sale of existing shares. */
export type Sale = {
  readonly from: string;
  readonly to: string;
  readonly stockClass?: string;
  readonly quantity: Exact;
  /** Currency units per share, ≥ 0. */
  readonly pricePerShare: Exact;
};

/**
 * A secondary sale: shares change hands, the company gets nothing and no one is diluted.
 *
 * @returns the table after, and what the buyer pays the seller in currency units
 * @throws {DomainError} a seller who does not have the shares, a name missing, a quantity that is not > 0, a price < 0
 * @example secondarySale(capTable([{ stakeholder: 'Ada', quantity: 9 }]), { from: 'Ada', to: 'Fund', quantity: 3, pricePerShare: 2 }).payment.toString() // '6'
 */
export function secondarySale(
  table: CapTable,
  { from, to, stockClass = COMMON, quantity, pricePerShare }: Sale,
): { readonly table: CapTable; readonly payment: Rational } {
  const where = 'secondarySale';
  const [shares, price] = [rational(quantity), rational(pricePerShare)];
  require(price.compare(0) >= 0, where, 'the price is not negative', pricePerShare);
  require(from !== to && from !== POOL && to !== POOL, where, 'shares go from one holder to another', [from, to]);
  const held = table.find((holding) => holding.stakeholder === from && holding.stockClass === stockClass);
  const enough = held !== undefined && held.quantity.compare(shares) >= 0;
  require(enough, where, 'the seller has the shares', `${from}: ${shares} of ${held?.quantity ?? 0} ${stockClass}`);
  const bought = issueShares(table, { stakeholder: to, stockClass, quantity: shares });
  return { table: add(bought, from, stockClass, shares.neg()), payment: shares.mul(price) };
}

/** The table with so many shares more in one hand; an empty holding is left out. */
function add(table: CapTable, stakeholder: string, stockClass: string, shares: Rational): CapTable {
  const same = (holding: CapTable[number]) => holding.stakeholder === stakeholder && holding.stockClass === stockClass;
  if (!table.some(same)) return [...table, { stakeholder, stockClass, quantity: shares }];
  return table
    .map((holding) => (same(holding) ? { ...holding, quantity: holding.quantity.add(shares) } : holding))
    .filter(({ quantity }) => quantity.compare(0) > 0);
}
