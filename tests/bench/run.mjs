/** Bundles bench.ts (TypeScript, alias '@/') for Node and runs it: node tests/bench/run.mjs [word …] [--json FILE] */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileKernels } from '../../src/site/compileKernels.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = at('../..');
process.chdir(root);
await compileKernels();
// Beside node_modules, so that packages are found from there; a name of its own, so that two benches do not meet.
const outfile = `${root}/node_modules/.cache/bench/bench.${process.pid}.mjs`;
process.on('exit', () => rmSync(outfile, { force: true }));
await build({
  entryPoints: [at('bench.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  packages: 'external',
  alias: { '@': `${root}/src` },
});
await import(outfile);
