/** The policy in every page lets the book do all it does, and nothing else. */
import type { BrowserContext } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { serve } from '../../scripts/serve.mjs';
import { base, dist, distinctPages, pages } from '../support/site';
import { expectCompares } from './support/compare';
import { Demo, demos } from './support/demo';
import { settle } from './support/settle';
import { expect as plain, test } from './support/test';

/** What is waited for here takes a cold start or two, on a machine with other work to do. */
const expect = plain.configure({ timeout: 20_000 });

/** Collects what the policy refused, in every frame from its first script on. */
async function refusals(context: BrowserContext): Promise<string[]> {
  const refused: string[] = [];
  await context.exposeFunction('reportRefusal', (what: string) => void refused.push(what));
  await context.addInitScript(() =>
    document.addEventListener(
      'securitypolicyviolation',
      ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) =>
        (self as unknown as { reportRefusal(what: string): void }).reportRefusal(
          `${location.pathname}: ${effectiveDirective} refused ${blockedURI} ${sample} at ${sourceFile}:${lineNumber}`,
        ),
    ),
  );
  return refused;
}

test('every page has one policy, before anything that it binds, and no inline handler', () => {
  for (const { path, file } of pages) {
    const html = readFileSync(file, 'utf8');
    const policies = [...html.matchAll(/<meta http-equiv="content-security-policy"/g)];
    expect(policies.length, path).toBe(1);
    expect(html.search(/<(script|style|link|img)\b/), path).toBeGreaterThan(policies[0]!.index);
    const code = html.replace(/<script\b[^>]*>[^]*?<\/script>/g, '');
    expect(/<[a-z][^<>]*\son[a-z]+=["'][^<>]*>/i.exec(code)?.[0], path).toBeUndefined();
  }
});

test('nothing on any page is refused', async ({ page, context }) => {
  test.slow();
  const refused = await refusals(context);
  for (const { path } of distinctPages) {
    await page.goto(path);
    await settle(page);
  }
  expect(refused).toEqual([]);
});

test('what the policy does not know is refused, and told', async ({ page, context, watch }) => {
  watch.expect(/Content Security Policy/);
  const refused = await refusals(context);
  await page.goto('zh/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken"';
    document.body.append(script);
  });
  await expect.poll(() => refused.join()).toContain('script-src');
  expect(await page.title()).not.toBe('taken');
});

test('search, training and TensorFlow.js are allowed', async ({ page, context }) => {
  const refused = await refusals(context);
  await page.goto(pages.find(({ path }) => /^zh\/\d\d-/.test(path))!.path);
  await page.locator('button[data-open-modal]').click();
  await page.locator('dialog input').fill('模型');
  await expect(page.locator('dialog .pagefind-ui__result').first()).toBeVisible();
  await page.keyboard.press('Escape');
  for (const card of demos.filter(({ run }) => run)) {
    const demo = await new Demo(page, card, 'zh').open();
    await demo.train();
  }
  await expectCompares(page);
  expect(refused).toEqual([]);
});

test('a host may send such a policy as a header, which binds Workers too', async ({ page, context, watch }) => {
  const policy =
    `default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; ` +
    `img-src 'self' data:; worker-src 'self'`;
  const site = await serve({ dir: dist, base, port: 4750, headers: { 'content-security-policy': policy } });
  watch.expect(/^request: /); // another port than the one that the watch knows
  const refused = await refusals(context);
  const card = demos.find(({ run }) => run)!;
  const demo = new Demo(page, card, 'zh');
  await page.goto(`${site.url}zh/demos/${card.id}/`);
  await demo.ready();
  await demo.train();
  await page.locator('button[data-open-modal]').click();
  await page.locator('dialog input').fill('模型');
  await expect(page.locator('dialog .pagefind-ui__result').first()).toBeVisible();
  expect(refused).toEqual([]);
  await site.close();
});
