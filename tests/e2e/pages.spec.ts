/** Every page of the book: whole, named, within its window, open to everybody, in light and in dark. */
import { LOCALE } from '../../src/lib/text';
import { pages } from '../support/site';
import { expectAccessible } from './support/axe';
import { settle } from './support/settle';
import { expect, test } from './support/test';

const kindOf = (path: string) => /(?:^|\/)(source|embed|demos\/(?=.))/.exec(path)?.[1] ?? 'text';

/** Listings are alike but for their words, and axe takes longest over them: one in each language stands for all. */
const listings = pages.filter(({ path }) => kindOf(path) === 'source');
const alike = listings.filter(({ lang }, i) => listings.findIndex((other) => other.lang === lang) !== i);

for (const { path, lang } of pages.filter((page) => !alike.includes(page))) {
  const kind = kindOf(path);
  test(`/${path}`, async ({ page, viewport }, { project }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await settle(page);

    await expect(page.locator('html')).toHaveAttribute('lang', LOCALE[lang]);
    expect(await page.title()).not.toBe('');
    await expect(page.locator('h1')).toHaveCount(1);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, 'nothing is wider than the window').toBeLessThanOrEqual(viewport!.width);
    const broken = await page.evaluate(() =>
      [...document.querySelectorAll('msub, msup, mfrac')]
        .filter((e) => e.children.length !== 2)
        .map((e) => e.outerHTML),
    );
    expect(broken, 'formulas are whole').toEqual([]);
    const phone = project.name === 'phone';
    // An embed holds what the demo's page holds; a demo is laid out alike in both languages.
    if (kind === 'embed' || (phone && (kind === 'source' || (kind === 'demos/' && lang === 'zh')))) return;
    await expectAccessible(page, 'light');

    if (phone || (kind === 'demos/' && lang === 'en')) return; // the same colours as the other
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.reload();
    await settle(page);
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(paper, 'the page is dark').toContain('dark');
    await expectAccessible(page, 'dark', 'colours');
  });
}
