/** `npm run check`: types of .ts, .astro and .svelte; lint; format. All of them run, so that one run tells all. */
import { join } from 'node:path';
import { exit } from 'node:process';
import { ensureInstalled } from './install.mjs';
import { bin, main, root, runNode } from './run.mjs';

const WARNINGS = ['--minimumSeverity', 'warning', '--minimumFailingSeverity', 'warning'];

const STRICT = ['--fail-on-warnings', '--output', 'human'];

/** Name, script, arguments. The types of the kernels are made by compiling them; `astro check` reads .ts and .astro. */
const checks = () => [
  ['WASM core', join(root, 'src', 'site', 'compileKernels.mjs'), []],
  ['types of .ts and .astro', bin('astro'), ['check', ...WARNINGS]],
  ['types of .svelte', bin('svelte-check'), ['--tsconfig', 'scripts/tsconfig.svelte.json', ...STRICT]],
  ['lint', bin('eslint'), ['--max-warnings', '0', '.']],
  ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
];

await main(async () => {
  ensureInstalled();
  const failed = [];
  for (const [name, script, args] of checks()) {
    console.log(`── ${name}`);
    const { code } = await runNode(script, args);
    if (code) failed.push(name);
  }
  console.log(failed.length ? `\n✗ check failed: ${failed.join(', ')}` : '\n✓ types, lint and format are clean');
  exit(failed.length ? 1 : 0);
});
