import { LOCALE } from '../../src/lib/text';
import { pages } from '../support/site';
import { expectAccessible } from './support/axe';
import { settle } from './support/settle';
import { expect, test } from './support/test';

for (const { path, lang } of pages) {
  test(`/${path}`, async ({ page, viewport }) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const answer = await page.goto(path, { waitUntil: 'load' });
      expect(answer?.status()).toBe(200);
      await settle(page);

      await expect(page.locator('html')).toHaveAttribute('lang', LOCALE[lang]);
      expect(await page.title()).not.toBe('');
      await expect(page.locator('h1')).toHaveCount(1);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, 'nothing is wider than the window').toBeLessThanOrEqual(viewport!.width);
      await expectAccessible(page, colorScheme);
    }
  });
}
