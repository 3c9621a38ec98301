/** Where the nodes of a network stand, and where on the edges their numbers: so that none lies on another. */

import { tenth } from './tenth';

export type Point = { readonly x: number; readonly y: number };
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * Layers from left to right; the nodes of the largest layer reach from top to bottom, those of the others lie between.
 *
 * @param sizes nodes per layer
 * @param area  where the centres of the nodes may stand, px
 * @example layOutNodes([1, 2], { x: 0, y: 0, width: 100, height: 80 }) // [[{ x: 0, y: 40 }], [{ x: 100, y: 0 }, { x: 100, y: 80 }]]
 */
export function layOutNodes(sizes: readonly number[], area: Box): Point[][] {
  const largest = Math.max(...sizes);
  const between = largest > 1 ? area.height / (largest - 1) : 0;
  const height = largest > 1 ? area.height + between : area.height;
  const top = area.y - between / 2;
  return sizes.map((size, layer) =>
    Array.from({ length: size }, (_, i) => ({
      x: tenth(area.x + (sizes.length > 1 ? layer / (sizes.length - 1) : 0.5) * area.width),
      y: tenth(top + ((i + 0.5) / size) * height),
    })),
  );
}

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/** Whether the line from p to q passes through the box: its part inside the box's columns meets the box's rows. */
function crosses(p: Point, q: Point, box: Box): boolean {
  const [a, b] = p.x <= q.x ? [p, q] : [q, p];
  const [left, right] = [Math.max(a.x, box.x), Math.min(b.x, box.x + box.width)];
  if (left > right) return false;
  const at = (x: number) => (a.x === b.x ? a.y : a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y));
  const [u, v] = a.x === b.x ? [a.y, b.y] : [at(left), at(right)];
  return Math.max(u, v) >= box.y && Math.min(u, v) <= box.y + box.height;
}

/** Shares of the way along an edge at which its number may stand; near its start if all else is equal. */
const PLACES = Array.from({ length: 29 }, (_, i) => 0.16 + i * 0.024);

/** More numbers than this nobody reads; and the search takes time that grows with their square. */
const MOST = 72;

/**
 * The centre of each edge's number: on the edge, clear of all other numbers and of the obstacles, and if it can be
 * apart from the other edges, so that it is plain whose number it is.
 *
 * Min-conflicts search (Minton et al. 1992, doi:10.1016/0004-3702(92)90007-K) with breakout (Morris 1993, AAAI-93,
 * p. 40): each number in turn moves to its best place, until none moves. No chance is involved: the same network always looks the same.
 *
 * @param edges     from and to, px
 * @param label     width and height of a number, px
 * @param obstacles nodes and their names
 * @returns         null when there is no room for all of them
 */
export function placeEdgeLabels(
  edges: readonly { readonly from: Point; readonly to: Point }[],
  label: { readonly width: number; readonly height: number },
  obstacles: readonly Box[],
): Point[] | null {
  if (edges.length > MOST) return null;
  // What each number may choose from: places that no obstacle covers, with what each costs whatever the others do.
  const choices = edges.map(({ from, to }, i) =>
    PLACES.map((t, rank) => {
      const [x, y] = [from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)];
      const box: Box = { x: x - label.width / 2, y: y - label.height / 2, ...label };
      const strangers = edges.filter((e, j) => j !== i && crosses(e.from, e.to, box)).length;
      return { x, y, box, own: strangers + rank * 0.01 };
    }).filter(({ box }) => obstacles.every((o) => overlap(box, o) === 0)),
  );
  if (choices.some((places) => places.length === 0)) return null;
  type Place = (typeof choices)[number][number];
  const best = (places: readonly Place[], cost: (place: Place) => number) =>
    places.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  const chosen = choices.map((places) => best(places, (p) => p.own));
  // Two numbers that stay on one another grow dearer to one another: that leads out of dead ends.
  const price = edges.map(() => edges.map(() => 0.02));
  const collisions = (place: Place, i: number) =>
    chosen.map((other, j) => (j === i ? 0 : overlap(place.box, other.box)));
  for (let round = 0; round < 100; round++) {
    let [moved, clear] = [false, true];
    choices.forEach((places, i) => {
      const cost = (p: Place) => collisions(p, i).reduce((sum, area, j) => sum + area * price[i]![j]!, p.own);
      const better = best(places, cost);
      if (better !== chosen[i]) [chosen[i], moved] = [better, true];
    });
    edges.forEach((_, i) =>
      collisions(chosen[i]!, i).forEach((area, j) => {
        if (area > 0) [price[i]![j]!, clear] = [price[i]![j]! * 1.3, false];
      }),
    );
    if (clear && !moved) return chosen.map(({ x, y }) => ({ x, y }));
  }
  return null;
}
