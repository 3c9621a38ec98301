/**
 * Principal components by power iteration with deflation, in f64: another way to the same axes than Jacobi's.
 * x ← C x / |C x|, C x made from the points themselves; what is found is taken out of the points.
 */
export function powerComponents(
  points: readonly (readonly number[])[],
  k: number,
): { axes: number[][]; shares: number[] } {
  // prettier-ignore
  const [n, D] = [points.length, points[0]!.length];
  const mean = Array.from({ length: D }, (_, d) => points.reduce((sum, point) => sum + point[d]!, 0) / n);
  let rest = points.map((point) => point.map((x, d) => x - mean[d]!));
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, d) => sum + x * b[d]!, 0);
  const variance = (list: readonly (readonly number[])[]) => list.reduce((sum, x) => sum + dot(x, x), 0) / n;
  const total = variance(rest);
  const axes: number[][] = [];
  const shares: number[] = [];
  for (let i = 0; i < k; i++) {
    let x = Array.from({ length: D }, (_, d) => 1 / (d + 2));
    for (let step = 0; step < 20_000; step++) {
      const next = new Array<number>(D).fill(0);
      for (const point of rest) {
        const along = dot(point, x);
        point.forEach((p, d) => (next[d]! += along * p));
      }
      const length = Math.hypot(...next);
      const moved = Math.hypot(...next.map((v, d) => v / length - x[d]!));
      x = next.map((v) => v / length);
      if (moved < 1e-15) break;
    }
    axes.push(x);
    shares.push(variance(rest.map((point) => [dot(point, x)])) / total);
    rest = rest.map((point) => point.map((p, d) => p - dot(point, x) * x[d]!));
  }
  return { axes, shares };
}
