/**
 * A document for mermaid to draw in, without a browser: jsdom, and the geometry that jsdom leaves out.
 * Importing this file sets `window` and `document`, so only the worker does.
 */
import { JSDOM } from 'jsdom';
import { boxOf } from './box.ts';
import { pathLength, pathPoints, pointAt } from './pathPoints.ts';
import { contentWidth, FONT_SIZE } from './textBox.ts';
import { textWidth, toLayoutUnit } from './textMetrics.ts';

const { window } = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true });

const NAMES = [
  'document',
  'Element',
  'SVGElement',
  'HTMLElement',
  'Node',
  'NodeFilter',
  'DOMParser',
  'XMLSerializer',
  'CSSStyleSheet',
  'MutationObserver',
  'DocumentFragment',
  'getComputedStyle',
  'requestAnimationFrame',
  'cancelAnimationFrame',
] as const;
Object.assign(globalThis, { window }, Object.fromEntries(NAMES.map((name) => [name, window[name]])));

type Rounded = { x: number; y: number; width: number; height: number };
const rounded = (box: Rounded): Rounded => ({
  x: toLayoutUnit(box.x),
  y: toLayoutUnit(box.y),
  width: toLayoutUnit(box.width),
  height: toLayoutUnit(box.height),
});

const points = (element: Element) => pathPoints(element.getAttribute('d') ?? '');

Object.assign(window.SVGElement.prototype, {
  getBBox(this: Element) {
    return rounded(boxOf(this));
  },
  getComputedTextLength(this: Element) {
    return contentWidth(this);
  },
  getTotalLength(this: Element) {
    return pathLength(points(this));
  },
  getPointAtLength(this: Element, distance: number) {
    const [x, y] = pointAt(points(this), distance);
    return { x, y };
  },
});

window.Element.prototype.getBoundingClientRect = function (this: Element) {
  const text = { x: 0, y: 0, width: textWidth(this.textContent ?? '', FONT_SIZE), height: FONT_SIZE * 1.5 };
  const box = this instanceof window.SVGElement ? rounded(boxOf(this)) : text;
  return { ...box, left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height } as DOMRect;
};
