/** The First Chicago method: a few futures, each with its probability. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';
import { npv } from './netPresentValue';

/** One future of the company. */
export type Scenario = {
  /** Best, base, worst … */
  readonly name: string;
  /** A fraction from 0 to 1; those of all scenarios add up to 1. */
  readonly probability: number;
  /** What flows to the owners at the end of years 1, 2 …; currency units; may be empty. */
  readonly cashFlows?: readonly number[];
  /** What the company is worth at the end, currency units. */
  readonly terminalValue: number;
  /** Years to the end, > 0. */
  readonly years: number;
};

export type FirstChicagoResult = {
  /** The value today of each scenario, in their order, currency units. */
  readonly values: readonly number[];
  /** Their mean by probability, currency units. */
  readonly value: number;
};

/**
 * The value of a company by scenarios:  V = Σᵢ pᵢ (Σₜ CFᵢₜ / (1 + r)^t + TVᵢ / (1 + r)^Tᵢ)
 *
 * The rate is below that of the venture capital method: failure stands among the scenarios, and need not be paid for twice.
 *
 * @param scenarios at least one
 * @param rate      a fraction a year, > −1
 * @throws {DomainError} no scenario, a number that is not finite or out of its range, probabilities that do not add up to 1
 * @example firstChicago([{ name: 'best', probability: 0.25, terminalValue: 121, years: 2 }, { name: 'worst', probability: 0.75, terminalValue: 0, years: 2 }], 0.1).value // 25
 * @source First Chicago Corporation; described in J. Timmons, New Venture Creation
 */
export function firstChicago(scenarios: readonly Scenario[], rate: number, note: Note = silent): FirstChicagoResult {
  const where = 'firstChicago';
  require(scenarios.length > 0, where, 'there is at least one scenario', scenarios);
  checkNumbers(where, { rate }, { above: -1 });
  const total = scenarios.reduce((sum, { probability }) => sum + probability, 0);
  for (const { name, probability, terminalValue, years } of scenarios) {
    checkNumbers(where, { [`the probability of ${name}`]: probability }, { min: 0, max: 1 });
    checkNumbers(where, { [`the terminal value of ${name}`]: terminalValue });
    checkNumbers(where, { [`the years of ${name}`]: years }, { above: 0 });
  }
  require(Math.abs(total - 1) < 1e-9, where, 'the probabilities add up to 1', total);

  const values = scenarios.map(({ name, cashFlows = [], terminalValue, years }, i) => {
    const flows = npv(rate, [0, ...cashFlows]);
    return note(
      {
        symbol: `V${i + 1}`,
        name: { zh: `“${name}”的现值`, en: `present value of “${name}”` },
        formula: 'F + TV / (1 + r)^T',
        inputs: { F: flows, TV: terminalValue, r: rate, T: years },
        unit: 'money',
      },
      flows + terminalValue / (1 + rate) ** years,
    );
  });
  const value = note(
    {
      symbol: 'V',
      name: { zh: '按概率加权的价值', en: 'value weighted by probability' },
      formula: values.map((_, i) => `p${i + 1} · V${i + 1}`).join(' + '),
      inputs: Object.fromEntries(
        values.flatMap((v, i) => [
          [`p${i + 1}`, scenarios[i]!.probability],
          [`V${i + 1}`, v],
        ]),
      ),
      unit: 'money',
    },
    values.reduce((sum, v, i) => sum + scenarios[i]!.probability * v, 0),
  );
  return { values, value };
}
