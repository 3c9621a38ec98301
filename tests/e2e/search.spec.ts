/** Search finds, in the page's language, from the keyboard or by touch. */
import { expect, test } from './support/test';

const QUERIES = [
  { start: 'zh/', query: '激活函数', leads: /\/zh\// },
  { start: 'zh/', query: '梯度下降', leads: /\/zh\/01-/ },
  { start: 'en/', query: 'gradient descent', leads: /\/en\/01-/ },
  { start: 'en/', query: 'sigmoid', leads: /\/en\// },
];

for (const { start, query, leads } of QUERIES) {
  test(`${start}: ${query}`, async ({ page }) => {
    await page.goto(start);
    await page.locator('site-search button[data-open-modal]').click();
    await page.locator('site-search input').fill(query);
    const results = page.locator('site-search a[href]');
    await expect(results.first()).toHaveAttribute('href', leads);
    await expect(results.first()).toBeVisible();
    await results.first().click();
    await expect(page.locator('main')).toContainText(new RegExp(query.split(' ')[0]!, 'i'));
  });
}

test('a query that nothing matches says so', async ({ page }) => {
  await page.goto('zh/');
  await page.locator('site-search button[data-open-modal]').click();
  // Not Latin letters: a word of the index that a query begins with, be it the Q of attention, is a match to Pagefind.
  await page.locator('site-search input').fill('龘龘龘');
  await expect(page.locator('site-search')).toContainText('没有找到“龘龘龘”');
  await expect(page.locator('site-search a[href*="/zh/"]')).toHaveCount(0);
});
