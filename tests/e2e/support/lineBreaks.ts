import type { Locator } from '@playwright/test';

/**
 * Where lines of Chinese text are broken against its rules (避头尾): a mark that closes stands first in a line, or one
 * that opens stands last. Each as the few characters around the break. Measured in the page, from the boxes that the
 * browser laid out; a formula or an icon counts as one character.
 */
export function badLineBreaks(within: Locator): Promise<string[]> {
  return within.evaluate((root) => {
    const NOT_FIRST = '，。、；：？！）》」』】〕〉…”’％';
    const NOT_LAST = '（《「『【〔〈“‘';
    const UNSEEN = 'pre, noscript, script, style, .sr-only';
    const WHOLE = '.katex, svg, img, input, select';
    const BLOCK = 'p, li, td, th, h1, h2, h3, h4, dt, dd, figcaption, caption, blockquote, div';
    const bad: string[] = [];
    const range = document.createRange();
    // The last thing seen in the same block, across inline elements such as <strong> and links.
    let before: { block: Element | null; box: DOMRect; mark: string } | undefined;

    const see = (block: Element | null, box: DOMRect | undefined, mark: string, rest: string) => {
      if (!box || mark.trim() === '') return;
      const newLine = before?.block === block && box.top >= before.box.bottom - 2 && box.left < before.box.left;
      if (newLine && (NOT_FIRST.includes(mark) || NOT_LAST.includes(before!.mark))) bad.push(`${before!.mark}⏎${rest}`);
      before = { block, box, mark };
    };

    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
      if (!(node instanceof Element)) {
        return node.parentElement!.closest(`${UNSEEN}, ${WHOLE}`) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
      }
      if (node.closest(UNSEEN) || node.parentElement!.closest(WHOLE)) return NodeFilter.FILTER_REJECT;
      return node.matches(WHOLE) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        see(node.parentElement!.closest(BLOCK), [...node.getClientRects()].at(-1), '□', '□');
        continue;
      }
      const block = node.parentElement!.closest(BLOCK);
      const text = node.nodeValue!;
      for (let i = 0; i < text.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = [...range.getClientRects()].find(({ width }) => width > 0);
        see(block, box, text[i]!, text.slice(i, i + 12));
      }
    }
    return bad;
  });
}
