/**
 * Word vectors by skip-gram with negative sampling: a word's vector v tells the words around it (their vectors u) from others.
 *
 *   L = −mean over pairs of [ ln σ(u_context · v_centre) + Σ_k ln σ(−u_noise,k · v_centre) ]
 *
 * Parameters: `input.weight` (V,D), the vectors that are looked at afterwards, from U(−½/D, ½/D); `output.weight` (V,D), 0.
 * Tensors of a pass: `centres` (B,1,D), `samples` (B,1 + K,D), `scores` (B,1 + K), `loss`.
 * Source: Mikolov et al. 2013, arXiv:1310.4546, eq. 4; starting values as in word2vec.c.
 */
import { ShapeError, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import { binaryCrossEntropyWithLogits, embedding, expand, mul, reshape, sum } from '@/nn';
import type { Indices, NamedTensors, Runtime } from '@/nn';
import { recorder } from './Forward';
import type { Forward } from './Forward';

export interface Word2vecOptions {
  /** Words of the vocabulary. */
  readonly words: number;
  /** Numbers of a vector. */
  readonly dimensions: number;
  /** Words of noise to a pair. */
  readonly negatives: number;
  readonly seed: number;
}

export interface Word2vec {
  readonly parameters: NamedTensors;
  /** centres (B), samples (B,1 + negatives), the context first -> the loss, shape [1], as output. Inside a scope. */
  forward(centres: Indices, samples: Indices): Forward;
}

/** @throws {ShapeError} sizes that are not positive whole numbers */
export function createWord2vec(runtime: Runtime, { words, dimensions, negatives, seed }: Word2vecOptions): Word2vec {
  const sizes = [words, dimensions, negatives];
  if (!sizes.every((n) => Number.isInteger(n) && n > 0))
    throw new ShapeError(`createWord2vec: sizes are positive whole numbers; got ${show(sizes)}`);
  const random = createRandom(seed);
  const shape = [words, dimensions];
  const size = words * dimensions;
  const input = runtime.parameter(
    Float32Array.from({ length: size }, () => (random.uniform() - 0.5) / dimensions),
    shape,
  );
  const output = runtime.parameter(new Float32Array(size), shape);
  // 1 for the context, 0 for the noise.
  const isContext = runtime.tensor(Float32Array.from({ length: 1 + negatives }, (_, k) => Number(k === 0)), [1, 1 + negatives]); // prettier-ignore
  return {
    parameters: { 'input.weight': input, 'output.weight': output },
    forward(centres, samples) {
      const [B] = centres.shape as [number];
      if (centres.shape.length !== 1 || show(samples.shape) !== show([B, 1 + negatives]))
        throw new ShapeError(
          `createWord2vec: centres are (B), samples (B,${1 + negatives}); got ${show(centres.shape)} and ${show(samples.shape)}`,
        );
      const { tensors, keep } = recorder();
      const v = keep('centres', reshape(embedding(input, centres), [B, 1, dimensions]));
      const u = keep('samples', embedding(output, samples));
      const scores = keep('scores', sum(mul(u, v), { axes: 2 }));
      const each = binaryCrossEntropyWithLogits(scores, expand(isContext, [B, 1 + negatives]));
      return { output: keep('loss', mul(each, 1 + negatives)), tensors }; // it is the mean of all scores
    },
  };
}
