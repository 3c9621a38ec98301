/** Every page of the book: whole, named, within its window, open to everybody, in light and in dark. */
import { LOCALE } from '../../src/lib/text';
import { distinctPages, sortOf } from '../support/site';
import { expectAccessible } from './support/axe';
import { settle } from './support/settle';
import { expect, test } from './support/test';

for (const { path, lang } of distinctPages) {
  const sort = sortOf(path);
  test(`/${path}`, async ({ page, viewport }, { project }) => {
    const phone = project.name === 'phone';
    test.skip(phone && (sort === 'source' || sort === 'embed') && lang === 'zh', 'as in English');
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
    // An embed holds what the demo's page holds; the phone, of listings and of Chinese demos, what the others hold.
    if (sort === 'embed' || (phone && (sort === 'source' || (sort === 'demo' && lang === 'zh')))) return;
    await expectAccessible(page, 'light');

    if (phone || (sort === 'demo' && lang === 'en')) return; // the same colours as the other
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.reload();
    await settle(page);
    const paper = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(paper, 'the page is dark').toContain('dark');
    await expectAccessible(page, 'dark', 'colours');
  });
}
