/** The book without a network: what was visited, what was downloaded, what is not here; and new editions. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { serve } from '../../scripts/serve.mjs';
import { base, dist, pages, read } from '../support/site';
import { expectCompares } from './support/compare';
import { Demo, demos } from './support/demo';
import { expect as plain, test } from './support/test';

/** What is waited for here takes a cold start or two, on a machine with other work to do. */
const expect = plain.configure({ timeout: 20_000 });

test.use({ serviceWorkers: 'allow' });

const chapter = pages.find(({ path }) => /^zh\/\d\d-/.test(path))!.path;
const other = pages.find(({ path }) => /^zh\/[a-z-]+\/$/.test(path) && path !== 'zh/offline/')!.path;
const training = demos.find(({ run }) => run)!;

/** Opens a page and waits until the service worker has kept it, with the demos on it. */
async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await expect.poll(() => kept(page), { message: 'what is kept' }).toContain(path);
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>('section.demo')].every(({ dataset }) => dataset['demo']),
  );
}

/** Everything kept, as paths from the base on. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async (root) => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname.slice(root.length));
  }, base);

/** How many more files are kept half a second later. */
async function newlyKept(page: Page): Promise<number> {
  const before = (await kept(page)).length;
  await page.waitForTimeout(500);
  return (await kept(page)).length - before;
}

async function withoutNetwork<T>(context: BrowserContext, task: () => Promise<T>): Promise<T> {
  await context.setOffline(true);
  const result = await task();
  await context.setOffline(false);
  return result;
}

test('a first visit keeps the shell: nothing heavy, nothing that is never asked for', async ({ page }) => {
  await visit(page, chapter);
  const files = await kept(page);
  expect(files.filter((file) => /\.(map|ttf|woff)$/.test(file))).toEqual([]);
  expect(files.filter((file) => file.includes('tfjs'))).toEqual([]);
  expect(files.filter((file) => /^(embed|oembed)\//.test(file))).toEqual([]);
  expect(files.filter((file) => file.startsWith('pagefind/'))).toEqual([]);
  expect(files.filter((file) => /^(zh|en)\/.*\/$/.test(file)).sort()).toEqual(
    [chapter, 'en/offline/', 'zh/offline/'].sort(),
  );
  const sizes = JSON.parse(read('offline.json')) as Record<string, number>;
  expect(sizes['shell'], 'bytes over the wire').toBeLessThan(500_000);
});

test('a visited page can be read, and its demos trained, also those never scrolled to', async ({ page, context }) => {
  await visit(page, chapter);
  const needed = demos.filter(({ id }) => read(`${chapter}index.html`).includes(`data-demo="${id}"`));
  expect(needed.length).toBeGreaterThan(0);
  await expect.poll(() => newlyKept(page), { message: 'what the page loads later is kept after it' }).toBe(0);
  await withoutNetwork(context, async () => {
    expect((await page.reload())?.status()).toBe(200);
    for (const card of needed) {
      const demo = new Demo(page, card, 'zh');
      await demo.ready();
      if (await demo.runs()) await demo.train();
      await demo.expectSound();
    }
    expect((await page.goto(`${chapter}?theme=dark&x=1`))?.status(), 'whatever the query').toBe(200);
    expect((await page.goto(chapter.slice(0, -1)))?.status(), 'without its slash').toBe(200);
    expect(new URL(page.url()).pathname).toBe(base + chapter);
  });
});

test('what is not here says why, in the language of the page', async ({ page, context, watch }) => {
  watch.expect(/Failed to load resource/); // the browser reports the status of each page below
  await visit(page, chapter);
  await withoutNetwork(context, async () => {
    for (const [path, status, words] of [
      [other, 503, '还没有存到这台设备上'],
      [other.replace('zh/', 'en/'), 503, 'not on this device'],
      ['zh/no-such-page/', 404, '没有这一页'],
      ['en/no-such-page/', 404, 'no such page'],
    ] as const) {
      expect((await page.goto(path))?.status(), path).toBe(status);
      await expect(page.locator('main p:visible').first()).toContainText(words);
    }
  });
  await page.goto(other);
  await expect(page.locator('[data-known]')).toHaveCount(0);
});

test.describe('the download', () => {
  const button = (page: Page) => page.locator('book-offline[data-lang="zh"] button');
  const panel = (page: Page, state: string) => page.locator(`book-offline[data-lang="zh"][data-state="${state}"]`);

  test('brings pages, search and demos, by keyboard, and says how heavy it is and when it is done', async ({
    page,
    context,
  }) => {
    test.slow();
    await visit(page, 'zh/');
    await expect(button(page)).toContainText(/约 \d+\.\d MB/);
    await button(page).focus();
    await page.keyboard.press('Enter');
    await expect(panel(page, 'done')).toBeVisible();
    await expect(panel(page, 'done').getByRole('status')).toContainText('这台设备');
    await expect(page.locator('book-offline[data-lang="zh"] [data-role="text"]')).toBeFocused();

    const files = await kept(page);
    const zh = pages.filter(({ path }) => path.startsWith('zh/')).map(({ path }) => path);
    expect(zh.filter((path) => !files.includes(path))).toEqual([]);
    expect(files.filter((file) => /^en\/(?!offline)/.test(file))).toEqual([]);

    await withoutNetwork(context, async () => {
      for (const path of zh) expect((await page.goto(path))?.status(), path).toBe(200);
      const demo = await new Demo(page, training, 'zh').open();
      await demo.train();
      await demo.expectSound();
      await expectCompares(page);

      await page.goto(chapter);
      await page.locator('button[data-open-modal]').click();
      await page.locator('dialog input').fill('神经网络');
      await expect(page.locator('dialog .pagefind-ui__result').first()).toContainText('神经');
    });
    await page.goto('zh/');
    await expect(panel(page, 'done')).toBeVisible();
  });

  test('says what is wrong, keeps what has come, and goes on', async ({ page, context }) => {
    await visit(page, 'zh/');
    await expect(button(page)).toContainText('MB');
    await withoutNetwork(context, async () => {
      await button(page).click();
      await expect(panel(page, 'trouble')).toContainText('网络断了');
      await expect(panel(page, 'trouble').getByRole('status')).toContainText('网络断了');
    });
    await button(page).click();
    await expect(panel(page, 'done')).toBeVisible();
  });

  test('is not begun for readers who save data, until they ask', async ({ page }) => {
    await page.addInitScript(() =>
      Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } }),
    );
    await page.goto('zh/');
    await expect(button(page)).toContainText('MB');
    expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then(({ length }) => length))).toBe(0);
    await button(page).click();
    await expect(panel(page, 'done')).toBeVisible();
  });
});

/** A site of its own for a test, whose files it may change. */
const edition = test.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'book-'));
    await cp(dist, folder, { recursive: true });
    await use(folder);
    await rm(folder, { recursive: true });
  },
  baseURL: async ({ folder }, use) => {
    const site = await serve({ dir: folder, base, port: 4700 });
    await use(site.url);
    await site.close();
  },
});

edition.describe('a new edition', () => {
  /** Publishes an edition in which these pages have another title: the page, and its revision in the worker's list. */
  async function publish(folder: string, title: string, ...paths: string[]): Promise<void> {
    let worker = await readFile(join(folder, 'sw.js'), 'utf8');
    for (const path of paths) {
      const file = join(folder, path, 'index.html');
      await writeFile(file, (await readFile(file, 'utf8')).replace(/<title>[^<]*/, `<title>${title}`));
      const listed = new RegExp(`(\\["${path}",")[0-9a-f]{12}"`);
      expect(worker).toMatch(listed);
      worker = worker.replace(listed, `$1${Buffer.from(title).toString('hex').padEnd(12, '0').slice(0, 12)}"`);
    }
    await writeFile(join(folder, 'sw.js'), worker);
  }

  edition('waits for the reader, and then renews what was kept', async ({ page, context, folder }) => {
    await visit(page, other);
    await visit(page, chapter);
    const old = await page.title();
    await publish(folder, 'edition 2', chapter, other);

    await page.reload();
    const notice = page.getByRole('status').filter({ hasText: '新版本' });
    await expect(notice).toBeVisible();
    expect(await page.title(), 'the page stays what it was').toBe(old);
    await notice.getByRole('button', { name: '以后再说' }).click();
    await expect(notice).toHaveCount(0);

    await page.reload();
    expect(await page.title()).toBe(old);
    await notice.getByRole('button', { name: '更新' }).click();
    await expect(page).toHaveTitle('edition 2');
    await expect(notice).toHaveCount(0);

    // The page that was visited and is not open was renewed too.
    await expect
      .poll(() =>
        page.evaluate(
          async (path) => (await (await caches.match(path, { ignoreSearch: true }))?.text()) ?? '',
          base + other,
        ),
      )
      .toContain('<title>edition 2');
    await withoutNetwork(context, async () => {
      await page.goto(other);
      await expect(page).toHaveTitle('edition 2');
    });
  });

  edition('taken in one tab does not take the page from under another', async ({ page, context, folder }) => {
    await visit(page, chapter);
    const second = await context.newPage();
    await second.goto(chapter);
    const old = await second.title();
    await publish(folder, 'edition 3', chapter);
    await page.reload();
    await page.getByRole('button', { name: '更新' }).click();
    await expect(page).toHaveTitle('edition 3');
    await expect(second.getByRole('status').filter({ hasText: '另一个标签页' })).toBeVisible();
    expect(await second.title()).toBe(old);
    await second.getByRole('button', { name: '重新载入' }).click();
    await expect(second).toHaveTitle('edition 3');
  });
});
