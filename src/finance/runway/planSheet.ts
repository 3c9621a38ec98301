/** A monthly plan as a sheet: what was assumed stands as numbers, what follows from it as formulas. */
import { require } from '@/lib/errors';
import { cellAddress, type FormulaTable } from '../interchange/sheet';
import type { PlanMonth } from './monthlyPlan';

/** Columns in the order of the sheet; net and cash, the last two, are computed in it. */
const COLUMNS = {
  month: ['月', 'month'],
  customers: ['客户', 'customers'],
  revenue: ['收入', 'revenue'],
  serving: ['服务成本', 'serving'],
  acquisition: ['获客', 'acquisition'],
  payroll: ['工资', 'payroll'],
  fixed: ['其他固定', 'other fixed'],
  compute: ['算力', 'compute'],
  debt: ['债务', 'debt'],
  funding: ['融资', 'funding'],
  net: ['净额', 'net'],
  cash: ['现金', 'cash'],
} as const satisfies Record<keyof PlanMonth, readonly [zh: string, en: string]>;

const KEYS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

/**
 * The sheet of a plan: net = revenue − serving − … + debt + funding, cash = cash before + net.
 *
 * @param rows of runPlan, at least one month
 * @example planSheet([{ month: 1, customers: 0, revenue: 0, serving: 0, acquisition: 0, payroll: 5, fixed: 0, compute: 0, debt: 0, funding: 0, net: -5, cash: 15 }]).rows[0].slice(10) // [{ formula: 'C2-SUM(D2:H2)+I2+J2', value: -5 }, { formula: '20+K2', value: 15 }]
 */
export function planSheet(rows: readonly PlanMonth[]): FormulaTable {
  require(rows.length > 0, 'planSheet', 'there is at least one month', rows);
  return {
    caption: { zh: '月度计划', en: 'monthly plan' },
    columns: KEYS.map((key) => ({
      label: { zh: COLUMNS[key][0], en: COLUMNS[key][1] },
      digits: key === 'month' ? 0 : 2,
    })),
    rows: rows.map((row, i) => {
      const at = (key: keyof PlanMonth, r = i + 1) => cellAddress(r, KEYS.indexOf(key));
      const net = `${at('revenue')}-SUM(${at('serving')}:${at('compute')})+${at('debt')}+${at('funding')}`;
      const before = i === 0 ? String(row.cash - row.net) : at('cash', i);
      return KEYS.map((key) => {
        if (key === 'net') return { formula: net, value: row.net };
        if (key === 'cash') return { formula: `${before}+${at('net')}`, value: row.cash };
        return row[key];
      });
    }),
  };
}
