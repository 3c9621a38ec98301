/** A Chromium for the browser tests: one already here, else Playwright's own, else the system's package. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { env, getuid, platform } from 'node:process';
import { bin, root, runNode, runProgram, Stop } from './run.mjs';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** Every place where a Chromium is usually found on this system. */
function places() {
  if (platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(Boolean);
    const files = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return folders.flatMap((folder) => files.map((file) => join(folder, file)));
  }
  const path = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return path.flatMap((folder) => COMMANDS.map((command) => join(folder, command)));
}

/** Whether the file starts as a browser: some systems keep a stub in the place of one. */
const starts = (file) => platform === 'win32' || runProgram(file, ['--version'], { timeout: 20_000 }).code === 0;

function installed() {
  const require = createRequire(join(root, 'package.json'));
  return [...places(), require('playwright').chromium.executablePath()].find(
    (file) => existsSync(file) && starts(file),
  );
}

/**
 * The path of a Chromium; installs one if there is none.
 *
 * @throws {Stop} CHROMIUM names no file, or there is no browser and no way to get one
 */
export async function findChromium() {
  if (env.CHROMIUM) {
    if (existsSync(env.CHROMIUM)) return env.CHROMIUM;
    throw new Stop(`CHROMIUM is the path of a Chromium; got "${env.CHROMIUM}"`);
  }
  const here = installed();
  if (here) return here;
  console.log('No Chromium here; trying to download Playwright’s own …');
  await runNode(bin('playwright'), ['install', 'chromium'], { quiet: true });
  if (!installed() && platform === 'linux' && getuid?.() === 0) {
    console.log('… and the system’s package …');
    runProgram('apt-get', ['update', '-qq']);
    runProgram('apt-get', ['install', '-y', '-qq', 'chromium'], { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } });
  }
  const found = installed();
  if (found) return found;
  throw new Stop('no Chromium here and none could be fetched: install Chromium or Chrome, or set CHROMIUM to its path');
}
