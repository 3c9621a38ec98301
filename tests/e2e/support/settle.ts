import { expect, type Page } from '@playwright/test';

/** Waits until the page is what the reader gets: fonts in, every demo brought to life by scrolling past it, listings in reach. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const demos = page.locator('section.demo');
  for (let i = 0, n = await demos.count(); i < n; i++) {
    await demos.nth(i).scrollIntoViewIfNeeded();
    await expect(demos.nth(i)).toHaveAttribute('data-ready', /.*/);
  }
  // Listings that scroll are made focusable by a script of theirs, when the browser has nothing else to do.
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>('.expressive-code pre')].every(
      (pre) => pre.scrollWidth <= pre.clientWidth || pre.tabIndex >= 0,
    ),
  );
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
}
