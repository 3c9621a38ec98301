/** The data that the landscape is the landscape of, and the loss in f64 for drawing it. */

export type Surface = 'line' | 'logistic-mse' | 'logistic-ce';

/**
 * Four points for y = w·x + b. Σx = 0 and mean(x²) = 0.2, so the Hessian of the mean squared error is diag(0.4, 2):
 * a valley five times as stiff across as along, and gradient descent diverges above a rate of exactly 2 / 2 = 1.
 * The lowest point is w = 1.7, b = 0.5.
 */
const line = { x: [-0.6, -0.2, 0.2, 0.6], y: [-0.5, 0.1, 0.9, 1.5] };

/** Six points for y = σ(w·x + b) that no threshold separates, so that the minimum lies at a finite place. */
const logistic = { x: [-2, -1.2, -0.4, 0.4, 1.2, 2], y: [0, 0, 1, 0, 1, 1] };

/** x and y of a surface, one entry per point. */
export const dataOf = (surface: Surface): { readonly x: readonly number[]; readonly y: readonly number[] } =>
  surface === 'line' ? line : logistic;

/** The range of w and of b that the map shows. */
export const EXTENT: readonly [number, number] = [-4, 4];

/** log(1 + eᶻ) without overflow. */
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/**
 * Mean loss over the data at (w, b), f64.
 *
 *   line, logistic-mse   mean (ŷ − y)²,   ŷ = z or σ(z),   z = w·x + b
 *   logistic-ce          mean −y·log ŷ − (1 − y)·log(1 − ŷ) = mean softplus(z) − y·z
 */
export function lossAt(surface: Surface, w: number, b: number): number {
  const { x, y } = dataOf(surface);
  const terms = x.map((xi, i) => {
    const z = w * xi + b;
    if (surface === 'logistic-ce') return softplus(z) - y[i]! * z;
    const predicted = surface === 'line' ? z : 1 / (1 + Math.exp(-z));
    return (predicted - y[i]!) ** 2;
  });
  return terms.reduce((sum, t) => sum + t, 0) / terms.length;
}

/** Slope of lossAt: dL/dw, dL/db, f64. */
export function slopeAt(surface: Surface, w: number, b: number): [number, number] {
  const { x, y } = dataOf(surface);
  let [dw, db] = [0, 0];
  x.forEach((xi, i) => {
    const z = w * xi + b;
    const p = surface === 'line' ? z : 1 / (1 + Math.exp(-z));
    const residual = p - y[i]!;
    const dz = surface === 'logistic-ce' ? residual : 2 * residual * (surface === 'line' ? 1 : p * (1 - p));
    dw += (dz * xi) / x.length;
    db += dz / x.length;
  });
  return [dw, db];
}

const lowest = new Map<Surface, { w: number; b: number; loss: number }>();

/** The lowest point, by gradient descent in f64 from the middle of the map until it stands still. */
export function lowestOf(surface: Surface): { readonly w: number; readonly b: number; readonly loss: number } {
  const known = lowest.get(surface);
  if (known) return known;
  let [w, b] = [0, 0];
  for (let i = 0; i < 20_000; i++) {
    const [dw, db] = slopeAt(surface, w, b);
    if (Math.hypot(dw, db) < 1e-12) break;
    w -= 0.5 * dw;
    b -= 0.5 * db;
  }
  const found = { w, b, loss: lossAt(surface, w, b) };
  lowest.set(surface, found);
  return found;
}
