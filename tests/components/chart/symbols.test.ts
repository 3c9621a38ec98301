import { expect, test } from 'vitest';
import { symbolPath, type Shape } from '@/components/chart/symbols';

/** Area of a path of M, L, H, h, v and a (two half circles), by the shoelace formula. */
function area(path: string): number {
  const points: [number, number][] = [];
  let [x, y, circle] = [0, 0, 0];
  for (const [, command, args] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const n = args!.split(/[ ,]+/).map(Number);
    if (command === 'M' || command === 'L') [x, y] = [n[0]!, n[1]!];
    else if (command === 'H') x = n[0]!;
    else if (command === 'h') x += n[0]!;
    else if (command === 'v') y += n[0]!;
    else if (command === 'a') circle += (Math.PI * n[0]! ** 2) / 2;
    points.push([x, y]);
  }
  const sum = points.reduce((s, [px, py], i) => {
    const [qx, qy] = points[(i + 1) % points.length]!;
    return s + px * qy - qx * py;
  }, 0);
  return circle || Math.abs(sum) / 2;
}

test.each(['circle', 'square', 'triangle', 'cross'] as Shape[])('a %s weighs as much as a circle', (shape) => {
  expect(area(symbolPath(shape, 50, 50, 10)) / (Math.PI * 100)).toBeGreaterThan(0.78);
  expect(area(symbolPath(shape, 50, 50, 10)) / (Math.PI * 100)).toBeLessThan(1.05);
});
