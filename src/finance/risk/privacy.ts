/** Two promises about personal data: nobody stands alone in a table (k-anonymity), and nobody's presence shows in a figure (differential privacy). */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

/** What noise is drawn from: any seeded generator. */
type Uniform = { uniform(): number };
type Normal = { normal(): number };

/**
 * Scale of Laplace noise that makes a figure ε-differentially private:  b = sensitivity / ε; its standard deviation is b·√2.
 *
 * @param sensitivity how much one person can change the figure, > 0
 * @param epsilon     > 0; the smaller, the more private
 * @example laplaceScale(1, 0.5) // 2
 * @source Dwork, McSherry, Nissim & Smith 2006, "Calibrating Noise to Sensitivity in Private Data Analysis"
 */
export function laplaceScale(sensitivity: number, epsilon: number): number {
  checkNumbers('laplaceScale', { sensitivity, epsilon }, { above: 0 });
  return sensitivity / epsilon;
}

/**
 * A figure with Laplace noise, by inversion of one uniform.
 *
 * For teaching: the low bits of doubles leak what noise hides (Mironov 2012); software for real data rounds to a lattice.
 *
 * @example addLaplace(100, 1, 1, { uniform: () => 0.5 }) // 100
 */
export function addLaplace(value: number, sensitivity: number, epsilon: number, random: Uniform): number {
  checkNumbers('addLaplace', { value });
  const scale = laplaceScale(sensitivity, epsilon);
  // In (−½, ½): a uniform of 0 would be infinitely far away.
  const u = Math.max(random.uniform(), 2 ** -54) - 0.5;
  return value - scale * Math.sign(u) * Math.log1p(-2 * Math.abs(u));
}

/**
 * Standard deviation of Gaussian noise for (ε, δ)-differential privacy:  σ = √(2·ln(1.25/δ)) · sensitivity / ε
 *
 * @param epsilon in (0, 1): the bound holds there only
 * @param delta   in (0, 1), the probability that the promise is broken
 * @example gaussianDeviation(1, 0.5, 1e-5).toFixed(4) // '9.6896'
 * @source Dwork & Roth 2014, "The Algorithmic Foundations of Differential Privacy", theorem A.1
 */
export function gaussianDeviation(sensitivity: number, epsilon: number, delta: number): number {
  checkNumbers('gaussianDeviation', { sensitivity }, { above: 0 });
  checkNumbers('gaussianDeviation', { epsilon, delta }, { above: 0, below: 1 });
  return (Math.sqrt(2 * Math.log(1.25 / delta)) * sensitivity) / epsilon;
}

/**
 * A figure with Gaussian noise.
 *
 * @example addGaussian(100, 1, 0.5, 1e-5, { normal: () => 0 }) // 100
 */
export function addGaussian(
  value: number,
  sensitivity: number,
  epsilon: number,
  delta: number,
  random: Normal,
): number {
  checkNumbers('addGaussian', { value });
  return value + gaussianDeviation(sensitivity, epsilon, delta) * random.normal();
}

/** A table of people: one record each. */
export type Row = Readonly<Record<string, string | number>>;

/**
 * k of a table: the size of the smallest group of people who look alike in the columns that others may know.
 *
 * @param quasi   names of these columns (postcode, age band, sex); at least one
 * @param rows    at least one, each with every such column
 * @returns k, and the groups that have it (the people most exposed), as the values of the columns
 * @throws {DomainError} no row, no column, or a row without one
 * @example kAnonymity([{ age: '20–29', ill: 'yes' }, { age: '20–29', ill: 'no' }, { age: '30–39', ill: 'no' }], ['age']) // { k: 1, exposed: [['30–39']], groups: 2 }
 * @source Sweeney 2002, "k-anonymity: a model for protecting privacy"
 */
export function kAnonymity(rows: readonly Row[], quasi: readonly string[]) {
  const where = 'kAnonymity';
  require(rows.length > 0, where, 'there is at least one row', rows);
  require(quasi.length > 0, where, 'there is at least one column to look at', quasi);
  const groups = new Map<string, { size: number; values: (string | number)[] }>();
  rows.forEach((row, i) => {
    const values = quasi.map((column) => {
      require(row[column] !== undefined, where, `row ${i} has the column ${column}`, Object.keys(row));
      return row[column]!;
    });
    const key = JSON.stringify(values);
    const group = groups.get(key);
    if (group) group.size++;
    else groups.set(key, { size: 1, values });
  });
  const k = Math.min(...[...groups.values()].map(({ size }) => size));
  const exposed = [...groups.values()].filter(({ size }) => size === k).map(({ values }) => values);
  return { k, exposed, groups: groups.size };
}
