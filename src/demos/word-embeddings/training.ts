/** Training, an epoch at a time; and the vectors of runs already made, so that looking at another word trains nothing. */
import { skipGrams } from '@/data/skipGrams';
import { DivergedError } from '@/lib/errors';
import { createWord2vec } from '@/models/word2vec';
import { SGD, createRuntime, firstNonFinite } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { readCorpus, type Corpus } from './corpora';
import { guessLoss, type EmbeddingValues } from './state';
import { STEPS } from './steps';

/** Vectors after an epoch, (V,D) each, and the mean loss of its pairs. */
export interface Epoch {
  readonly input: Float32Array;
  readonly output: Float32Array;
  readonly loss: number;
}

export interface Run {
  readonly corpus: Corpus;
  /** Epoch by epoch, as far as it has been trained; [0] is the start. */
  readonly epochs: Epoch[];
  /** What was computed from epochs, by what it is and the epoch. */
  readonly kept: Map<string, unknown>;
}

/** Pairs whose gradients are added up before the vectors move. */
export const BATCH = 32;

/** Settings that the vectors depend on: all but what is looked at. */
const keyOf = ({ word: _, analogy: __, ...training }: EmbeddingValues) =>
  JSON.stringify({ ...training, own: training.text === 'own' ? training.own : '' });
const runs = new Map<string, Run>();
/** Runs kept: the one shown and the one before. */
const KEPT = 2;

/** The run of these settings, as far as it has been made; the same settings give the same run. */
export function runOf(values: EmbeddingValues): Run {
  const key = keyOf(values);
  const run: Run = runs.get(key) ?? { corpus: readCorpus(values), epochs: [], kept: new Map() };
  runs.delete(key);
  runs.set(key, run);
  for (const old of [...runs.keys()].slice(0, -KEPT)) runs.delete(old);
  return run;
}

/** The value of `make`, made once for the run. */
export function once<T>(run: Run, what: string, make: () => T): T {
  if (!run.kept.has(what)) run.kept.set(what, make());
  return run.kept.get(what) as T;
}

/** The learning rate of a step, from 1 on: it falls in a straight line to almost nothing, as in word2vec.c. */
export const rateOf = (learningRate: number, step: number): number =>
  learningRate * Math.max(1e-4, 1 - (step - 1) / STEPS);

/** Trains the epochs of a run, in order; those that are there already are not made again. */
export function createTrainer(run: Run, values: EmbeddingValues, kernels: Kernels) {
  const { words, counts, sentences, subsample } = run.corpus;
  const { dimensions, negatives, window, seed } = values;
  // skipGrams knows the rows that are looked up only: the others are no noise either.
  const reached = words.flatMap((_, row) => (counts[row]! > 0 ? [row] : []));
  const text = sentences.map((sentence) => sentence.map((row) => reached.indexOf(row)));
  const most = text.reduce((sum, { length }) => sum + length * Math.min(2 * window, length - 1), 0);
  const rows = BATCH * Math.max(1, Math.ceil(most / BATCH));

  const runtime = createRuntime(kernels);
  const net = createWord2vec(runtime, { words: words.length, dimensions, negatives, seed });
  const [input, output] = [net.parameters['input.weight']!, net.parameters['output.weight']!];
  const centres = runtime.indices(new Int32Array(rows), [rows], words.length);
  const samples = runtime.indices(new Int32Array(rows * (1 + negatives)), [rows, 1 + negatives], words.length);
  // The loss is a mean over the batch; each pair is to move its words by the learning rate.
  const optimiser = new SGD(net.parameters, { lr: BATCH * values.learningRate });
  const plan = runtime.record(
    (centres, samples) => {
      const { output: loss } = net.forward(centres, samples);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    },
    { data: [centres, samples] as const, batch: BATCH },
  );
  run.epochs[0] ??= { input: input.values(), output: output.values(), loss: guessLoss(negatives) };

  return {
    /** Makes epoch `step`; that before it is there. @throws {DivergedError} a loss that is not finite */
    train(step: number): void {
      const before = run.epochs[step - 1]!;
      input.set(before.input);
      output.set(before.output);
      const pairs = skipGrams(text, {
        counts: reached.map((row) => counts[row]!),
        window,
        negatives,
        ...(subsample === undefined ? {} : { subsample }),
        seed: 1000 * seed + step,
      });
      const count = pairs.centres.length - (pairs.centres.length % BATCH);
      const fill = (list: readonly number[], size: number, used: number) => {
        const all = new Int32Array(size);
        for (let i = 0; i < used; i++) all[i] = reached[list[i]!]!;
        return all;
      };
      centres.set(fill(pairs.centres, rows, count));
      samples.set(fill(pairs.samples, rows * (1 + negatives), count * (1 + negatives)));
      plan.restart();
      optimiser.lr = BATCH * rateOf(values.learningRate, step);
      const losses = plan.run(Math.max(1, count / BATCH));
      const loss = losses.reduce((sum, x) => sum + x, 0) / losses.length;
      const bad = firstNonFinite(net.parameters);
      if (bad || !Number.isFinite(loss))
        throw new DivergedError({ step, tensor: bad?.name ?? 'loss', control: 'learningRate' });
      run.epochs[step] = { input: input.values(), output: output.values(), loss };
    },
    free: () => runtime.free(),
  };
}
