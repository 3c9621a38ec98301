/**
 * What a recorded step needs to know about the kernels, made from their signatures: the sources are the one list.
 *
 *   assembly/dispatch.ts               runCalls: reads calls from memory and makes them (used by kernels/replay.ts)
 *   src/wasm/kernel.signatures.json    { "fill": ["i32", "f64", "i32"], … }: what one call looks like in memory
 *
 * The number of a kernel is its place in this list, which is in alphabetical order.
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXPORT = /^export function (\w+)\(([^)]*)\)/gm;
/** What an argument is to JavaScript and in the eight bytes that it takes in a plan. */
const SLOTS = { usize: 'i32', i32: 'i32', u32: 'i32', f64: 'f64' };
/** The kernel that runs the others. */
const REPLAY = 'replay';

/** @typedef {{ name: string, file: string, types: string[] }} Kernel */

/**
 * @param {string} folder assembly/kernels
 * @returns {Kernel[]}
 * @throws {Error} an argument of another type than usize, i32, u32 and f64
 */
function readKernels(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const kernels = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(EXPORT)].map(([, name, list]) => {
      const types = [...list.matchAll(/\w+: *(\w+)/g)].map((match) => match[1]);
      for (const type of types)
        if (!(type in SLOTS))
          throw new Error(`dispatch: an argument of a kernel is one of ${Object.keys(SLOTS)}; got ${type} in ${name}`);
      return { name, file: file.slice(0, -3), types };
    }),
  );
  return kernels.filter(({ name }) => name !== REPLAY).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param {Kernel[]} kernels */
function dispatchSource(kernels) {
  const files = [...new Set(kernels.map(({ file }) => file))];
  const imports = files.map((file) => {
    const names = kernels.filter((kernel) => kernel.file === file).map(({ name }) => name);
    return `import { ${names.join(', ')} } from './kernels/${file}';`;
  });
  const cases = kernels.map(({ name, types }, i) => {
    const args = types.map((type, j) => `load<${type}>(p, ${8 * (j + 1)})`);
    return `      case ${i}: ${name}(${args.join(', ')}); p += ${8 * (types.length + 1)}; break;`;
  });
  return `/** Made by src/site/dispatch.mjs from the signatures of the kernels; not to be edited. */
${imports.join('\n')}

/** Makes the calls that lie from p to end: the number of a kernel and its arguments, eight bytes each. */
export function runCalls(p: usize, end: usize): void {
  while (p < end) {
    switch (load<i32>(p)) {
${cases.join('\n')}
      default: unreachable();
    }
  }
}
`;
}

/** Written only when it differs: a new time would have everything compiled again. */
function write(path, text) {
  let before;
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    // not there yet
  }
  if (before === text) return;
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

/** @param {string} root the folder of the project */
export function writeDispatch(root) {
  const kernels = readKernels(join(root, 'assembly/kernels'));
  const signatures = Object.fromEntries(kernels.map(({ name, types }) => [name, types.map((type) => SLOTS[type])]));
  write(join(root, 'src/wasm/kernel.signatures.json'), `${JSON.stringify(signatures, null, 1)}\n`);
  write(join(root, 'assembly/dispatch.ts'), dispatchSource(kernels));
}
