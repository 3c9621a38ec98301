/** Switching language keeps the reader's place and what they have set. */
import type { Page } from '@playwright/test';
import { demos, Demo } from './support/demo';
import { expect, test } from './support/test';
import { pages } from '../support/site';

const chapter = pages.find(({ path }) => /^zh\/01-/.test(path))!;
const other = chapter.path.replace(/^zh/, 'en');

async function switchTo(page: Page, hreflang: 'zh-CN' | 'en'): Promise<void> {
  await page.locator(`a[data-language][hreflang="${hreflang}"]:visible`).first().click();
}

test('the address keeps its section and the settings of its demos', async ({ page }) => {
  const card = demos.find(({ id }) => id === 'neural-network')!;
  const preset = card.presets.find(({ id }) => id === 'learns')!;
  await page.goto(chapter.path);
  const heading = (await page.locator('main h2[id]').nth(2).getAttribute('id'))!;
  const demo = new Demo(page, card, 'zh');
  await demo.ready();
  await demo.preset(preset).click();
  await demo.expectPreset(preset);
  const { search } = new URL(page.url());
  expect(search).toContain('neural-network=1;');
  await page.evaluate((id) => (location.hash = id), heading);

  await switchTo(page, 'en');
  await page.waitForURL((url) => url.pathname.endsWith(`/${other}`));
  expect(new URL(page.url()).search).toBe(search);
  expect(new URL(page.url()).hash).toBe(`#${heading}`);
  await expect(page.locator(`[id="${heading}"]`)).toBeInViewport();
  const english = new Demo(page, card, 'en');
  await english.ready();
  await english.expectPreset(preset);

  await switchTo(page, 'zh-CN');
  await page.waitForURL((url) => url.pathname.endsWith(`/${chapter.path}`));
  expect(new URL(page.url()).search).toBe(search);
});

test('a reader who has scrolled to a section is still in it', async ({ page }) => {
  await page.goto(chapter.path);
  const heading = page.locator('main h2[id]').nth(3);
  const id = await heading.getAttribute('id');
  await heading.evaluate((e) => {
    e.scrollIntoView({ block: 'start', behavior: 'instant' });
    scrollBy({ top: 60, behavior: 'instant' });
  });
  await page.waitForTimeout(300); // the page notes its place as scrolling ends
  await switchTo(page, 'en');
  await page.waitForURL((url) => url.pathname.endsWith(`/${other}`));
  await expect(page.locator(`main [id="${id}"]`)).toBeInViewport();
});

test('both languages name each other for search engines', async ({ page }) => {
  await page.goto(chapter.path);
  for (const [hreflang, path] of [
    ['zh-CN', chapter.path],
    ['en', other],
  ] as const) {
    const link = page.locator(`link[rel="alternate"][hreflang="${hreflang}"]`);
    await expect(link).toHaveAttribute('href', new RegExp(`${path.replaceAll('/', '\\/')}$`));
  }
});
