/**
 * Runs the project's tools, whatever Node was typed: npm's `node` package brings Node 24 into node_modules.
 * No shell in between, so that folders with spaces and Windows do no harm.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { argv, env, execPath, exit, platform, versions } from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Something that the person at the keyboard can mend: printed as one line, without a stack. */
export class Stop extends Error {}

/** The Node that runs the tools: the one in node_modules, else the one that runs this if it is new enough. */
export function nodePath() {
  const own = join(root, 'node_modules', 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  const [major, minor] = versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return execPath;
  throw new Stop(
    `Node 22.12 or newer is needed and node_modules has none; got ${versions.node}: run npm ci, or install a newer Node`,
  );
}

/** The environment of a tool: node_modules/.bin and the Node of `nodePath` come first. */
export function toolEnv(extra = {}) {
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [join(root, 'node_modules', '.bin'), dirname(nodePath()), env[key] ?? ''].join(delimiter);
  return { ...env, ASTRO_TELEMETRY_DISABLED: '1', ...extra, [key]: path };
}

/** The script behind a command of a package: `bin('astro')`, `bin('@playwright/test', 'playwright')`. */
export function bin(name, command = name.split('/').at(-1)) {
  const folder = join(root, 'node_modules', name);
  const { bin: entry } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof entry === 'string' ? entry : entry[command]);
}

/**
 * Runs `node script …args` and resolves to `{ code, output }`; the output is also shown unless `quiet`.
 *
 * @param {string} script
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean }} options
 */
export function runNode(script, args = [], { env: extra, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(nodePath(), [script, ...args], {
      cwd: root,
      env: toolEnv(extra),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const hear = (stream) => (data) => {
      output += data;
      if (!quiet) stream.write(data);
    };
    child.stdout.on('data', hear(process.stdout));
    child.stderr.on('data', hear(process.stderr));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a program of the machine, unseen; `{ code, output }`, code 127 when there is no such program. */
export function runProgram(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8', ...options });
  return { code: error ? 127 : (status ?? 1), output: `${stdout ?? ''}${stderr ?? ''}` };
}

/** Whether the module at `url` is the one that was started, also through a link to its folder. */
export const isMain = (url) => Boolean(argv[1]) && realpathSync(argv[1]) === fileURLToPath(url);

/** Runs a script's main function; a `Stop` ends it with its one line. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`✗ ${error.message}`);
    exit(1);
  }
}
