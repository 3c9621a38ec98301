/** Every function that explains itself: the formula of each step, read by another hand, gives the value of the step. */
import { expect, test } from 'vitest';
import { explain, type Note } from '@/finance/derivation';
import { competitionPressure } from '@/finance/market/competition';
import { compoundGrowth, exponentialGrowth, logisticGrowth } from '@/finance/market/growth';
import { predictiveValues } from '@/finance/risk/confusion';
import { printedCashFlow } from '@/finance/runway/printed';
import { assertClose } from '../support/assertClose';
import { evaluate } from '../support/formula';

const printed = { a: 5000, b: 1000, t1: 6, t2: 12, relief: 3000 };
test.each<[string, (note: Note) => unknown, number]>([
  ['exponentialGrowth', (note) => exponentialGrowth(1000, 0.1, 12, note), 3320.116922736547],
  ['compoundGrowth', (note) => compoundGrowth(1000, 0.1, 12, note), 3138.428376721],
  ['logisticGrowth', (note) => logisticGrowth(100, 0.5, 3, 3, note), 50],
  ['competitionPressure', (note) => competitionPressure(5, 400, 1000, note), 2],
  ['printedCashFlow, first', (note) => printedCashFlow(printed, 6, note), 31_000],
  ['printedCashFlow, second', (note) => printedCashFlow(printed, 12, note), 58_000],
  ['printedCashFlow, third', (note) => printedCashFlow(printed, 13, note), 0],
  ['predictiveValues', (note) => predictiveValues(0.99, 0.95, 0.01, note), 0.9405 / 0.9406],
])('%s', (_, compute, last) => {
  const { steps } = explain(compute);
  for (const step of steps) assertClose(evaluate(step.formula, step.inputs), step.value, { rel: 1e-13 });
  assertClose(steps.at(-1)!.value, last, { rel: 1e-12 });
  for (const { name } of steps) expect(name.zh).not.toBe(name.en);
});
