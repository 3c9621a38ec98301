/**
 * Ops of src/nn on random shapes against TensorFlow.js (cpu backend): values and gradients, in every build. Seeded, so that a
 * failure comes again; it names the case.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { createRandom } from '@/lib/random';
import type { Random } from '@/lib/random';
import { createRuntime, mul, sizeOf, sum } from '@/nn';
import type { Runtime, Shape, Tensor } from '@/nn';
import { assertClose } from './assertClose';
import { allBuilds } from './stage';

export type Input = { readonly shape: Shape; readonly values: readonly number[] };
type Tolerance = { readonly rel?: number; readonly abs?: number };
export type FuzzCase = {
  readonly name: string;
  /** What the gradient flows into. */
  readonly inputs: readonly Input[];
  readonly ours: (inputs: readonly Tensor[], runtime: Runtime) => Tensor;
  readonly theirs: (inputs: readonly tf.Tensor[]) => tf.Tensor;
  readonly value?: Tolerance;
  readonly gradient?: Tolerance;
};

/** Both compute in f32. */
const F32: Tolerance = { rel: 1e-5, abs: 2e-6 };

/** Seeded values of a shape, each exact in f32. */
export const draw = (random: Random, shape: Shape, scale = 2): Input => ({
  shape,
  values: Array.from({ length: sizeOf(shape) }, () => Math.fround(scale * (2 * random.uniform() - 1))),
});

/** 1 to `rank` dimensions of 1 to 9, sizes around a vector's often. */
export const drawShape = (random: Random, rank = 4): number[] =>
  Array.from({ length: 1 + random.below(rank) }, () => 1 + random.below(9));

/** Runs `count` cases that `make` draws; throws at the first that differs. */
export async function fuzz(count: number, make: (random: Random, i: number) => FuzzCase, seed = 1): Promise<void> {
  await tf.setBackend('cpu');
  const runtimes = (await allBuilds()).map(([build, kernels]) => [build, createRuntime(kernels)] as const);
  const random = createRandom(seed);
  for (let i = 0; i < count; i++) {
    const c = make(random, i);
    const { value: y, shape, weights, gradients } = theirResults(c, random);
    for (const [build, runtime] of runtimes) {
      try {
        const ours = runtime.scope(() => {
          const inputs = c.inputs.map(({ values, shape }) => runtime.parameter(values, shape));
          const out = c.ours(inputs, runtime);
          runtime.backward(sum(mul(out, runtime.tensor(weights, out.shape))));
          return { shape: out.shape, value: out.values(), gradients: inputs.map((x) => x.gradient()) };
        });
        if (ours.shape.join() !== shape.join()) throw new Error(`shape ${shape.join()}; got ${ours.shape.join()}`);
        assertClose(ours.value, y, c.value ?? F32);
        ours.gradients.forEach((gradient, k) => assertClose(gradient, gradients[k]!, c.gradient ?? c.value ?? F32));
      } catch (error) {
        const shapes = c.inputs.map((input) => `(${input.shape.join()})`).join(' ');
        throw new Error(`case ${i}, ${build}: ${c.name} of ${shapes}: ${(error as Error).message}`, { cause: error });
      }
    }
  }
  for (const [, runtime] of runtimes) runtime.free();
}

function theirResults(c: FuzzCase, random: Random) {
  tf.engine().startScope();
  try {
    const inputs = c.inputs.map(({ values, shape }) => tf.tensor([...values], [...shape]));
    const out = c.theirs(inputs);
    const weights = draw(random, out.shape).values;
    const gradients = tf.grads((...x) => c.theirs(x))(inputs, tf.tensor([...weights], out.shape));
    return { value: out.dataSync(), shape: out.shape, weights, gradients: gradients.map((g) => g.dataSync()) };
  } finally {
    tf.engine().endScope();
  }
}
