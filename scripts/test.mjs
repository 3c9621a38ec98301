/**
 * `npm test`: installs what is missing (a Chromium too), builds the book under a base path, runs every test.
 * `npm test -- unit chromium` runs only these stages: build, unit, chromium, firefox, webkit, phone.
 * `npm run test:phone`, which is long, is a stage of its own: the book as built before, in a phone's window, by touch.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { buildBook } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { bin, main, root, runNode, Stop } from './run.mjs';

const results = join(root, 'test-results');
/** The book under test has a base path, because that is where addresses break. SITE and PORT follow. */
const site = { BASE: '/book/', OUT: join(results, 'site'), DIST: join(results, 'site') };

/** The address is settled before the build: in a sandboxed frame WebKit lets in only what the policy names in full. */
async function settleAddress(build) {
  const built = build ? undefined : report(join(site.OUT, 'demos.json'));
  site.PORT = built ? new URL(built.address).port : String(await freePort());
  site.SITE = `http://localhost:${site.PORT}`;
}

/** What a test runner wrote; none when it broke down before it could. */
const report = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
const brokeDown = { passed: 0, failed: 1, note: 'ended without a report' };

const stages = {
  async build() {
    try {
      const warnings = await buildBook(site, { quiet: true });
      return {
        passed: 1,
        failed: 0,
        note: warnings.length ? `${warnings.length} warnings:\n${warnings.join('\n')}` : '',
      };
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return { passed: 0, failed: 1, note: error.message };
    }
  },

  async unit() {
    const file = join(results, 'vitest.json');
    const args = ['run', '--config', 'tests/vitest.config.ts', '--reporter=default', '--reporter=json'];
    const { code } = await runNode(bin('vitest'), [...args, `--outputFile.json=${file}`], { env: site });
    const all = report(file);
    if (!all) return brokeDown;
    // A file that cannot be loaded has no tests to count, but it has failed.
    const unloaded = all.testResults.filter(
      (t) => t.status === 'failed' && !t.assertionResults.some((a) => a.status === 'failed'),
    );
    const failed = all.numFailedTests + unloaded.length;
    return { passed: all.numPassedTests, failed: failed || (code ? 1 : 0), note: told(all.numPendingTests, 'skipped') };
  },

  chromium: () => browse('desktop'),
  firefox: () => smoke('firefox'),
  webkit: () => smoke('webkit'),
  phone: () => browse('phone'),
};
/** What runs unless it is asked for by name. */
const usual = Object.keys(stages).filter((name) => name !== 'phone');

/** @param project of tests/e2e/playwright.config.ts */
async function browse(project) {
  const file = join(results, 'playwright.json');
  rmSync(file, { force: true });
  const args = ['test', '--config', 'tests/e2e/playwright.config.ts', '--project', project];
  const env = { ...site, CHROMIUM: await findChromium() };
  const { code } = await runNode(bin('@playwright/test', 'playwright'), args, { env });
  const all = report(file);
  if (!all) return brokeDown;
  const { expected, flaky, unexpected, skipped } = all.stats;
  const failed = unexpected + all.errors.length;
  const note = [told(skipped, 'skipped'), told(flaky, 'passed on the second try')].filter(Boolean).join(', ');
  return { passed: expected + flaky, failed: failed || (code ? 1 : 0), note };
}

async function smoke(name) {
  await runNode(join(root, 'tests', 'e2e', `${name}.mjs`), [], { env: site });
  return report(join(results, `${name}.json`)) ?? brokeDown;
}

const told = (n, what) => (n ? `${n} ${what}` : '');

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .on('error', reject)
      .listen(0, () => {
        const { port } = server.address();
        server.close(() => resolve(port));
      });
  });

await main(async () => {
  const asked = argv.slice(2);
  const wanted = asked.length ? asked : usual;
  const unknown = wanted.find((name) => !(name in stages));
  if (unknown) throw new Stop(`a stage is one of ${Object.keys(stages).join(', ')}; got "${unknown}"`);
  ensureInstalled();
  const build = wanted.includes('build');
  if (build) rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  await settleAddress(build);

  const rows = [];
  for (const [name, stage] of Object.entries(stages)) {
    if (!wanted.includes(name)) continue;
    console.log(`\n── ${name}`);
    const began = performance.now();
    if (rows[0]?.name === 'build' && rows[0].failed && name !== 'unit') {
      rows.push({ name, passed: 0, failed: 1, note: 'not run: there is no book to open', seconds: 0 });
      continue;
    }
    const row = await stage().catch((error) => {
      if (!(error instanceof Stop)) throw error;
      return { passed: 0, failed: 1, note: error.message };
    });
    rows.push({ name, ...row, seconds: (performance.now() - began) / 1000 });
  }

  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  console.log('\nstage       passed  failed  seconds');
  for (const { name, passed, failed, seconds, note } of rows) {
    const cells = [
      name.padEnd(10),
      String(passed).padStart(8),
      String(failed).padStart(8),
      seconds.toFixed(0).padStart(9),
    ];
    console.log(`${cells.join('')}  ${note ?? ''}`.trimEnd());
  }
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  exit(sum('failed') || !sum('passed') ? 1 : 0);
});
