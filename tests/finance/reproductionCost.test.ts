import { expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { reproductionCost, type ReproductionCost } from '@/finance/reproductionCost';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

/** GPU hours of Llama 2 70B by its model card; the rest is ours, in round numbers. */
const terms: ReproductionCost = {
  gpuHours: 1_720_320,
  pricePerGpuHour: 2,
  experiments: 1.5,
  staff: [
    { role: 'research', people: 30, years: 1.5, costPerYear: 400_000 },
    { role: 'operations', people: 10, years: 1, costPerYear: 200_000 },
  ],
  data: 3e6,
  recruiting: 0.25,
  obsolescence: 0.4,
};

test('by hand', () => {
  expect(reproductionCost(terms)).toEqual({
    compute: 8_601_600,
    staff: 20e6,
    data: 3e6,
    recruiting: 3.5e6,
    gross: 35_101_600,
    value: 21_060_960,
  });
});

test('what is left out costs nothing', () => {
  const { gross, value } = reproductionCost({ gpuHours: 100, pricePerGpuHour: 3, staff: [] });
  expect([gross, value]).toEqual([300, 300]);
});

test('its working adds up', () => {
  const { result, steps } = explain((note) => reproductionCost(terms, note));
  expect(faults(steps)).toEqual([]);
  expect(steps.at(-1)!.value).toBe(result.value);
});

test('refusals', () => {
  const with_ = (change: Partial<ReproductionCost>) => () => reproductionCost({ ...terms, ...change });
  expect(
    refusals({
      'hours below 0': with_({ gpuHours: -1 }),
      'people below 0': with_({ staff: [{ role: 'sales', people: -1, years: 1, costPerYear: 1 }] }),
      'more than obsolete': with_({ obsolescence: 1.1 }),
      'not finite': with_({ data: Infinity }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "hours below 0": "DomainError: reproductionCost: gpuHours is at least 0; got -1",
      "more than obsolete": "DomainError: reproductionCost: obsolescence is a finite number from 0 to 1; got 1.1",
      "not finite": "DomainError: reproductionCost: data is a finite number; got Infinity",
      "people below 0": "DomainError: reproductionCost: people (sales) is at least 0; got -1",
    }
  `);
});
