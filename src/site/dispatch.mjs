/**
 * What a recorded step needs to know about the kernels, made from their signatures: the sources are the one list.
 *
 *   assembly/dispatch.ts               runCalls: reads calls from memory and makes them (used by kernels/replay.ts)
 *   src/wasm/kernel.signatures.json    { "fill": { "form": 3, "args": ["i32", "f64", "i32"] }, … }
 *
 * Kernels with the same types share a form, so that the module holds one call for each form, not for each kernel.
 */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EXPORT = /^export function (\w+)\(([^)]*)\): (\w+)/gm;
/** WebAssembly's type of an argument. */
const WASM = { usize: 'i32', i32: 'i32', u32: 'i32', f32: 'f32', f64: 'f64' };
/** The kernel that runs the others. */
const REPLAY = 'replay';

/** @typedef {{ name: string, args: string[], result: string }} Kernel */

/**
 * @param {string} folder assembly/kernels
 * @returns {Kernel[]} in alphabetical order
 * @throws {Error} an argument of a type that WASM does not have
 */
function readKernels(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const kernels = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(EXPORT)].map(([, name, list, result]) => {
      const types = [...list.matchAll(/\w+: *(\w+)/g)].map((match) => match[1]);
      for (const type of types)
        if (!(type in WASM))
          throw new Error(`dispatch: an argument of a kernel is one of ${Object.keys(WASM)}; got ${type} in ${name}`);
      return { name, args: types.map((type) => WASM[type]), result: WASM[result] ?? result };
    }),
  );
  return kernels.filter(({ name }) => name !== REPLAY).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const formOf = ({ args, result }) => [result, ...args].join();

/** @param {string[]} forms */
function dispatchSource(forms) {
  const cases = forms.map((form, i) => {
    const [result, ...types] = form.split(',');
    const args = types.map((type, j) => `, ${type === 'f32' ? '<f32>load<f64>' : `load<${type}>`}(p, ${8 * (j + 1)})`);
    return `      case ${i}: call_indirect<${result}>(load<u32>(p, 4)${args.join('')}); p += ${8 * (types.length + 1)}; break;`;
  });
  return `/** Made by src/site/dispatch.mjs from the signatures of the kernels; not to be edited. */

/**
 * Makes the calls that lie from p to end, eight bytes each for the form of the kernel (i32) and its place in the table (i32),
 * and for every argument.
 */
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
  const forms = [...new Set(kernels.map(formOf))];
  // An f32 takes its eight bytes as an f64: JavaScript has no other.
  const slots = (args) => args.map((type) => (type === 'f32' ? 'f64' : type));
  const signatures = kernels.map((kernel) => [
    kernel.name,
    { form: forms.indexOf(formOf(kernel)), args: slots(kernel.args) },
  ]);
  write(join(root, 'src/wasm/kernel.signatures.json'), `${JSON.stringify(Object.fromEntries(signatures), null, 1)}\n`);
  write(join(root, 'assembly/dispatch.ts'), dispatchSource(forms));
}
