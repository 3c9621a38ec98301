/** The exponent e of y ≈ c · nᵉ, by least squares on logarithms. */
export function exponent(points: readonly (readonly [n: number, y: number])[]): number {
  const logs = points.map(([n, y]) => [Math.log(n), Math.log(y)] as const);
  const mean = (i: 0 | 1) => logs.reduce((s, p) => s + p[i], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((s, p) => s + (p[0] - x) * (p[1] - y), 0) / logs.reduce((s, p) => s + (p[0] - x) ** 2, 0);
}
