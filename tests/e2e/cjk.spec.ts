/** Chinese reads as Chinese: where its lines break, how it is spaced, and in whose fonts. */
import { distinctPages } from '../support/site';
import { badLineBreaks } from './support/lineBreaks';
import { expect, test } from './support/test';

const chinese = distinctPages.filter(({ lang, kind }) => lang === 'zh' && kind === 'book');

for (const { path } of chinese) {
  test(`/${path}: no line starts with a closing mark or ends with an opening one`, async ({ page }) => {
    await page.goto(path);
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await badLineBreaks(page.locator('main')), `at ${width} px`).toEqual([]);
    }
  });
}

test('the measure of line breaks finds a bad one', async ({ page }) => {
  const probe = async (style: string, text: string) => {
    await page.setContent(`<main><p style="font-size: 20px; width: 60px; margin: 0; ${style}">${text}</p></main>`);
    return badLineBreaks(page.locator('main'));
  };
  expect(await probe('line-break: anywhere', '一二三，四五')).toEqual(['三⏎，四五']);
  expect(await probe('line-break: anywhere', '一二<b>（</b>三）四五')).toEqual(['（⏎三）四五']);
  expect(await probe('', '一<svg style="width: 40px; height: 10px"></svg><wbr>，四五')).toEqual(['□⏎，四五']);
  expect(await probe('line-break: strict', '一二三，四五')).toEqual([]);
});

test('Chinese is set in the reader’s own fonts, spaced from Latin, under its own language', async ({ page }) => {
  const fonts: number[] = [];
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'font') fonts.push((await response.body()).length);
  });
  await page.goto(chinese.find((p) => p.path.includes('01-'))!.path);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const style = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((e, name) => getComputedStyle(e).getPropertyValue(name), property);

  expect(await style('main p', 'font-family')).toMatch(/PingFang SC.*Noto Sans CJK SC.*Microsoft YaHei/);
  expect(await style('main h2', 'font-family')).toMatch(/Songti SC.*Noto Serif CJK SC.*SimSun/);
  expect(await style('main p', 'line-break')).toBe('strict');
  for (const [property, value] of [
    ['text-autospace', 'normal'],
    ['text-spacing-trim', 'trim-start'],
  ] as const) {
    const supported = await page.evaluate(([p, v]) => CSS.supports(p, v), [property, value] as const);
    if (supported) expect(await style('main p', property)).not.toMatch(/^(no-autospace|space-all)$/);
  }
  const sum = fonts.reduce((a, b) => a + b, 0);
  expect(sum, 'bytes of web font on a chapter: Latin and mathematics only').toBeLessThan(400_000);
});
