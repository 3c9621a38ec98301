import { expect, type Page } from '@playwright/test';

/** The neural network runs in TensorFlow.js too, and says how far the two are apart. */
export async function expectCompares(page: Page): Promise<void> {
  await page.goto('zh/demos/neural-network/');
  await page.locator('section.demo[data-ready]').waitFor();
  await page.locator('[data-act="compare"]').click();
  await expect(page.locator('[data-part="comparison"] [role="status"]')).toContainText(/相差最多 [\d.]/, {
    timeout: 30_000,
  });
}
