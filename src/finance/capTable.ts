/**
 * The cap table: who holds how many shares of which class. Names as in the Open Cap Format (stakeholder, stock class,
 * quantity). Plain data: an event, such as pricedRound, takes a table and gives a new one.
 */
import { require } from '@/lib/errors';
import { rational, sum, type Exact, type Rational } from './rational';

/** Shares of one class in one hand; quantity > 0. */
export type Holding = { readonly stakeholder: string; readonly stockClass: string; readonly quantity: Rational };

/** Fully diluted: shares reserved for options count, under the name POOL. One holding for each stakeholder and class. */
export type CapTable = readonly Holding[];

/** The stakeholder that stands for shares reserved under the stock plan and granted to nobody yet. */
export const POOL = 'Option pool';

/** The class of founders' and employees' shares. */
export const COMMON = 'Common';

/**
 * A cap table from its holdings; class Common unless said otherwise.
 *
 * @param holdings quantity in shares, > 0; fractions of a share are kept
 * @throws {DomainError} no holding, a blank name, a quantity that is not > 0, or the same stakeholder and class twice
 * @example capTable([{ stakeholder: 'Ada', quantity: 4_000_000 }]).length // 1
 * @source Open Cap Format: Stakeholder, StockClass and StockIssuance.quantity
 */
export function capTable(
  holdings: readonly { readonly stakeholder: string; readonly stockClass?: string; readonly quantity: Exact }[],
): CapTable {
  require(holdings.length > 0, 'capTable', 'there is at least one holding', holdings);
  const seen = new Set<string>();
  return holdings.map(({ stakeholder, stockClass = COMMON, quantity }) => {
    require(stakeholder.trim() !== '', 'capTable', 'every stakeholder has a name', stakeholder);
    require(stockClass.trim() !== '', 'capTable', 'every stock class has a name', stockClass);
    const shares = rational(quantity);
    require(shares.compare(0) > 0, 'capTable', 'every quantity is greater than 0', `${stakeholder}: ${shares}`);
    const key = JSON.stringify([stakeholder, stockClass]);
    require(!seen.has(
      key,
    ), 'capTable', 'a stakeholder has one holding of each class', `${stakeholder}, ${stockClass} twice`);
    seen.add(key);
    return { stakeholder, stockClass, quantity: shares };
  });
}

/**
 * All shares, those reserved for options too.
 *
 * @returns shares
 * @example fullyDiluted(capTable([{ stakeholder: 'Ada', quantity: 6e6 }, { stakeholder: POOL, quantity: 1e6 }])).toString() // '7000000'
 */
export const fullyDiluted = (table: CapTable): Rational => sum(table.map((holding) => holding.quantity));

/**
 * Each stakeholder's part of all shares, over all classes, in the order of the table. The parts sum to exactly 1.
 *
 * @returns fractions of the whole by stakeholder
 * @example ownership(capTable([{ stakeholder: 'Ada', quantity: 2 }, { stakeholder: 'Bo', quantity: 1 }])).get('Ada')?.toString() // '2/3'
 */
export function ownership(table: CapTable): ReadonlyMap<string, Rational> {
  const total = fullyDiluted(table);
  const shares = new Map<string, Rational>();
  for (const { stakeholder, quantity } of table) {
    const others = shares.get(stakeholder);
    shares.set(stakeholder, others ? others.add(quantity) : quantity);
  }
  return new Map([...shares].map(([stakeholder, quantity]) => [stakeholder, quantity.div(total)]));
}
