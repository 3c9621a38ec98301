import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explain } from '@/finance/derivation';
import { firstChicago, type Scenario } from '@/finance/firstChicago';
import { npv } from '@/finance/netPresentValue';
import { faults } from '../support/formula';
import { refusals } from '../support/refusals';

/** Ours: round numbers at 10 %, by hand 0.25 · 110 + 0.5 · 50 + 0.25 · 4. */
const scenarios: readonly Scenario[] = [
  { name: 'best', probability: 0.25, cashFlows: [11, 0], terminalValue: 121, years: 2 },
  { name: 'base', probability: 0.5, terminalValue: 66.55, years: 3 },
  { name: 'worst', probability: 0.25, terminalValue: 4.4, years: 1 },
];

test('by hand', () => {
  const { values, value } = firstChicago(scenarios, 0.1);
  [110, 50, 4].forEach((x, i) => expect(values[i]).toBeCloseTo(x, 10));
  expect(value).toBeCloseTo(53.5, 10);
});

test('one certain scenario is a present value; splitting it changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 9 }), (percent, years) => {
      const scenario = { name: 'a', probability: 1, cashFlows: [5, 6], terminalValue: 100, years };
      const whole = firstChicago([scenario], 0.25).value;
      const flows = [0, 5, 6, ...new Array<number>(10).fill(0)].map((x, t) => x + (t === years ? 100 : 0));
      expect(whole).toBeCloseTo(npv(0.25, flows), 9);
      const p = percent / 100;
      const parts = [
        { ...scenario, probability: p },
        { ...scenario, name: 'b', probability: 1 - p },
      ];
      expect(firstChicago(parts, 0.25).value).toBeCloseTo(whole, 9);
    }),
  );
});

test('its working adds up', () => {
  const { result, steps } = explain((note) => firstChicago(scenarios, 0.1, note));
  expect(faults(steps)).toEqual([]);
  expect(steps.at(-1)!.value).toBe(result.value);
});

test('refusals', () => {
  const [best, base] = scenarios;
  expect(
    refusals({
      'no scenario': () => firstChicago([], 0.1),
      'less than everything': () => firstChicago([best!, base!], 0.1),
      'a probability above 1': () => firstChicago([{ ...best!, probability: 1.5 }], 0.1),
      'a probability below 0': () =>
        firstChicago(
          [
            { ...best!, probability: -0.5 },
            { ...base!, probability: 1.5 },
          ],
          0.1,
        ),
      'no time': () => firstChicago([{ ...best!, probability: 1, years: 0 }], 0.1),
      'nothing left': () => firstChicago(scenarios, -1),
      'a value without end': () => firstChicago([{ ...best!, probability: 1, terminalValue: Infinity }], 0.1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a probability above 1": "DomainError: firstChicago: the probability of best is a finite number from 0 to 1; got 1.5",
      "a probability below 0": "DomainError: firstChicago: the probability of best is a finite number from 0 to 1; got -0.5",
      "a value without end": "DomainError: firstChicago: the terminal value of best is a finite number; got Infinity",
      "less than everything": "DomainError: firstChicago: the probabilities add up to 1; got 0.75",
      "no scenario": "DomainError: firstChicago: there is at least one scenario; got []",
      "no time": "DomainError: firstChicago: the years of best is a finite number greater than 0; got 0",
      "nothing left": "DomainError: firstChicago: rate is a finite number greater than -1; got -1",
    }
  `);
});
