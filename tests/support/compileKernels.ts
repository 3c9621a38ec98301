import { compileKernels } from '../../src/site/compileKernels.mjs';

/** Before the first test: the kernels are compiled from the sources as they are now. */
export default async function setup(): Promise<void> {
  await compileKernels();
}
