import type { Locator } from '@playwright/test';

/**
 * Where lines of Chinese text are broken against its rules (避头尾): a mark that closes stands first in a line, or one
 * that opens stands last. Each as the few characters around the break. Measured in the page, from the boxes that the
 * browser laid out.
 */
export function badLineBreaks(within: Locator): Promise<string[]> {
  return within.evaluate((root) => {
    const NOT_FIRST = '，。、；：？！）》」』】〕〉…”’％';
    const NOT_LAST = '（《「『【〔〈“‘';
    const bad: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => {
      const skip = node.parentElement!.closest('pre, code, .katex, svg, noscript, script, style, .sr-only');
      return skip ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    });
    const range = document.createRange();
    const boxOf = (node: Node, at: number) => {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return [...range.getClientRects()].find(({ width }) => width > 0);
    };
    // The last character seen in the same block, across inline elements such as <strong> and links.
    let before: { block: Element; box: DOMRect; mark: string } | undefined;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const block = node.parentElement!.closest(
        'p, li, td, th, h1, h2, h3, h4, dt, dd, figcaption, caption, blockquote, div',
      )!;
      const text = node.nodeValue!;
      for (let i = 0; i < text.length; i++) {
        const mark = text[i]!;
        const box = boxOf(node, i);
        if (!box) continue;
        const newLine = before?.block === block && box.top >= before.box.bottom - 1 && box.left < before.box.left;
        if (newLine && (NOT_FIRST.includes(mark) || NOT_LAST.includes(before!.mark))) {
          bad.push(`${before!.mark}⏎${text.slice(i, i + 12)}`);
        }
        before = { block, box, mark };
      }
    }
    return bad;
  });
}
