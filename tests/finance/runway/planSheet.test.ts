import { expect, test } from 'vitest';
import type { Formula } from '@/finance/interchange/sheet';
import { constantRetention, runPlan } from '@/finance/runway/monthlyPlan';
import { planSheet } from '@/finance/runway/planSheet';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

test('the sheet computes the plan: net from its columns, cash from the month before', () => {
  const rows = runPlan({
    months: 12,
    openingCash: 50_000,
    newCustomers: new Array<number>(12).fill(20),
    retention: constantRetention(0.05, 12),
    price: 30,
    grossMargin: 0.7,
    acquisitionCost: 40,
    hires: [{ month: 2, people: 2, monthlyCost: 3000 }],
    fixedCost: 500,
    compute: [{ month: 5, amount: 9000 }],
    funding: [{ month: 8, amount: 30_000 }],
    loans: [{ month: 3, principal: 10_000, rate: 0.1, interestOnlyMonths: 3, amortisationMonths: 12 }],
  });
  const sheet = planSheet(rows);
  const columns = 'ABCDEFGHIJKL';
  let cash = 50_000;
  sheet.rows.forEach((row, i) => {
    const r = i + 2;
    expect((row[10] as Formula).formula).toBe(`C${r}-SUM(D${r}:H${r})+I${r}+J${r}`);
    expect((row[11] as Formula).formula).toBe(i === 0 ? '50000+K2' : `L${r - 1}+K${r}`);
    const value = (letter: string) => row[columns.indexOf(letter)] as number;
    const net = value('C') - 'DEFGH'.split('').reduce((sum, c) => sum + value(c), 0) + value('I') + value('J');
    assertClose((row[10] as Formula).value, net, { rel: 1e-12 });
    assertClose((row[11] as Formula).value, (cash += net), { rel: 1e-12 });
  });
  expect(sheet.columns.map((c) => c.label.en).join()).toBe(
    'month,customers,revenue,serving,acquisition,payroll,other fixed,compute,debt,funding,net,cash',
  );
  expect(refusal(() => planSheet([]))).toBe('DomainError: planSheet: there is at least one month; got []');
});
