import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowLabels } from '@/components/chart/flowLabels';
import { placeAround } from '@/components/chart/placeAround';
import { placeLabels } from '@/components/chart/placeLabels';

const inside = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 12 });

test('labels keep their distance, their order and the frame', () => {
  fc.assert(
    fc.property(inside, (wanted) => {
      const placed = placeLabels(wanted, 15, [0, 300]);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
      order.forEach((i, rank) => {
        if (rank > 0) expect(placed[i]! - placed[order[rank - 1]!]!).toBeGreaterThan(15 - 1e-6);
        expect(placed[i]).toBeGreaterThan(-1e-6);
        expect(placed[i]).toBeLessThan(300 + 1e-6);
      });
    }),
  );
});

test('no other place is nearer: against brute force on a grid', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 3 }), (wanted) => {
      const far = (placed: readonly number[]) => placed.reduce((sum, p, i) => sum + (p - wanted[i]!) ** 2, 0);
      const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
      let best = Infinity;
      for (let a = 0; a <= 12; a += 0.5)
        for (let b = a + 4; b <= 12; b += 0.5)
          for (let c = b + 4; c <= 12; c += 0.5) {
            const placed: number[] = [];
            [a, b, c].forEach((p, rank) => (placed[order[rank]!] = p));
            best = Math.min(best, far(placed));
          }
      expect(far(placeLabels(wanted, 4, [0, 12]))).toBeLessThanOrEqual(best + 1e-9);
    }),
  );
});

test('labels that touch nobody stay where they belong', () => {
  expect(placeLabels([200, 20, 100], 15, [0, 300])).toEqual([200, 20, 100]);
});

test('too many labels share the room evenly', () => {
  expect(placeLabels([5, 5, 5], 40, [0, 60])).toEqual([0, 30, 60]);
});

test('none and one', () => {
  expect(placeLabels([], 15, [0, 300])).toEqual([]);
  expect(placeLabels([-4], 15, [0, 300])).toEqual([0]);
});

test('flowLabels keeps within the line, and puts what is too long on a line of its own', () => {
  expect(flowLabels([40, 300, 10, 50], 100, 8)).toEqual([
    { x: 0, row: 0 },
    { x: 0, row: 1 },
    { x: 0, row: 2 },
    { x: 18, row: 2 },
  ]);
});

test('names stand where no point and no other name is', () => {
  const points = Array.from({ length: 40 }, (_, i) => ({ x: (i * 73) % 300, y: (i * 37) % 200 }));
  const widths = points.map((_, i) => 20 + (i % 5) * 8);
  const placed = placeAround(points, widths, { x: 0, y: 0, width: 300, height: 200 });
  const boxes = placed.flatMap((p, i) => (p ? [{ i, x: p.x, y: p.y - 7, width: widths[i]!, height: 14 }] : []));
  expect(boxes.length).toBeGreaterThan(20);
  boxes.forEach((a, k) => {
    expect(a.x >= 0 && a.x + a.width <= 300 && a.y >= 0 && a.y + a.height <= 200).toBe(true);
    for (const b of boxes.slice(k + 1)) {
      expect(a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + 14 && b.y < a.y + 14, `${a.i} on ${b.i}`).toBe(
        false,
      );
    }
    for (const [i, p] of points.entries()) {
      if (i !== a.i) expect(p.x > a.x && p.x < a.x + a.width && p.y > a.y && p.y < a.y + 14).toBe(false);
    }
  });
  expect(placeAround([{ x: 5, y: 5 }], [30], { x: 0, y: 0, width: 20, height: 20 })).toEqual([null]);
});
