/**
 * Loads the numeric core in Node: at build time (first frames, numbers in the prose) and in tests.
 * Never import this where a browser bundle can reach it; there `loadKernels` of load.ts does the same.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { instantiateKernels } from './kernels';
import type { Build, Kernels } from './kernels';

const compiled = new Map<Build, Promise<WebAssembly.Module>>();

/**
 * A new instance, sharing nothing with any other. The default, simd, gives the same numbers on every machine.
 * Run from the root of the project, as every npm script does.
 *
 * @throws {Error} the module is not there: compileKernels makes it
 */
export async function loadKernelsFromDisk(build: Build = 'simd'): Promise<Kernels> {
  let module = compiled.get(build);
  if (!module) {
    module = compile(build);
    compiled.set(build, module);
    module.catch(() => compiled.delete(build)); // a failure is not kept
  }
  return instantiateKernels(await module, build);
}

async function compile(build: Build): Promise<WebAssembly.Module> {
  const path = resolve('src/wasm', `kernel.${build}.wasm`);
  const bytes = await readFile(path).catch(() => {
    throw new Error(`loadKernelsFromDisk: the kernels are compiled, see src/site/compileKernels.mjs; got no ${path}`);
  });
  return WebAssembly.compile(bytes);
}
