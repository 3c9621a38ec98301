import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { base, dist } from '../support/site';

const root = fileURLToPath(new URL('../..', import.meta.url));
const port = Number(process.env['PORT'] ?? 4610);
const address = `http://localhost:${port}${base}`;
const onCi = Boolean(process.env['CI']);

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/playwright',
  fullyParallel: true,
  workers: 2,
  forbidOnly: onCi,
  retries: onCi ? 1 : 0,
  timeout: 90_000,
  // Patience for machines that do other things meanwhile; no test judges by the clock.
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/playwright.json' }]],
  use: {
    baseURL: address,
    // A worker of an earlier test must not answer for the server; offline.spec.ts lets them in.
    serviceWorkers: 'block',
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    {
      name: 'phone',
      testMatch: ['pages.spec.ts', 'demos.spec.ts', 'search.spec.ts'],
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
  webServer: {
    command: `node scripts/serve.mjs --dir ${JSON.stringify(dist)} --base ${base} --port ${port} --cors`,
    cwd: root,
    url: address,
    reuseExistingServer: false,
  },
});
