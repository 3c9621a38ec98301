/** The section that is being read: the last heading of the text at or above the top of the window. */

/** Beneath the bar, and a little: a heading that was just jumped to counts as reached. Half a line of slack, px. */
const SLACK = 16;

export function currentSection(): HTMLElement | undefined {
  const top = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const headings = [...document.querySelectorAll<HTMLElement>('.sl-markdown-content :is(h2, h3)[id]')];
  return headings.filter((heading) => heading.getBoundingClientRect().top <= top + SLACK).at(-1);
}
