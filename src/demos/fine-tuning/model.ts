/** One step trains one pair of nets, fine-tuned and from scratch; all numbers of labels once, then all again. */
import type { CreateModel, State } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import type { Kernels } from '@/wasm/kernels';
import { addUp, createExperiment, pretrain, type Experiment, type Pair } from './experiment';
import { LAYER2, type Theta } from './network';
import { HELD_OUT, SHOTS, type params, type TuningValues } from './params';
import { mean } from './statistics';
import { CLASSES_B } from './tasks';

/** θ added up, by the factor: sums over the repeats so far of what held-out images say. */
export type Mix = {
  readonly repeats: number;
  readonly factors: readonly number[];
  /** Right ones of HELD_OUT. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Mean loss on B. */
  readonly loss: readonly number[];
};
/** One number of θ, in the second layer: the one that fine-tuning has moved furthest in the first repeat. */
export type Example = { readonly from: number; readonly to: number; readonly start: number } & Readonly<
  Record<'tuned' | 'scratch', number>
>;

export type TuningState = State & {
  /** Right ones of HELD_OUT in A after pre-training. */
  readonly before: number;
  /** Of every pair so far: right ones in B, and in A after fine-tuning. */
  readonly tuned: readonly number[];
  readonly scratch: readonly number[];
  readonly after: readonly number[];
  /** Of the number of labels looked at. */
  readonly mix: Mix;
  readonly example?: Example;
};

/** −0.5, −0.4, … 2. */
const FACTORS = Array.from({ length: 26 }, (_, i) => (i - 5) / 10);

/**
 * What the nets have come to is kept while settings change that only say what is looked at. It is plain data that follows
 * from the settings, so no run depends on whether it is there.
 */
type Notes = { pretrained?: Theta; before?: number; readonly pairs: Map<number, Pair> };
let kept: { readonly key: string; readonly kernels: Kernels; readonly notes: Notes } | undefined;
function notesOf(values: TuningValues, kernels: Kernels): Notes {
  const { seed, shuffled, pretraining, frozen, learningRate, steps } = values;
  const key = JSON.stringify([seed, shuffled, pretraining, frozen, learningRate, steps]);
  if (kept?.key !== key || kept.kernels !== kernels) kept = { key, kernels, notes: { pairs: new Map() } };
  return kept.notes;
}

const sum = (list: readonly number[], more: readonly number[]) => more.map((x, i) => x + (list[i] ?? 0));

export const createModel: CreateModel<typeof params, TuningState, Kernels> = (values, kernels, from) => {
  const notes = notesOf(values, kernels);
  let open: Experiment | undefined;
  const experiment = () => (open ??= createExperiment(values, kernels));
  const pretrained = (notes.pretrained ??= pretrain(values, kernels));
  const lookedAt = SHOTS.findIndex((n) => String(n) === values.shots);
  const factors = FACTORS.includes(values.lambda) ? FACTORS : [...FACTORS, values.lambda].sort((a, b) => a - b);

  const diverged = (job: number, tensor: string) =>
    new DivergedError({ step: job + 1, tensor, control: 'learningRate' });
  function pairOf(job: number): Pair {
    const known = notes.pairs.get(job);
    if (known) return known;
    const pair = experiment().pair(pretrained, SHOTS[job % SHOTS.length]!, Math.floor(job / SHOTS.length));
    if (!pair) throw diverged(job, 'θ');
    notes.pairs.set(job, pair);
    return pair;
  }

  function mixed(mix: Mix, pair: Pair, job: number): Mix {
    const thetas = factors.map((factor) => addUp(values.formula, pair, factor));
    const [a, b] = [thetas.map(experiment().scoreA), thetas.map(experiment().scoreB)];
    if (!b.every(({ loss }) => Number.isFinite(loss))) throw diverged(job, 'loss');
    return {
      repeats: mix.repeats + 1,
      factors,
      a: sum(
        mix.a,
        a.map(({ right }) => right),
      ),
      b: sum(
        mix.b,
        b.map(({ right }) => right),
      ),
      loss: sum(
        mix.loss,
        b.map(({ loss }) => loss),
      ),
    };
  }

  let state: TuningState = from ?? {
    step: 0,
    before: (notes.before ??= experiment().scoreA(pretrained).right),
    tuned: [],
    scratch: [],
    after: [],
    mix: { repeats: 0, factors, a: [], b: [], loss: [] },
  };

  return {
    get state() {
      return state;
    },
    /** Shares of right ones at the number of labels looked at; until it has been tried, those of guessing and of A untouched. */
    get readings() {
      const at = (list: readonly number[]) => list.filter((_, job) => job % SHOTS.length === lookedAt);
      const share = (list: readonly number[], none: number) => (list.length ? mean(list) / HELD_OUT : none);
      const before = state.before / HELD_OUT;
      return {
        tuned: share(at(state.tuned), 1 / CLASSES_B),
        scratch: share(at(state.scratch), 1 / CLASSES_B),
        before,
        after: share(at(state.after), before),
      };
    },
    step() {
      const job = state.step;
      const pair = pairOf(job);
      const looked = job % SHOTS.length === lookedAt;
      const example = state.example ?? (looked ? exampleOf(pair) : undefined);
      state = {
        step: job + 1,
        before: state.before,
        tuned: [...state.tuned, pair.tunedB.right],
        scratch: [...state.scratch, pair.scratchB.right],
        after: [...state.after, pair.tunedA.right],
        mix: looked ? mixed(state.mix, pair, job) : state.mix,
        ...(example && { example }),
      };
    },
    free: () => open?.free(),
  };
};

function exampleOf({ start, tuned, scratch }: Pair): Example {
  let at = LAYER2.start;
  const moved = (i: number) => Math.abs(tuned[i]! - start[i]!);
  for (let i = LAYER2.start; i < LAYER2.end; i++) if (moved(i) > moved(at)) at = i;
  const [row, column] = [Math.floor((at - LAYER2.start) / LAYER2.width), (at - LAYER2.start) % LAYER2.width];
  return { from: row + 1, to: column + 1, start: start[at]!, tuned: tuned[at]!, scratch: scratch[at]! };
}
