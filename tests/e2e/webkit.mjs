/** The walk of support/smoke.mjs in WebKitGTK: its MiniBrowser, driven by plain WebDriver over fetch. */
import { spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createServer } from 'node:net';
import { env } from 'node:process';
import { skip, smoke } from './support/smoke.mjs';

const has = (program) => spawnSync('which', [program]).status === 0;
const binary = globSync('/usr/{lib,lib64,libexec}/{*/,}webkit2gtk-4.*/MiniBrowser').at(-1);
const needed = ['WebKitWebDriver', 'xvfb-run', 'dbus-run-session'];

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function launch() {
  const port = await freePort();
  // Its own process group, so that closing ends the whole chain: xvfb, dbus, driver, browser.
  const chain = ['-a', '-s', '-screen 0 1280x900x24', 'dbus-run-session', '--', 'WebKitWebDriver', `--port=${port}`];
  const process = spawn('xvfb-run', chain, {
    detached: true,
    stdio: 'ignore',
    env: { ...env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  });
  const call = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const wanted = {
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
  };
  const { sessionId, capabilities } = await patiently(() =>
    call('POST', '/session', { capabilities: { alwaysMatch: wanted } }),
  );
  const session = (method, path, body) => call(method, `/session/${sessionId}${path}`, body);
  await session('POST', '/timeouts', { script: 60_000, pageLoad: 60_000 });
  const run = async (fn, ...args) => {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve((${fn})(...JSON.parse(arguments[0])))
        .then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
    const { value, error } = await session('POST', '/execute/async', { script, args: [JSON.stringify(args)] });
    if (error) throw new Error(error);
    return value;
  };
  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    errors: [],
    open: (url) => session('POST', '/url', { url }),
    run,
    async inFrame(task) {
      await session('POST', '/frame', { id: 0 });
      await task(run);
      await session('POST', '/frame', { id: null });
    },
    screenshot: async () => Buffer.from(await session('GET', '/screenshot'), 'base64'),
    async close() {
      await session('DELETE', '').catch((error) => console.log(`  closing: ${error.message}`));
      globalThis.process.kill(-process.pid);
    },
  };
}

/** The driver takes a moment to listen. */
async function patiently(task) {
  for (let i = 0; ; i++) {
    try {
      return await task();
    } catch (error) {
      if (i >= 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

if (binary && needed.every(has)) await smoke('webkit', launch);
else skip('webkit', 'no WebKitGTK here');
