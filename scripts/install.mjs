/** Installs what package-lock.json lists, if node_modules does not hold it yet: `node scripts/install.mjs`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath, platform } from 'node:process';
import { isMain, main, nodePath, root, runProgram, Stop } from './run.mjs';

/** Whether node_modules lacks a package of the lock, or has another version of it. */
export function isStale() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return true;
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const have = read(installed);
  return Object.entries(read(join(root, 'package-lock.json'))).some(
    ([path, { version, optional }]) => path && !optional && have[path]?.version !== version,
  );
}

/** What npm said, as one line that says what to do. */
function reason(output) {
  const code = /npm error code (\S+)/.exec(output)?.[1] ?? 'no code';
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT)$/.test(code)) {
    return `cannot reach the package registry (${code}): connect to the network and run the same command again`;
  }
  const log = /complete log of this run can be found in: (.+)/.exec(output)?.[1];
  return `npm ci failed (${code})${log ? `; its log: ${log}` : `: ${output.trim().split('\n').at(-1)}`}`;
}

/** Brings node_modules in step with the lock. @throws {Stop} no network, or npm refuses */
export function ensureInstalled() {
  if (isStale()) {
    console.log('Installing packages (once, one to three minutes) …');
    const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];
    // npm names itself when it runs a script; without it, the npm on the PATH (a .cmd on Windows, which wants a shell).
    const { code, output } = env.npm_execpath
      ? runProgram(execPath, [env.npm_execpath, ...args])
      : runProgram('npm', args, { shell: platform === 'win32' });
    if (code === 127) throw new Stop('npm is not on the PATH: install Node.js 20 or newer, which brings it');
    if (code) throw new Stop(reason(output));
  }
  nodePath();
}

if (isMain(import.meta.url)) await main(ensureInstalled);
