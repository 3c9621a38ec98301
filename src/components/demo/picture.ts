/** The picture of a demo as a file: its SVG with the page's colours and fonts written into it, and a PNG of that. */

/** What a picture needs from the style sheet to look the same outside the page. */
const STYLES = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin',
  'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'visibility',
  'paint-order', 'font-variant-numeric',
]; // prettier-ignore

/** Paper around the picture, px. */
const MARGIN = 20;

/** Everything that `stage` shows, buttons and fields apart, as one SVG document on paper, no larger than what is drawn. */
export function stageSvg(stage: HTMLElement, title: string): string {
  const origin = stage.getBoundingClientRect();
  const marks = [...boxesOf(stage, origin), ...picturesOf(stage, origin), ...wordsOf(stage, origin)];
  const least = (of: (mark: Mark) => number) => Math.min(...marks.map(of));
  const most = (of: (mark: Mark) => number) => Math.max(...marks.map(of));
  const [left, top] = [least((m) => m.x) - MARGIN, least((m) => m.y) - MARGIN];
  const [width, height] = [
    Math.ceil(most((m) => m.x + m.width) + MARGIN - left),
    Math.ceil(most((m) => m.y + m.height) + MARGIN - top),
  ];
  const root = element('svg', { xmlns: SVG, width, height, viewBox: `${left} ${top} ${width} ${height}` });
  root.append(
    element('title', {}, title),
    element('rect', { x: left, y: top, width, height, fill: getComputedStyle(stage).backgroundColor }),
    ...marks.map(({ drawn }) => drawn),
  );
  return new XMLSerializer().serializeToString(root);
}

const SVG = 'http://www.w3.org/2000/svg';

/** Something drawn, and the box that it fills, px from the stage's corner. */
type Mark = {
  readonly drawn: SVGElement;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

const placed = (rect: DOMRect, origin: DOMRect) => ({
  x: rect.x - origin.x,
  y: rect.y - origin.y,
  width: rect.width,
  height: rect.height,
});

/** What a reader works the demo with, and what only a screen reader hears, is no part of the picture. */
const TOOLS = '.demo-button, input, select, .sr-only, [data-part="editor"], [data-part="comparison"], .hint';
const isShown = (node: Element) => !node.closest(TOOLS) && node.checkVisibility({ visibilityProperty: true });

function picturesOf(stage: HTMLElement, origin: DOMRect): Mark[] {
  return [...stage.querySelectorAll<SVGSVGElement>('svg:not(svg svg):not(button svg)')]
    .filter(isShown)
    .map((picture) => {
      const box = placed(picture.getBoundingClientRect(), origin);
      const copy = picture.cloneNode(true) as SVGSVGElement;
      writeStyles(picture, copy);
      for (const [name, value] of Object.entries(box)) copy.setAttribute(name, String(value));
      return { drawn: copy, ...box };
    });
}

/** Fills and rules of what is not SVG: the lines of a table, the dots of a track. */
function boxesOf(stage: HTMLElement, origin: DOMRect): Mark[] {
  return [...stage.querySelectorAll<HTMLElement>('*:not(svg, svg *)')].filter(isShown).flatMap((one): Mark[] => {
    const style = getComputedStyle(one);
    const box = placed(one.getBoundingClientRect(), origin);
    const { x, y, width, height } = box;
    const marks: Mark[] = [];
    if (!/^(transparent|rgba\(.*, 0\))$/.test(style.backgroundColor)) {
      const rx = style.borderRadius.endsWith('%') ? width / 2 : Number.parseFloat(style.borderRadius) || 0;
      marks.push({ drawn: element('rect', { ...box, rx, fill: style.backgroundColor }), ...box });
    }
    for (const [side, at] of [
      ['Top', y],
      ['Bottom', y + height],
    ] as const) {
      const thick = Number.parseFloat(style[`border${side}Width`]);
      if (thick > 0 && !style.borderRadius.endsWith('%') && style[`border${side}Style`] !== 'none') {
        const line = { x, y: side === 'Top' ? at : at - thick, width, height: thick };
        marks.push({ drawn: element('rect', { ...line, fill: style[`border${side}Color`] }), ...line });
      }
    }
    return marks;
  });
}

/** Text that is not SVG, line by line as the page has broken it. */
function wordsOf(stage: HTMLElement, origin: DOMRect): Mark[] {
  const marks: Mark[] = [];
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!;
    if (!node.nodeValue?.trim() || parent.closest('svg') || !isShown(parent)) continue;
    for (const { text, rect } of linesOf(node as Text)) {
      const box = placed(rect, origin);
      const drawn = element('text', { x: box.x, y: box.y + box.height / 2, 'xml:space': 'preserve' }, text);
      const style = getComputedStyle(parent);
      drawn.setAttribute('style', TEXT.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
      drawn.setAttribute('fill', style.color);
      drawn.setAttribute('dominant-baseline', 'central');
      marks.push({ drawn, ...box });
    }
  }
  return marks;
}
const TEXT = ['font-family', 'font-size', 'font-weight', 'font-style', 'font-variant-numeric'];

/** The lines of one run of text: characters whose boxes share a top. */
function linesOf(node: Text): { text: string; rect: DOMRect }[] {
  const lines: { text: string; rect: DOMRect }[] = [];
  const range = document.createRange();
  for (let i = 0, from = 0, top = NaN; i <= node.length; i++) {
    let here = NaN;
    if (i < node.length) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const rect = range.getClientRects()[0];
      here = rect?.width ? rect.top : top; // collapsed white space stays with its line
    }
    if (i < node.length && (Number.isNaN(top) || Math.abs(here - top) < 2)) {
      top = here;
      continue;
    }
    range.setStart(node, from);
    range.setEnd(node, i);
    const text = range.toString().replace(/\s+/g, ' ').trim();
    if (text) lines.push({ text, rect: range.getBoundingClientRect() });
    [from, top] = [i, here];
  }
  return lines;
}

function element(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}

function writeStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from);
  to.setAttribute('style', STYLES.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';'));
  to.removeAttribute('class');
  for (let i = 0; i < from.children.length; i++) writeStyles(from.children[i]!, to.children[i]!);
}

/** An SVG document as PNG, at twice its size for sharp print. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('pngOf: the picture can be drawn; got none'))),
      'image/png',
    ),
  );
}

/** Hands `content` to the reader as a file. */
export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // after the browser has begun to save it
}
