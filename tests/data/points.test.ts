import { describe, expect, test } from 'vitest';
import { POINT_SHAPES, createPoints } from '@/data/points';
import { assertClose } from '../support/assertClose';
import { refusals } from '../support/refusals';

const points = (shape: (typeof POINT_SHAPES)[number], noise = 0, count = 400) =>
  createPoints(shape, { count, noise, seed: 3 });

describe.each(POINT_SHAPES)('%s', (shape) => {
  test('as many points as asked for, the same for the same seed; the noise changes them', () => {
    const list = points(shape, 0.25);
    expect(list).toHaveLength(400);
    expect(points(shape, 0.25)).toEqual(list);
    expect(createPoints(shape, { count: 400, noise: 0.25, seed: 4 })).not.toEqual(list);
    expect(points(shape)).not.toEqual(list);
    const numbers = list.flatMap(({ x, y, label }) => [x, y, label]);
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(Math.max(...list.map(({ label }) => Math.abs(label)))).toBeLessThanOrEqual(shape === 'plane' ? 1.5 : 1);
  });
});

describe('without noise, the label follows from the place', () => {
  test('circle: inside 2.5, and outside from 3.5 to 5', () => {
    for (const { x, y, label } of points('circle')) {
      const r = Math.hypot(x, y);
      expect(label).toBe(r < 2.5 ? 1 : -1);
      expect(r < 2.5 || (r >= 3.5 && r <= 5)).toBe(true);
    }
  });
  test('xor: the sign of the product, nothing within 0.3 of an axis', () => {
    for (const { x, y, label } of points('xor')) {
      expect(label).toBe(Math.sign(x * y));
      expect(Math.min(Math.abs(x), Math.abs(y))).toBeGreaterThanOrEqual(0.3);
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(5.3);
    }
  });
  test('spirals: each point of one arm lies opposite one of the other', () => {
    const list = points('spirals', 0, 40);
    list.slice(0, 20).forEach(({ x, y }, i) => assertClose([x, y], [-list[20 + i]!.x, -list[20 + i]!.y], { abs: 1e-12 })); // prettier-ignore
    assertClose(Math.hypot(list[10]!.x, list[10]!.y), 2.5, { rel: 1e-12 });
  });
  test('moons: half circles around (0, 0) and (1, ½)', () => {
    for (const { x, y, label } of points('moons')) {
      assertClose(label > 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5), 1, { rel: 1e-12 });
      expect(label > 0 ? y : 0.5 - y).toBeGreaterThanOrEqual(-1e-12);
    }
  });
  test('plane: a tenth of the sum', () => {
    for (const { x, y, label } of points('plane')) assertClose(label, (x + y) / 10, { rel: 1e-12 });
  });
  test('hills: 1 on a top, −1 in a hollow, 0 from 2 away', () => {
    const list = points('hills', 0, 4000);
    for (const [cx, cy, sign] of [
      [-4, 2.5, 1],
      [0, 2.5, -1],
      [4, -2.5, -1],
    ] as const)
      // prettier-ignore
      for (const { x, y, label } of list) {
        const r = Math.hypot(x - cx, y - cy);
        if (r < 1.9) assertClose(label, sign * (1 - r / 2), { abs: 1e-12 });
      }
    expect(list.filter(({ label }) => label === 0).length).toBeGreaterThan(100);
  });
});

test('gaussians: mean (±2, ±2), variance from 0.5 to 4', () => {
  for (const [noise, variance] of [
    [0, 0.5],
    [0.5, 4],
  ] as const) {
    // prettier-ignore
    const mine = points('gaussians', noise, 4000).filter(({ label }) => label === 1);
    const mean = mine.reduce((sum, { x }) => sum + x, 0) / mine.length;
    assertClose(mean, 2, { abs: 0.15 });
    assertClose(mine.reduce((sum, { x }) => sum + (x - mean) ** 2, 0) / mine.length, variance, { rel: 0.1 });
  }
});

test('refused', () => {
  const make = (shape: string, more: object) => () => createPoints(shape as 'xor', { count: 2, seed: 1, ...more });
  expect(
    refusals({
      shape: make('star', {}),
      count: make('xor', { count: 3 }),
      none: make('xor', { count: 0 }),
      noise: make('xor', { noise: 0.6 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "count": "DomainError: createPoints: the count is even and positive; got 3",
      "noise": "DomainError: createPoints: noise is a finite number from 0 to 0.5; got 0.6",
      "none": "DomainError: createPoints: the count is even and positive; got 0",
      "shape": "DomainError: createPoints: a shape is one of circle,xor,gaussians,spirals,moons,plane,hills; got "star"",
    }
  `);
});
