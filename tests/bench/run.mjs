/** Bundles bench.ts (TypeScript, alias '@/') for Node and runs it: node tests/bench/run.mjs [word …] [--json FILE] */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileKernels } from '../../src/site/compileKernels.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = at('../..');
process.chdir(root);
await compileKernels();
// Beside node_modules, so that packages are found from there.
const outfile = `${root}/node_modules/.cache/bench/bench.mjs`;
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
