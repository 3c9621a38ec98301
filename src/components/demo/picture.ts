/** The picture of a demo as a file: its SVG with the page's colours and fonts written into it, and a PNG of that. */

/** What a picture needs from the style sheet to look the same outside the page. */
const STYLES = [
  'fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin',
  'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'visibility',
  'paint-order', 'font-variant-numeric',
]; // prettier-ignore

/** Paper around the picture, px. */
const MARGIN = 20;

/** Every <svg> of `stage`, one under the other, as one SVG document on paper. */
export function stageSvg(stage: HTMLElement, title: string): string {
  const pictures = [...stage.querySelectorAll<SVGSVGElement>('svg:not(svg svg):not(button svg)')];
  const box = stage.getBoundingClientRect();
  const root = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  root.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const [width, height] = [Math.ceil(box.width) + 2 * MARGIN, Math.ceil(box.height) + 2 * MARGIN];
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    root.setAttribute(name, String(value));
  }
  root.append(element('title', {}, title));
  root.append(element('rect', { width, height, fill: getComputedStyle(stage).backgroundColor }));
  for (const picture of pictures) {
    const at = picture.getBoundingClientRect();
    const copy = picture.cloneNode(true) as SVGSVGElement;
    writeStyles(picture, copy);
    for (const [name, value] of Object.entries({
      x: at.x - box.x + MARGIN,
      y: at.y - box.y + MARGIN,
      width: at.width,
      height: at.height,
    })) {
      copy.setAttribute(name, String(value));
    }
    root.append(copy);
  }
  return new XMLSerializer().serializeToString(root);
}

function element(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
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
