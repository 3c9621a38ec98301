/** `npm run check`: types of .ts, .astro and .svelte; lint; format. All of them run, so that one run tells all. */
import { exit } from 'node:process';
import { ensureInstalled } from './install.mjs';
import { bin, main, runNode } from './run.mjs';

/** Name, package, arguments. `astro check` also reads the .ts files, but not inside .svelte. */
const CHECKS = [
  [
    'types of .ts and .astro',
    'astro',
    ['check', '--minimumSeverity', 'warning', '--minimumFailingSeverity', 'warning'],
  ],
  ['types of .svelte', 'svelte-check', ['--tsconfig', 'tsconfig.json', '--fail-on-warnings', '--output', 'human']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
];

await main(async () => {
  ensureInstalled();
  const failed = [];
  for (const [name, tool, args] of CHECKS) {
    console.log(`── ${name}`);
    const { code } = await runNode(bin(tool), args);
    if (code) failed.push(name);
  }
  console.log(failed.length ? `\n✗ check failed: ${failed.join(', ')}` : '\n✓ types, lint and format are clean');
  exit(failed.length ? 1 : 0);
});
