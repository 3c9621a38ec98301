/**
 * One training pair, number by number, in f64:
 *
 *   L = −ln σ(u₀ · v) − Σₖ ln σ(−uₖ · v),   ∂L/∂v = Σ (σ(u · v) − y) u,   ∂L/∂u = (σ(u · v) − y) v
 *
 * v is the vector of the centre, u₀ that of the context (y = 1), the others those of the noise (y = 0).
 */
export interface Pair {
  readonly centre: string;
  /** The context, then the noise. */
  readonly samples: readonly string[];
  /** (D) */
  readonly v: readonly number[];
  /** (1 + negatives, D) */
  readonly u: readonly (readonly number[])[];
}

export interface Term {
  readonly word: string;
  readonly target: 0 | 1;
  readonly dot: number;
  readonly sigma: number;
  /** σ − y: what its vector is multiplied by in the gradient. */
  readonly error: number;
  /** −ln of the probability of being right. */
  readonly loss: number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const dotOf = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, d) => sum + x * b[d]!, 0);
/** −ln σ(x), without overflow. */
const surprise = (x: number) => Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const termsOf = ({ samples, v, u }: Pair): Term[] =>
  samples.map((word, k): Term => {
    const target = k === 0 ? 1 : 0;
    const dot = dotOf(u[k]!, v);
    const sigma = sigmoid(dot);
    return { word, target, dot, sigma, error: sigma - target, loss: surprise(target ? dot : -dot) };
  });

/** (D): ∂L/∂v. */
export function gradientOf(pair: Pair): number[] {
  const terms = termsOf(pair);
  return pair.v.map((_, d) => terms.reduce((sum, { error }, k) => sum + error * pair.u[k]![d]!, 0));
}

const lossOf = (pair: Pair) => termsOf(pair).reduce((sum, { loss }) => sum + loss, 0);

/** Step of the difference: large enough for 16 digits, small enough for a straight piece of curve. */
export const H = 1e-4;

/** Coordinate d moved a little up and a little down: the two losses, and the slope between them. */
export function differenceOf(pair: Pair, d: number): { up: number; down: number; slope: number } {
  const at = (shift: number) => lossOf({ ...pair, v: pair.v.map((x, i) => (i === d ? x + shift : x)) });
  const [up, down] = [at(H), at(-H)];
  return { up, down, slope: (up - down) / (2 * H) };
}

/** Whether a gradient and its difference are the same as far as a difference can tell. */
export const agrees = (gradient: number, slope: number): boolean =>
  Math.abs(gradient - slope) <= 1e-6 * Math.max(Math.abs(gradient), Math.abs(slope), 1e-2);
