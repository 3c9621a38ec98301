/** Cash flows as a sheet: each discounted, their sum, and the spreadsheet's own IRR beside ours. */
import { checkList, checkNumbers } from '@/lib/check';
import { npv } from '../netPresentValue';
import { cellAddress, type FormulaCell, type FormulaTable } from './sheet';

/**
 * The rate in B2, then a row for each time: factor = 1 / (1 + rate)^t, present value = flow · factor; below them the net
 * present value, and the internal rate where one is given.
 *
 * @param rate      a fraction per period, > −1
 * @param cashFlows currency units at t = 0, 1, 2 …; at least one
 * @param irr       the internal rate, where there is one only: Excel's IRR shows one of several without a word
 * @throws {DomainError} a rate ≤ −1, no cash flow, a number that is not finite
 * @example cashFlowSheet(0.1, [-100, 121]).rows.at(-1)[3] // { formula: 'SUM(D3:D4)', value: 10 }
 */
export function cashFlowSheet(rate: number, cashFlows: readonly number[], irr?: number): FormulaTable {
  checkNumbers('cashFlowSheet', { rate }, { above: -1 });
  checkList('cashFlowSheet', 'cashFlows', cashFlows);
  if (irr !== undefined) checkNumbers('cashFlowSheet', { irr }, { above: -1 });
  const blank = { zh: '', en: '' };
  const column = (c: number) => `${cellAddress(2, c)}:${cellAddress(cashFlows.length + 1, c)}`;
  const rows = cashFlows.map((flow, t): FormulaCell[] => {
    const at = (c: number) => cellAddress(t + 2, c);
    const factor = 1 / (1 + rate) ** t;
    return [
      t,
      flow,
      { formula: `1/(1+${cellAddress(1, 1)})^${at(0)}`, value: factor },
      { formula: `${at(1)}*${at(2)}`, value: flow * factor },
    ];
  });
  const foot = (zh: string, en: string, formula: string, value: number): FormulaCell[] => [{ zh, en }, blank, blank, { formula, value }]; // prettier-ignore
  return {
    caption: { zh: '现金流', en: 'cash flows' },
    columns: [
      { label: { zh: '时间', en: 'time' } },
      { label: { zh: '现金流', en: 'cash flow' } },
      { label: { zh: '折现系数', en: 'discount factor' } },
      { label: { zh: '现值', en: 'present value' } },
    ],
    rows: [
      [{ zh: '折现率', en: 'rate' }, rate, blank, blank],
      ...rows,
      ...(irr === undefined ? [] : [foot('内部收益率', 'internal rate of return', `IRR(${column(1)})`, irr)]),
      foot('净现值', 'net present value', `SUM(${column(3)})`, npv(rate, cashFlows)),
    ],
  };
}
