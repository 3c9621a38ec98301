import { describe, expect, test } from 'vitest';
import { layOutNodes, placeEdgeLabels, type Box, type Point } from '@/components/chart/network';
import { textWidth } from '@/components/chart/textWidth';

const touch = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** A dense network as NetworkGraph lays it out, `width` px wide, with numbers such as −12.34. */
function network(sizes: number[], width: number) {
  const height = 90 * Math.max(...sizes) + 30;
  const area = { x: 25, y: 61, width: width - 50, height: height - 104 };
  const nodes = layOutNodes(sizes, area);
  const edges = nodes.slice(1).flatMap((to, l) => nodes[l]!.flatMap((from) => to.map((t) => ({ from, to: t }))));
  const obstacles = nodes.flat().map((n): Box => ({ x: n.x - 24, y: n.y - 37, width: 48, height: 76 }));
  const label = { width: textWidth('−12.34', 11), height: 15 };
  const box = (p: Point): Box => ({ x: p.x - label.width / 2, y: p.y - label.height / 2, ...label });
  return { edges, obstacles, label, box };
}

describe.each([
  [[3, 4, 1], 320],
  [[3, 4, 1], 360],
  [[3, 4, 1], 640],
  [[3, 4, 1], 900],
  [[2, 3, 3, 1], 480],
  [[3, 6, 1], 360],
])('%j at %i px', (sizes, width) => {
  const { edges, obstacles, label, box } = network(sizes, width);
  const placed = placeEdgeLabels(edges, label, obstacles)!;

  test('every edge has its number', () => expect(placed).toHaveLength(edges.length));
  test('no number lies on another, on a node or on a name', () => {
    const boxes = placed.map(box);
    boxes.forEach((a, i) => {
      for (const b of [...boxes.slice(i + 1), ...obstacles]) expect(touch(a, b), `${i}`).toBe(false);
    });
  });
  test('every number stands on its edge', () => {
    placed.forEach((p, i) => {
      const { from, to } = edges[i]!;
      const length = Math.hypot(to.x - from.x, to.y - from.y);
      const distance = Math.abs((to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x)) / length;
      expect(distance).toBeLessThan(1e-6);
      expect(p.x > from.x && p.x < to.x).toBe(true);
    });
  });
  test('and always at the same place', () => expect(placeEdgeLabels(edges, label, obstacles)).toEqual(placed));
});

test('says so when there is no room', () => {
  const crowd = network([16, 16], 240);
  expect(placeEdgeLabels(crowd.edges, crowd.label, crowd.obstacles)).toBeNull();
  const { edges, label } = network([3, 4, 1], 360);
  expect(placeEdgeLabels(edges, label, [{ x: 0, y: 0, width: 1000, height: 1000 }])).toBeNull();
});

test('layers stand in columns, a single node in the middle', () => {
  expect(layOutNodes([3, 1], { x: 0, y: 10, width: 100, height: 60 })).toEqual([
    [{ x: 0, y: 10 }, { x: 0, y: 40 }, { x: 0, y: 70 }],
    [{ x: 100, y: 40 }],
  ]); // prettier-ignore
  expect(layOutNodes([1], { x: 0, y: 0, width: 100, height: 60 })).toEqual([[{ x: 50, y: 30 }]]);
});
