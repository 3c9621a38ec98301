/**
 * What is measured: a net pre-trained on A; then, for every number of labels and every repeat, a pair of nets trained on
 * the same images of B by the same number of steps, one from the pre-trained θ, one from a random θ. They share the start
 * of their head. Images that no net has seen decide.
 */
import { createRandom } from '@/lib/random';
import type { Kernels } from '@/wasm/kernels';
import { createNetwork, drawTheta, withHeadOf, type Score, type Theta } from './network';
import { HELD_OUT, SHOTS, type TuningValues } from './params';
import { randomOf, STREAMS, tasksOf } from './streams';
import { CLASSES_B, createImages, PIXELS, type Images } from './tasks';

const IMAGES_A = 6000;
const RATE_A = 0.2;
/** Rows that a run on B goes through in turn: every number of labels fits in a whole number of times. */
const ROWS = CLASSES_B * SHOTS.at(-1)!;

export type Pair = {
  /** The pre-trained θ with the fresh head of this repeat, and what became of it on B. */
  readonly start: Theta;
  readonly tuned: Theta;
  readonly scratch: Theta;
  readonly tunedB: Score;
  readonly scratchB: Score;
  /** What fine-tuning on B has left of A. */
  readonly tunedA: Score;
};
export type Sum = TuningValues['formula'];

/** θ of the pair, added as the formula says. */
export function addUp(formula: Sum, { start, tuned, scratch }: Pair, factor: number): Theta {
  if (formula === 'arithmetic') return start.map((theta, i) => theta + factor * (tuned[i]! - theta));
  const other = formula === 'printed' ? tuned : scratch;
  return start.map((theta, i) => theta + factor * other[i]!);
}

/** A net trained on A for so many steps, each on the next 20 of 6,000 images. */
export function pretrain(values: TuningValues, kernels: Kernels): Theta {
  const theta = drawTheta(randomOf(values, STREAMS.start));
  if (values.pretraining === 0) return theta;
  const network = createNetwork(kernels);
  const images = createImages(tasksOf(values).a, IMAGES_A, randomOf(values, STREAMS.imagesA));
  const plan = network.record('a', network.place(images, 'a'), 'none', RATE_A);
  const trained = network.train(plan, theta, values.pretraining)!;
  network.free();
  return trained;
}

/** The first `shots` of each class, over and over in a new order each time, until ROWS are full. */
export function rowsOf(labelled: Images, shots: number, seed: number): Images {
  const random = createRandom(seed);
  const count = shots * CLASSES_B;
  const pixels = new Float32Array(ROWS * PIXELS);
  const order = Array.from({ length: ROWS / count }, () => random.permutation(count)).flat();
  order.forEach((from, to) => pixels.set(labelled.pixels.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS));
  return { pixels, labels: order.map((from) => labelled.labels[from]!) };
}

export type Experiment = ReturnType<typeof createExperiment>;

export function createExperiment(values: TuningValues, kernels: Kernels) {
  const tasks = tasksOf(values);
  const network = createNetwork(kernels);
  const random = randomOf(values, STREAMS.heldOut);
  const heldOut = {
    a: network.place(createImages(tasks.a, HELD_OUT, random), 'a'),
    b: network.place(createImages(tasks.b, HELD_OUT, random, tasks.places), 'b'),
  };
  const rows = network.place({ pixels: new Float32Array(ROWS * PIXELS), labels: Array<number>(ROWS).fill(0) }, 'b');
  const scratchPlan = network.record('b', rows, 'none', values.learningRate);
  const tunePlan =
    values.frozen === 'none' ? scratchPlan : network.record('b', rows, values.frozen, values.learningRate);

  /** Drawing them takes longer than training on them: those of one repeat serve all its numbers of labels. */
  let drawn: { readonly repeat: number; readonly images: Images } | undefined;
  function labelledOf(repeat: number): Images {
    if (drawn?.repeat !== repeat) {
      const images = createImages(tasks.b, ROWS, randomOf(values, STREAMS.labelled + repeat), tasks.places);
      drawn = { repeat, images };
    }
    return drawn.images;
  }

  return {
    scoreA: (theta: Theta): Score => network.score(theta, 'a', heldOut.a),
    scoreB: (theta: Theta): Score => network.score(theta, 'b', heldOut.b),
    /** @returns nothing where training leaves the finite numbers */
    pair(pretrained: Theta, shots: number, repeat: number): Pair | undefined {
      const fresh = drawTheta(randomOf(values, STREAMS.pair + repeat));
      const images = rowsOf(labelledOf(repeat), shots, repeat);
      rows[0].set(images.pixels);
      rows[1].set(images.labels);
      const start = withHeadOf(pretrained, fresh);
      const scratch = network.train(scratchPlan, fresh, values.steps);
      const tuned = network.train(tunePlan, start, values.steps);
      if (!scratch || !tuned) return undefined;
      const [tunedB, scratchB, tunedA] = [this.scoreB(tuned), this.scoreB(scratch), this.scoreA(tuned)];
      return { start, tuned, scratch, tunedB, scratchB, tunedA };
    },
    free: () => network.free(),
  };
}
