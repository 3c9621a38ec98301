/** The walk of support/smoke.mjs in the machine's own Firefox, over WebDriver BiDi: no patched build, no driver. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env, platform } from 'node:process';
import puppeteer from 'puppeteer-core';
import { skip, smoke } from './support/smoke.mjs';

const places =
  platform === 'darwin'
    ? ['/Applications/Firefox.app/Contents/MacOS/firefox']
    : platform === 'win32'
      ? [join(env['PROGRAMFILES'] ?? 'C:\\Program Files', 'Mozilla Firefox', 'firefox.exe')]
      : (env['PATH'] ?? '').split(delimiter).flatMap((dir) => [join(dir, 'firefox-esr'), join(dir, 'firefox')]);
const executablePath = [env['FIREFOX'], ...places].find((file) => file && existsSync(file));

/** A browser fresh from the box calls home; this one does not. */
const QUIET = {
  'app.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Firefox lays out formulas before it has read them to their end, and reports the halves; pages.spec.ts sees them whole. */
const HALF_READ = /^Invalid markup: Incorrect number of children for <m/;

async function launch() {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: QUIET,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const errors = [];
  page.on('pageerror', (error) => {
    if (!HALF_READ.test(error.message)) errors.push(`page error: ${error.message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`console: ${message.text()}`);
  });
  return {
    version: await browser.version(),
    errors,
    open: (url) => page.goto(url, { waitUntil: 'load' }),
    run: (fn, ...args) => page.evaluate(fn, ...args),
    async inFrame(task) {
      const frame = await (await page.$('iframe')).contentFrame();
      await task((fn, ...args) => frame.evaluate(fn, ...args));
    },
    screenshot: () => page.screenshot(),
    close: () => browser.close(),
  };
}

if (executablePath) await smoke('firefox', launch);
else skip('firefox', 'no Firefox here');
