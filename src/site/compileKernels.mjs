/**
 * Compiles the numeric core: assembly/ -> src/wasm/kernel.<target>.{wasm,js,d.ts}, for the targets of asconfig.json.
 *
 *   compileKernels()                  the targets whose sources are newer than their output
 *   kernels()                         a Vite plugin that does so before a build, and at every change in dev
 *   node src/site/compileKernels.mjs  the same by hand
 *
 * Several processes may compile at once: each writes to files of its own and renames them into place, the .wasm last.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeDispatch } from './dispatch.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = join(root, 'assembly');

/** Time of the last change, in milliseconds; 0 for a file that is not there. */
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestSource() {
  const files = readdirSync(sources, { recursive: true, withFileTypes: true });
  return Math.max(
    changed(join(root, 'asconfig.json')),
    ...files.map((file) => changed(join(file.parentPath, file.name))),
  );
}

/**
 * @returns {Promise<string[]>} the targets that were compiled
 * @throws {Error} with asc's message, when a source does not compile
 */
export async function compileKernels() {
  writeDispatch(root);
  const { targets } = JSON.parse(readFileSync(join(root, 'asconfig.json'), 'utf8'));
  const newest = newestSource();
  const stale = Object.keys(targets).filter((target) => changed(join(root, targets[target].outFile)) <= newest);
  if (!stale.length) return [];
  const asc = await import('assemblyscript/asc');
  for (const target of stale) {
    const { outFile } = targets[target];
    const temporary = outFile.replace(/\.wasm$/, `.${process.pid}.wasm`);
    mkdirSync(join(root, dirname(outFile)), { recursive: true });
    const start = new Date();
    const { error, stderr } = await asc.main(['--target', target, '--outFile', temporary, '--baseDir', root]);
    if (error) throw new Error(`compileKernels: assembly/ compiles; got, for ${target},\n${stderr.toString()}`);
    utimesSync(join(root, temporary), start, start); // a source that changed meanwhile is newer than its output
    for (const end of ['.js', '.d.ts', '.wasm']) {
      renameSync(join(root, temporary.replace(/\.wasm$/, end)), join(root, outFile.replace(/\.wasm$/, end)));
    }
  }
  return stale;
}

/** @returns {import('vite').Plugin} */
export function kernels() {
  let first;
  return {
    name: 'kernels',
    enforce: 'pre',
    async buildStart() {
      await (first ??= compileKernels());
    },
    configureServer(server) {
      server.watcher.add(sources);
      server.watcher.on('change', async (file) => {
        if (!file.startsWith(sources + sep)) return;
        try {
          await compileKernels();
          server.ws.send({ type: 'full-reload' });
        } catch (error) {
          server.ws.send({ type: 'error', err: { message: error.message, stack: '' } });
        }
      });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const done = await compileKernels();
  console.log(done.length ? `compiled ${done.join(', ')}` : 'the kernels are up to date');
}
