/**
 * The same short walk in a browser of another make: both languages of chapter 1, each demo, an embed in a foreign page.
 * `driver` is what firefox.mjs and webkit.mjs make of their browsers:
 *
 *   open(url)              goes to a page
 *   run(fn, ...args)       runs a function in the page, waits for its promise, gives back its JSON value
 *   inFrame(task)          runs `task` with `run` bound to the page's <iframe>
 *   screenshot()           PNG bytes
 *   close()
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../scripts/serve.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const dist = env.DIST ?? join(root, 'dist');
const results = join(root, 'test-results');
/** A run of fewer steps would show little. */
const LEAST = 20;

/** Writes what scripts/test.mjs reads. */
function report(name, row) {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), JSON.stringify(row));
}

export function skip(name, why) {
  console.log(`skipped: ${why}`);
  report(name, { passed: 0, failed: 0, note: `skipped: ${why}` });
}

/** The functions that run in the page: plain, and without anything from this file. */
const inPage = {
  /** Resolves when `demo` is alive, its first preset chosen; tells what it says. */
  awake: async (id) => {
    const until = async (what, test) => {
      for (let i = 0; i < 300; i++) {
        const found = test();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`${what}; waited 15 s`);
    };
    const demo = await until(`there is a demo ${id}`, () => document.querySelector(`section.demo[data-demo="${id}"]`));
    demo.scrollIntoView({ behavior: 'instant' });
    await until('the demo is ready', () => demo.hasAttribute('data-ready'));
    const preset = demo.querySelector('[data-preset]');
    preset.click();
    await until('the first preset is pressed', () => preset.getAttribute('aria-pressed') === 'true');
    return demo.querySelector('[data-role="sentence"]').textContent.trim();
  },
  /** Runs from the start to the end, as fast as it goes. */
  train: async (id) => {
    const demo = document.querySelector(`section.demo[data-demo="${id}"]`);
    const part = (name) => demo.querySelector(`[data-act="${name}"]`);
    if (!part('play')) return 'no steps';
    const until = async (what, test) => {
      for (let i = 0; i < 600; i++) {
        const failure = demo.querySelector('[data-role="failure"]');
        if (failure) throw new Error(failure.textContent);
        if (test()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`${what}; waited 30 s at step ${part('scrub').value}`);
    };
    const step = () => Number(part('scrub').value);
    if (step() > 0) part('reset').click();
    await until('the run is at its start', () => step() === 0);
    const before = demo.querySelector('[data-role="sentence"]').textContent;
    part('speed').selectedIndex = part('speed').options.length - 1;
    part('speed').dispatchEvent(new Event('change', { bubbles: true }));
    part('play').click();
    await until('its run ends', () => step() === Number(part('scrub').max));
    if (demo.querySelector('[data-role="sentence"]').textContent === before)
      throw new Error('the sentence did not change');
    return step();
  },
  read: async () => {
    await document.fonts.ready;
    return {
      lang: document.documentElement.lang,
      title: document.title,
      h1: document.querySelectorAll('h1').length,
      maths: document.querySelectorAll('.katex').length,
      overflow: document.documentElement.scrollWidth > innerWidth,
    };
  },
};

/** Pages of another origin that embed `address`: plain, and as careful hosts do. One frame each, in view: others rest. */
function hostPages(address) {
  const sandbox = { plain: '', sandboxed: 'sandbox="allow-scripts"' };
  const server = createServer(({ url }, response) => {
    const kind = url.slice(1);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>A blog</title><body style="margin:0">
       <iframe title="${kind}" src="${address}" width="1000" height="800" ${sandbox[kind] ?? ''}></iframe>`,
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const root = `http://127.0.0.1:${server.address().port}/`;
      resolve({ kinds: Object.keys(sandbox), of: (kind) => root + kind, close: () => server.close() });
    });
  });
}

/** Runs the walk and reports; `launch()` starts the browser. */
export async function smoke(name, launch) {
  const base = env.BASE ?? '/';
  // As the hosts that _headers is written for: a sandboxed frame has no origin, so its files must be open to all.
  const site = await serve({
    dir: dist,
    base,
    port: Number(env.PORT ?? 4700),
    headers: { 'access-control-allow-origin': '*' },
  });
  const { demos } = JSON.parse(readFileSync(join(dist, 'demos.json'), 'utf8'));
  const driver = await launch();
  let passed = 0;
  let failed = 0;
  const test = async (what, body) => {
    try {
      await driver.open('about:blank'); // a page that is left while it still loads something reports an error
      driver.errors.length = 0;
      await body();
      if (driver.errors.length) throw new Error(driver.errors.join('; '));
      passed++;
      console.log(`  ✓ ${what}`);
    } catch (error) {
      failed++;
      console.log(`  ✗ ${what}\n      ${error.message}`);
    }
  };
  const check = (ok, what) => {
    if (!ok) throw new Error(what);
  };
  const picture = async (what) => {
    mkdirSync(join(results, name), { recursive: true });
    writeFileSync(join(results, name, `${what}.png`), await driver.screenshot());
  };

  try {
    const chapter = readdirSync(join(dist, 'zh')).find((folder) => folder.startsWith('01-'));
    for (const [lang, locale] of [
      ['zh', 'zh-CN'],
      ['en', 'en'],
    ]) {
      await test(`chapter 1 in ${lang}`, async () => {
        await driver.open(`${site.url}${lang}/${chapter}/`);
        const page = await driver.run(inPage.read);
        check(
          page.lang === locale && page.title && page.h1 === 1,
          `lang, title and one h1; got ${JSON.stringify(page)}`,
        );
        check(page.maths > 0, 'the mathematics is typeset');
        check(!page.overflow, 'nothing is wider than the window');
        await picture(`chapter-1-${lang}`);
      });
    }
    for (const { id } of demos) {
      await test(`demo ${id}`, async () => {
        await driver.open(`${site.url}zh/demos/${id}/`);
        const sentence = await driver.run(inPage.awake, id);
        check(/\d/.test(sentence), `the sentence says a number; got "${sentence}"`);
        const steps = await driver.run(inPage.train, id);
        await picture(id);
        check(steps === 'no steps' || steps >= LEAST, `it runs ${LEAST} steps or more; got ${steps}`);
      });
    }
    const host = await hostPages(`${site.url}embed/en/${demos[0].id}/`);
    for (const kind of host.kinds) {
      await test(`an embed in a page of another origin, ${kind}`, async () => {
        await driver.open(host.of(kind));
        await driver.inFrame(async (run) => {
          await run(inPage.awake, demos[0].id);
          const steps = await run(inPage.train, demos[0].id);
          check(steps === 'no steps' || steps >= LEAST, `it runs ${LEAST} steps or more; got ${steps}`);
        });
        await picture(`embed-${kind}`);
      });
    }
    host.close();
  } finally {
    await driver.close();
    await site.close();
    report(name, { passed, failed, note: driver.version });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
