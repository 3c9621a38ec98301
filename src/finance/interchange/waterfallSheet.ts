/** Who gets what at one exit as a sheet that checks itself. */
import type { Rational } from '../rational';
import type { Election, Waterfall } from '../waterfall';
import { cellAddress, type FormulaCell, type FormulaTable } from './sheet';

const ELECTIONS: Readonly<Record<Election, FormulaTable['caption']>> = {
  shares: { zh: '按股分配', en: 'shares' },
  preference: { zh: '取优先清算额', en: 'preference' },
  participates: { zh: '参与分配', en: 'participates' },
  capped: { zh: '达到上限', en: 'capped' },
  converts: { zh: '转为普通股', en: 'converts' },
  exercises: { zh: '行权', en: 'exercises' },
  lapses: { zh: '失效', en: 'lapses' },
};

const same = (text: string) => ({ zh: text, en: text });
const blank = same('');

/**
 * The exit, what is taken off it, what each class gets in all and for each share, and what is left over: always 0.
 *
 * The working of each amount is another sheet: workingSheet of the steps of `waterfall`.
 *
 * @example waterfallSheet(waterfall(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {}, 4)).rows.at(-1)[3] // { formula: 'D2-SUM(D3:D4)', value: 0 }
 */
export function waterfallSheet({ exit, costs, debts, classes }: Waterfall): FormulaTable {
  const whole = cellAddress(1, 3);
  let at = 1;
  const row = (
    name: FormulaTable['caption'],
    election: FormulaTable['caption'],
    money: Rational,
    shares?: Rational,
  ) => {
    const [count, paid] = [cellAddress(at, 2), cellAddress(at, 3)];
    at += 1;
    const part = exit.compare(0) > 0 ? { formula: `${paid}/${whole}`, value: money.div(exit).toNumber() } : 0;
    const each = shares ? { formula: `${paid}/${count}`, value: money.div(shares).toNumber() } : blank;
    return [name, election, shares?.toNumber() ?? blank, money.toNumber(), part, each] satisfies FormulaCell[];
  };
  const rows: FormulaCell[][] = [
    row({ zh: '退出价格', en: 'exit' }, blank, exit),
    row({ zh: '交易费用', en: 'costs' }, blank, costs),
    ...debts.map(({ name, paid }) => row(same(name), blank, paid)),
    ...classes.map(({ stockClass, election, payout, shares }) =>
      row(same(stockClass), ELECTIONS[election], payout, shares),
    ),
  ];
  const taken = `SUM(${cellAddress(2, 3)}:${cellAddress(at - 1, 3)})`;
  const left = { formula: `${whole}-${taken}`, value: 0 };
  const columns = [
    [{ zh: '项目', en: 'item' }],
    [{ zh: '选择', en: 'election' }],
    [{ zh: '折合普通股数', en: 'shares as common' }, 2],
    [{ zh: '金额', en: 'money' }, 2],
    [{ zh: '占退出价格', en: 'part of the exit' }, 6],
    [{ zh: '每股', en: 'per share' }, 6],
  ] as const;
  return {
    caption: { zh: '退出分配', en: 'exit waterfall' },
    columns: columns.map(([label, digits]) => ({ label, ...(digits === undefined ? {} : { digits }) })),
    rows: [...rows, [{ zh: '余额', en: 'left over' }, blank, blank, left, blank, blank]],
  };
}
