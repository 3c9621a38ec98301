/** The cost method: what it would take to make the same model with the same team again. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';

export type ReproductionCost = {
  /** Hours of one GPU that the final training run took, ≥ 0. */
  readonly gpuHours: number;
  /** Currency units for an hour of one GPU, ≥ 0. */
  readonly pricePerGpuHour: number;
  /** Experiments and failed runs, in final runs: 1 when they took as much again; ≥ 0. */
  readonly experiments?: number;
  /** Who worked on it: people, for how many years, at what cost a year and head (salary and all that goes with it). */
  readonly staff: readonly {
    readonly role: string;
    readonly people: number;
    readonly years: number;
    readonly costPerYear: number;
  }[];
  /** Data bought, labelled and cleaned, currency units, ≥ 0. */
  readonly data?: number;
  /** Finding and hiring such a team, in its yearly costs; ≥ 0. */
  readonly recruiting?: number;
  /** What time has taken off: the part of the cost that a newcomer would no longer have, from 0 to 1. */
  readonly obsolescence?: number;
};

export type ReproductionCostResult = {
  /** Currency units each. */
  readonly compute: number;
  readonly staff: number;
  readonly data: number;
  readonly recruiting: number;
  /** All of them, currency units. */
  readonly gross: number;
  /** Less what is obsolete, currency units. */
  readonly value: number;
};

/**
 * The value of a company as the cost of making its model and team again.
 *
 *   value = (h p (1 + e) + Σ people · years · cost + data + q Σ people · cost) · (1 − o)
 *
 * It says what a rival has to spend, not what the company will earn.
 *
 * @throws {DomainError} a number that is not finite or out of its range
 * @example reproductionCost({ gpuHours: 1e6, pricePerGpuHour: 2, experiments: 1, staff: [{ role: 'research', people: 10, years: 2, costPerYear: 300_000 }], obsolescence: 0.2 }).value // 8e6
 * @source International Valuation Standards 105, cost approach: reproduction cost less depreciation
 */
export function reproductionCost(terms: ReproductionCost, note: Note = silent): ReproductionCostResult {
  const where = 'reproductionCost';
  const {
    gpuHours: h,
    pricePerGpuHour: p,
    experiments: e = 0,
    data = 0,
    recruiting: q = 0,
    obsolescence: o = 0,
  } = terms;
  const amounts = { gpuHours: h, pricePerGpuHour: p, experiments: e, data, recruiting: q };
  const everyone = terms.staff.map(({ role, people, years, costPerYear }) => ({
    [`people (${role})`]: people,
    [`years (${role})`]: years,
    [`costPerYear (${role})`]: costPerYear,
  }));
  for (const values of [amounts, ...everyone]) {
    checkNumbers(where, values);
    for (const [name, value] of Object.entries(values)) require(value >= 0, where, `${name} is at least 0`, value);
  }
  checkNumbers(where, { obsolescence: o }, { min: 0, max: 1 });

  const compute = note(
    {
      symbol: 'G',
      name: { zh: '算力成本', en: 'compute' },
      formula: 'h · p · (1 + e)',
      inputs: { h, p, e },
      unit: 'money',
    },
    h * p * (1 + e),
  );
  const salaries = terms.staff.map(({ people, years, costPerYear }) => people * years * costPerYear);
  const staff = note(
    { symbol: 'S', name: { zh: '人员成本', en: 'staff' }, formula: 'sum(s)', inputs: { s: salaries }, unit: 'money' },
    total(salaries),
  );
  const yearly = terms.staff.map(({ people, costPerYear }) => people * costPerYear);
  const recruiting = note(
    {
      symbol: 'H',
      name: { zh: '重新组建团队', en: 'hiring such a team' },
      formula: 'q · sum(y)',
      inputs: { q, y: yearly },
      unit: 'money',
    },
    q * total(yearly),
  );
  const gross = note(
    {
      symbol: 'K',
      name: { zh: '重置成本合计', en: 'reproduction cost' },
      formula: 'G + S + D + H',
      inputs: { G: compute, S: staff, D: data, H: recruiting },
      unit: 'money',
    },
    compute + staff + data + recruiting,
  );
  const value = note(
    {
      symbol: 'V',
      name: { zh: '扣除贬值后', en: 'less what is obsolete' },
      formula: 'K · (1 − o)',
      inputs: { K: gross, o },
      unit: 'money',
    },
    gross * (1 - o),
  );
  return { compute, staff, data, recruiting, gross, value };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
