/** `npm run build`: the book as a static site in dist/. BASE is its path on the host, SITE the host's address. */
import { ensureInstalled } from './install.mjs';
import { bin, isMain, main, runNode, Stop } from './run.mjs';

/** Astro's own mark on the modules of .mdx pages, which the bundler does not know. */
const EXPECTED = /"use astro:head-inject"/;
const withoutTime = (line) => line.replace(/^\d\d:\d\d:\d\d /, '');

/**
 * Builds, and resolves to the warnings of the log.
 *
 * @param {Record<string, string>} settings BASE, SITE, OUT: as astro.config.mjs reads them
 * @throws {Stop} the build ended badly, or its log has an [ERROR]: Astro logs some errors and goes on with an empty page
 */
export async function buildBook(settings = {}, { quiet = false } = {}) {
  const { code, output } = await runNode(bin('astro'), ['build'], { env: { FORCE_COLOR: '0', ...settings }, quiet });
  const lines = output.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => line.includes('[ERROR]'));
  if (code || errors.length) {
    if (quiet) console.log(output);
    throw new Stop(`the build failed: ${errors[0] ?? `astro build ended with ${code}, see above`}`);
  }
  return [...new Set(lines.filter((line) => line.includes('[WARN]') && !EXPECTED.test(line)).map(withoutTime))];
}

if (isMain(import.meta.url)) {
  await main(async () => {
    ensureInstalled();
    await buildBook();
  });
}
