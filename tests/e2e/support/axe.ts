import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The Web Content Accessibility Guidelines 2.2, levels A and AA. */
const GUIDELINES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules that a change of colours alone can break. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
/** Lines of a listing that are enough to know all its colours; axe takes minutes over thousands of them. */
const LINES = 12;

/** Fails with a line per violation: the rule, what it asks, and the elements that break it. */
export async function expectAccessible(page: Page, what: string, rules: 'all' | 'colours' = 'all'): Promise<void> {
  await page.evaluate((n) => {
    for (const line of document.querySelectorAll(`pre .ec-line:nth-child(n + ${n})`)) line.remove();
  }, LINES);
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === 'all' ? axe.withTags(GUIDELINES) : axe.withRules(COLOURS)).analyze();
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n').at(-1)?.trim()}`),
  );
  expect(lines, `axe, ${what}`).toEqual([]);
}
