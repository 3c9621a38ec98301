/** Demos in a page of another origin: with the script, as a plain frame, and in a sandbox. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect as plain, test, type FrameLocator, type Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { EMBED_HEIGHT, embedAddress, embedCode } from '../../src/lib/addresses';
import { complete, writeSettings } from '../../src/lib/params';
import { base, dist, read } from '../support/site';
import { demos } from './support/demo';

/** What is waited for here takes a cold start or two, on a machine with other work to do. */
const expect = plain.configure({ timeout: 20_000 });

test.use({ serviceWorkers: 'allow' });

const training = demos.find(({ run }) => run)!;
let blog: Server;
let html = '';
test.beforeEach(async () => {
  blog = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>A blog</title><body style="margin:0">${html}`);
  });
  await new Promise<void>((done) => blog.listen(0, done));
});
test.afterEach(() => new Promise((done) => blog.close(done)));

/** Opens a page of another site (127.0.0.1 is not localhost) with this in it. */
async function blogWith(page: Page, body: string): Promise<FrameLocator> {
  html = body;
  await page.goto(`http://127.0.0.1:${(blog.address() as AddressInfo).port}/post`);
  return page.frameLocator('iframe');
}
const stepOf = async (frame: FrameLocator) => Number(await frame.locator('[data-act="scrub"]').inputValue());

async function expectTrains(frame: FrameLocator): Promise<void> {
  await expect(frame.locator('section.demo')).toHaveAttribute('data-ready', /.*/);
  const before = await stepOf(frame);
  await frame.locator('[data-act="step"]').click();
  await expect.poll(() => stepOf(frame)).toBe(before + 1);
  await expect(frame.locator('[data-role="failure"]')).toHaveCount(0);
}

for (const card of demos) {
  test(`${card.id} fits its height, on wide pages and on phones`, async ({ page, baseURL }) => {
    for (const width of [900, 360]) {
      await page.setViewportSize({ width, height: 800 });
      const frame = await blogWith(page, embedCode(card, 'zh', '', baseURL!).script);
      await expect(frame.locator('section.demo')).toHaveAttribute('data-ready', /.*/);
      const element = page.locator('iframe');
      await expect
        .poll(async () => {
          const inside = await frame.locator('html').evaluate((e) => Math.ceil(e.getBoundingClientRect().height));
          return (await element.evaluate((e) => e.clientHeight)) - inside;
        })
        .toBe(0);
      expect(await frame.locator('html').evaluate((e) => e.scrollWidth - e.clientWidth), 'nothing sticks out').toBe(0);
      await expect(element).toHaveAttribute('title', card.title.zh);
    }
  });
}

test('the script takes settings and theme, and follows a change of theme', async ({ page, baseURL }) => {
  const preset = training.presets[1]!;
  const settings = writeSettings(training.params, complete(training.params, preset.values));
  const code = embedCode(training, 'en', `?${training.id}=${settings}`, baseURL!).script;
  const frame = await blogWith(page, code.replace('<book-demo', '<book-demo theme="dark"'));
  await expect(frame.locator(`[data-preset="${preset.id}"]`)).toHaveAttribute('aria-pressed', 'true');
  const paper = () => frame.locator('body').evaluate((e) => getComputedStyle(e).backgroundColor);
  const dark = await paper();
  await page.locator('book-demo').evaluate((e) => e.setAttribute('theme', 'light'));
  await expect.poll(paper).not.toBe(dark);
  await expect(frame.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('a demo far down the page is loaded when it is near', async ({ page, baseURL }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const address = embedAddress(training, 'en', baseURL!);
  await blogWith(page, `<div style="height:20000px"></div>${embedCode(training, 'en', '', baseURL!).script}`);
  await expect(page.locator('iframe')).toBeAttached();
  expect(asked).not.toContain(address);
  await page.locator('book-demo').scrollIntoViewIfNeeded();
  await expect.poll(() => asked).toContain(address);
});

test('a plain frame works without any header from the host', async ({ page, context }) => {
  const site = await serve({ dir: dist, base, port: 4800 });
  const frame = await blogWith(page, embedCode(training, 'en', '', site.url).frame);
  await expectTrains(frame);
  expect(await page.locator('iframe').evaluate((e) => e.clientHeight)).toBe(EMBED_HEIGHT);
  expect(context.serviceWorkers(), 'a guest leaves nothing behind').toEqual([]);
  await site.close();
});

test.describe('in sandbox="allow-scripts", as careful hosts have it', () => {
  const sandboxed = (root: string, hash = '') =>
    `<iframe sandbox="allow-scripts" width="700" height="800" src="${embedAddress(training, 'en', root)}${hash}"></iframe>`;

  test('a demo trains where the host sends Access-Control-Allow-Origin', async ({ page, baseURL }) => {
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    const frame = await blogWith(page, sandboxed(baseURL!));
    await expectTrains(frame);
    expect(await page.frames()[1]!.evaluate(() => self.origin)).toBe('null');
    expect(said).toEqual([]);
  });

  test('without that header the first frame is there, with its numbers and the way to the book', async ({ page }) => {
    const site = await serve({ dir: dist, base, port: 4850 });
    const frame = await blogWith(page, sandboxed(site.url));
    await expect(frame.locator('[data-role="sentence"]')).toContainText(/\d/);
    await expect(frame.locator('[data-role="stage"]')).toBeVisible();
    await expect(frame.locator('.from a')).toHaveAttribute('href', new RegExp(`^${base}en/`));
    await site.close();
  });

  test('WordPress gets its answer', async ({ page, baseURL }) => {
    await page.addInitScript(() => {
      const heard: unknown[] = [];
      Object.assign(self, { heard });
      addEventListener('message', ({ data }) => heard.push(data));
    });
    await blogWith(page, sandboxed(baseURL!, '#?secret=a1B2c3'));
    await expect
      .poll(() => page.evaluate(() => (self as unknown as { heard: unknown[] }).heard))
      .toContainEqual({ message: 'height', value: expect.any(Number), secret: 'a1B2c3' });
  });
});

test('links lead out of the frame', async ({ page, baseURL, context }) => {
  const frame = await blogWith(page, embedCode(training, 'en', '', baseURL!).script);
  const opened = context.waitForEvent('page');
  await frame.locator('.from a').click();
  expect(new URL((await opened).url()).pathname).toMatch(new RegExp(`^${base}en/`));
});

test('the oEmbed document is found, and embeds the same page', async ({ page }) => {
  for (const card of demos) {
    for (const path of [`embed/zh/${card.id}/`, `zh/demos/${card.id}/`]) {
      await page.goto(path);
      const link = page.locator('link[rel="alternate"][type="application/json+oembed"]');
      const { pathname } = new URL((await link.getAttribute('href'))!);
      const document_ = JSON.parse(read(pathname.slice(base.length)));
      expect(document_).toMatchObject({
        version: '1.0',
        type: 'rich',
        title: card.title.zh,
        width: expect.any(Number),
        height: EMBED_HEIGHT,
      });
      expect(document_.html).toContain(`${base}embed/zh/${card.id}/`);
    }
    await page.goto(`embed/zh/${card.id}/`);
    await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
    await expect(page.locator('link[rel="canonical"]')).toHaveAttribute('href', /\/zh\//);
  }
});
