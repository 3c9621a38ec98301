/**
 * Definitions and references on the spot. Without JavaScript the words are links and this file is not missed.
 *
 * Hover, keyboard focus or a tap opens what stands beside the link; Escape, leaving both, or a click elsewhere closes
 * it. It can be hovered itself and stays until left (WCAG 2.1, 1.4.13). A note that already stands in the margin is
 * left alone.
 */
const OPEN_AFTER = 120;
const CLOSE_AFTER = 200;
/** Between the line and the box, and between the box and the edge of the window, px. */
const GAP = 6;
const EDGE = 12;

let shown: { link: HTMLAnchorElement; box: HTMLElement } | undefined;
let timer = 0;

const linkAt = (event: Event) =>
  (event.target as Element | null)?.closest?.<HTMLAnchorElement>('a[data-popover]') ?? null;
const boxOf = (link: HTMLAnchorElement) => link.nextElementSibling as HTMLElement;
/** A reference's text comes from the list at the end of the page. */
function fill(link: HTMLAnchorElement, box: HTMLElement): void {
  const source = link.hash && !box.hasChildNodes() ? document.getElementById(link.hash.slice(1)) : null;
  if (source) box.append(...[...source.childNodes].map((node) => node.cloneNode(true)));
}
const isOpen = (link: HTMLAnchorElement) => shown?.link === link;

function hide(): void {
  clearTimeout(timer);
  shown?.box.hidePopover();
  shown = undefined;
}

/** Under the last line of the link, inside the window; above the first line where there is no room below. */
function place(link: HTMLAnchorElement, box: HTMLElement): void {
  const lines = link.getClientRects();
  const [first, last] = [lines[0]!, lines[lines.length - 1]!];
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(Math.max(last.left, EDGE), innerWidth - width - EDGE);
  const fits = last.bottom + GAP + height <= innerHeight - EDGE;
  box.style.left = `${Math.max(left, EDGE)}px`;
  box.style.top = `${fits ? last.bottom + GAP : Math.max(first.top - GAP - height, EDGE)}px`;
}

function show(link: HTMLAnchorElement): void {
  clearTimeout(timer);
  if (isOpen(link)) return;
  hide();
  const box = boxOf(link);
  fill(link, box);
  if (getComputedStyle(box).display !== 'none') return; // it stands in the margin
  box.showPopover();
  place(link, box);
  shown = { link, box };
}

const later = (act: () => void, delay: number) => {
  clearTimeout(timer);
  timer = window.setTimeout(act, delay);
};

const inside = (node: EventTarget | null) =>
  shown !== undefined && node instanceof Node && (shown.link.contains(node) || shown.box.contains(node));

for (const box of document.querySelectorAll<HTMLElement>('.cite > .margin-note')) {
  fill(box.previousElementSibling as HTMLAnchorElement, box);
}
document.addEventListener('pointerover', (event) => {
  if (event.pointerType !== 'mouse') return;
  const link = linkAt(event);
  if (link) later(() => show(link), OPEN_AFTER);
  else if (inside(event.target)) clearTimeout(timer);
  else if (shown) later(hide, CLOSE_AFTER);
  else clearTimeout(timer);
});
document.addEventListener('focusin', (event) => {
  const link = linkAt(event);
  if (link?.matches(':focus-visible')) show(link);
  else if (!inside(event.target)) hide();
});
document.addEventListener(
  'click',
  (event) => {
    const link = linkAt(event);
    const byTouch = (event as PointerEvent).pointerType === 'touch';
    if (link && byTouch && !isOpen(link)) {
      show(link);
      if (isOpen(link)) event.preventDefault(); // the first tap shows, the second one follows the link
    } else if (!inside(event.target)) hide();
  },
  { capture: true },
);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && shown) hide();
});
addEventListener('scroll', () => hide(), { passive: true });
addEventListener('resize', () => hide());

export {}; // its names are its own
