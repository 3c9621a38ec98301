/** The box of an SVG text, from its rows and the font's metrics. */
import { ascent, descent, textWidth } from './textMetrics.ts';

/** The font size of mermaid's labels unless an element says otherwise, px. */
export const FONT_SIZE = 16;

const number = (text: string | null) => Number.parseFloat(text ?? '') || 0;

/** A length in px or in em of `size`. */
const length = (text: string | null, size: number) => (text?.endsWith('em') ? number(text) * size : number(text));

/** A presentation attribute or inline style, from the element or its nearest ancestor that has it. */
function inherited(element: Element, property: string): string | undefined {
  for (let e: Element | null = element; e; e = e.parentElement) {
    const style = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;!]+)`).exec(e.getAttribute('style') ?? '')?.[1];
    const value = style?.trim() || e.getAttribute(property);
    if (value) return value;
  }
  return undefined;
}

const fontSize = (element: Element) =>
  length(inherited(element, 'font-size') ?? `${FONT_SIZE}`, FONT_SIZE) || FONT_SIZE;
const isBold = (element: Element) => /bold|[6-9]00/.test(inherited(element, 'font-weight') ?? '');

/** A flowchart's labels are centred by mermaid's stylesheet, which the page replaces and jsdom does not apply. */
const isCentred = (element: Element) =>
  element.ownerDocument.documentElement.dataset['diagram'] === 'flowchart' &&
  element.closest('.node .label, .rough-node .label') !== null;

const anchor = (element: Element) => inherited(element, 'text-anchor') ?? (isCentred(element) ? 'middle' : 'start');

/** The width of an element's text, its styled parts each in their own style, px. */
export function contentWidth(element: Element): number {
  let width = 0;
  for (const child of element.childNodes) {
    if (child.nodeType === 3) width += textWidth(child.textContent ?? '', fontSize(element), isBold(element));
    else if (child.nodeType === 1) width += contentWidth(child as Element);
  }
  return width;
}

function leftEdge(element: Element, width: number): number {
  const [x, side] = [number(element.getAttribute('x')), anchor(element)];
  return side === 'middle' ? x - width / 2 : side === 'end' ? x - width : x;
}

/** The rows of a text: its tspans that set a position of their own. */
const rowsOf = (element: Element) =>
  [...element.children].filter((child) => child.matches('.text-outer-tspan, [dy], [x]') && child.textContent?.trim());

export function textBox(element: Element): { x: number; y: number; width: number; height: number } {
  const size = fontSize(element);
  const rows = rowsOf(element);
  const lines = rows.length ? rows : element.textContent ? [element] : [];
  let [left, right, top, bottom, y] = [Infinity, -Infinity, Infinity, -Infinity, 0];
  for (const line of lines) {
    const width = contentWidth(line);
    const x = leftEdge(line, width);
    y = line.hasAttribute('y') ? length(line.getAttribute('y'), size) : y;
    if (line !== element) y += length(line.getAttribute('dy'), size);
    [left, right] = [Math.min(left, x), Math.max(right, x + width)];
    [top, bottom] = [Math.min(top, y - ascent(size)), Math.max(bottom, y + descent(size))];
  }
  return lines.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
