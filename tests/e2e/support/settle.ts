import { expect, type Page } from '@playwright/test';

/** Waits until the page is what the reader gets: fonts in, and every demo brought to life by scrolling past it. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const demos = page.locator('section.demo');
  for (let i = 0, n = await demos.count(); i < n; i++) {
    await demos.nth(i).scrollIntoViewIfNeeded();
    await expect(demos.nth(i)).toHaveAttribute('data-ready', /.*/);
  }
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
}
