/** Bounding boxes of SVG elements in their own coordinates: what getBBox() answers in a browser. */
import { pathPoints } from './pathPoints.ts';
import { textBox } from './textBox.ts';
import { apply, parseTransform, type Point } from './transform.ts';

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const EMPTY: Box = { x: 0, y: 0, width: 0, height: 0 };

/** Elements that are never drawn where they stand. */
const UNDRAWN = new Set(['defs', 'marker', 'style', 'clippath', 'title', 'desc', 'script', 'filter', 'lineargradient']);

export function around(points: readonly Point[]): Box {
  if (points.length === 0) return EMPTY;
  const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const corners = ({ x, y, width, height }: Box): Point[] => [
  [x, y],
  [x + width, y],
  [x, y + height],
  [x + width, y + height],
];

/** The box of a group: of its children, each moved by its own transform. */
const groupBox = (element: Element): Box =>
  around(
    [...element.children].flatMap((child) => {
      if (UNDRAWN.has(child.tagName.toLowerCase())) return [];
      const box = boxOf(child);
      if (box.width === 0 && box.height === 0) return [];
      const matrix = parseTransform(child.getAttribute('transform'));
      return corners(box).map((corner) => apply(matrix, corner));
    }),
  );

function polygonPoints(text: string): Point[] {
  const values = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  return Array.from({ length: values.length >> 1 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!]);
}

export function boxOf(element: Element): Box {
  const get = (name: string) => Number.parseFloat(element.getAttribute(name) ?? '') || 0;
  const ellipse = (rx: number, ry: number): Box => ({
    x: get('cx') - rx,
    y: get('cy') - ry,
    width: 2 * rx,
    height: 2 * ry,
  });
  switch (element.tagName.toLowerCase()) {
    case 'text':
    case 'tspan':
      return textBox(element);
    case 'rect':
    case 'image':
    case 'foreignobject':
    case 'use':
      return { x: get('x'), y: get('y'), width: get('width'), height: get('height') };
    case 'circle':
      return ellipse(get('r'), get('r'));
    case 'ellipse':
      return ellipse(get('rx'), get('ry'));
    case 'line':
      return around([
        [get('x1'), get('y1')],
        [get('x2'), get('y2')],
      ]);
    case 'polygon':
    case 'polyline':
      return around(polygonPoints(element.getAttribute('points') ?? ''));
    case 'path':
      return around(pathPoints(element.getAttribute('d') ?? ''));
    default:
      return groupBox(element);
  }
}
