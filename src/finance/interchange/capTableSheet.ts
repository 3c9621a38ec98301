/** A cap table as a sheet that computes parts and values itself. */
import { rational, type Exact } from '../rational';
import { fullyDiluted, type CapTable } from '../capTable';
import { cellAddress, type FormulaCell, type FormulaTable } from './sheet';

const same = (text: string) => ({ zh: text, en: text });

/**
 * A row for each holding and one for their sum: part = shares / all shares, value = shares · price.
 *
 * @param pricePerShare currency units, of the last round; absent: no price and no value
 * @throws {DomainError} a number beyond a double
 * @example capTableSheet(capTable([{ stakeholder: 'Ada', quantity: 3 }, { stakeholder: 'Bo', quantity: 1 }])).rows[0][3] // { formula: 'C2/C4', value: 0.75 }
 */
export function capTableSheet(table: CapTable, pricePerShare?: Exact): FormulaTable {
  const all = fullyDiluted(table);
  const price = pricePerShare === undefined ? undefined : rational(pricePerShare);
  const last = table.length;
  /** The cells of one column, from the first holding to the last. */
  const column = (c: number) => `${cellAddress(1, c)}:${cellAddress(last, c)}`;
  const total = cellAddress(last + 1, 2);
  const rows = table.map(({ stakeholder, stockClass, quantity }, i): FormulaCell[] => {
    const shares = cellAddress(i + 1, 2);
    const part = { formula: `${shares}/${total}`, value: quantity.div(all).toNumber() };
    const worth = price && { formula: `${shares}*${cellAddress(i + 1, 4)}`, value: quantity.mul(price).toNumber() };
    const money = worth ? [price.toNumber(), worth] : [];
    return [same(stakeholder), same(stockClass), quantity.toNumber(), part, ...money];
  });
  const sums: FormulaCell[] = [
    { zh: '合计', en: 'total' },
    same(''),
    { formula: `SUM(${column(2)})`, value: all.toNumber() },
    { formula: `SUM(${column(3)})`, value: 1 },
    ...(price ? [price.toNumber(), { formula: `SUM(${column(5)})`, value: all.mul(price).toNumber() }] : []),
  ];
  return {
    caption: { zh: '股权表', en: 'cap table' },
    columns: [
      { label: { zh: '持有人', en: 'stakeholder' } },
      { label: { zh: '股份类别', en: 'class' } },
      { label: { zh: '股数', en: 'shares' }, digits: 0 },
      { label: { zh: '占比', en: 'part' }, digits: 6 },
      ...(price
        ? [
            { label: { zh: '每股价格', en: 'price per share' }, digits: 4 },
            { label: { zh: '价值', en: 'value' }, digits: 2 },
          ]
        : []),
    ],
    rows: [...rows, sums],
  };
}
