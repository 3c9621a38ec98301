import { expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { principalComponents } from '@/models/principalComponents';
import { assertClose } from '../support/assertClose';
import { refusals } from '../support/refusals';
import { powerComponents } from '../oracle/powerComponents';

const cloud = (n: number, D: number, seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: n }, () => Array.from({ length: D }, (_, d) => random.normal() * (d + 1) + d));
};

test.each([[5, 2], [40, 3], [12, 16], [30, 7]])('%i points of %i numbers: axes, shares and places as by power iteration', (n, D) => {
  const points = cloud(n, D, n + D);
  const found = principalComponents(points, 2);
  const oracle = powerComponents(points, 2);
  assertClose(found.shares, oracle.shares, { abs: 1e-9 });
  found.axes.forEach((axis, i) => {
    const sign = Math.sign(axis.reduce((sum, a, d) => sum + a * oracle.axes[i]![d]!, 0));
    assertClose(axis.map((a) => sign * a), oracle.axes[i]!, { abs: 1e-7 });
    const mean = points[0]!.map((_, d) => points.reduce((sum, point) => sum + point[d]!, 0) / n);
    const place = points[0]!.reduce((sum, x, d) => sum + (x - mean[d]!) * oracle.axes[i]![d]!, 0);
    assertClose(found.project(points[0]!)[i]! * sign, place, { abs: 1e-6 });
  });
}); // prettier-ignore

test('all components: at right angles, of length 1, and together the whole variance', () => {
  const { axes, shares } = principalComponents(cloud(50, 5, 1), 5);
  for (const [i, a] of axes.entries())
    for (const [j, b] of axes.entries())
      assertClose(a.reduce((sum, x, d) => sum + x * b[d]!, 0), Number(i === j), { abs: 1e-12 }); // prettier-ignore
  assertClose(shares.reduce((sum, x) => sum + x, 0), 1, { abs: 1e-12 }); // prettier-ignore
  expect(shares).toEqual([...shares].sort((a, b) => b - a));
});

test('points that are one have no variance to share', () => {
  expect(principalComponents([[1, 2], [1, 2]], 2).shares).toEqual([0, 0]); // prettier-ignore
});

test('refused', () => {
  expect(
    refusals({
      none: () => principalComponents([], 1),
      uneven: () => principalComponents([[1, 2], [3]], 1),
      many: () => principalComponents([[1, 2]], 3),
    }),
  ).toMatchInlineSnapshot(`
    {
      "many": "DomainError: principalComponents: k is a whole number from 1 to 2; got 3",
      "none": "ShapeError: principalComponents: points have as many numbers each; got []",
      "uneven": "ShapeError: principalComponents: points have as many numbers each; got [2, 1]",
    }
  `);
});
