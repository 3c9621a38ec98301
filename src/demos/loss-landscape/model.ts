/** Two parameters trained by the book's kernels: ŷ = w·x + b, or σ of it. One step is one move of the optimiser. */
import type { CreateModel, Readings, State } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import {
  Adam,
  addBias,
  binaryCrossEntropyWithLogits,
  createRuntime,
  matmul,
  mseLoss,
  SGD,
  sigmoid,
  type Snapshot,
  type Tensor,
} from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { dataOf, lowestOf } from './data';
import type { params } from './demo';

export type LandscapeState = State & {
  readonly w: number;
  readonly b: number;
  /** Over all points. */
  readonly loss: number;
  readonly dw: number;
  readonly db: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** ŷ at every x. */
  readonly predicted: readonly number[];
  readonly lowest: { readonly w: number; readonly b: number; readonly loss: number };
  /** What momentum and Adam remember. */
  readonly optimiser: Snapshot;
};

export const createModel: CreateModel<typeof params, LandscapeState, Kernels> = (values, kernels, from) => {
  const { surface, optimiser: kind, learningRate: lr, seed } = values;
  const { x, y } = dataOf(surface);
  const runtime = createRuntime(kernels);
  const all = { x: runtime.tensor(x, [x.length, 1]), y: runtime.tensor(y, [y.length, 1]) };
  const parameters = {
    w: runtime.parameter([from?.w ?? values.start[0]!], [1, 1]),
    b: runtime.parameter([from?.b ?? values.start[1]!], [1]),
  };
  const optimiser =
    kind === 'adam'
      ? new Adam(parameters, { lr })
      : new SGD(parameters, { lr, momentum: kind === 'momentum' ? values.momentum : 0 });
  if (from) optimiser.restore(from.optimiser);

  /** Loss over a batch; its gradient is left in the parameters. */
  function evaluate(batch: { x: Tensor; y: Tensor }) {
    optimiser.zeroGrad();
    const z = addBias(matmul(batch.x, parameters.w), parameters.b);
    const p = surface === 'line' ? z : sigmoid(z);
    const loss = surface === 'logistic-ce' ? binaryCrossEntropyWithLogits(z, batch.y) : mseLoss(p, batch.y);
    runtime.backward(loss);
    return { predicted: p.values(), loss: loss.item() };
  }

  /** SGD sees one point a step, drawn from the seed and the step alone, so that any step can be made again. */
  function sample(step: number) {
    const i = createRandom(seed * 65_537 + step).below(x.length);
    return { x: runtime.tensor([x[i]!], [1, 1]), y: runtime.tensor([y[i]!], [1, 1]) };
  }

  function read(step: number): LandscapeState {
    const { predicted, loss } = runtime.scope(() => evaluate(all));
    const { w, b } = parameters;
    const state = {
      step,
      w: w.item(),
      b: b.item(),
      loss,
      dw: w.gradient()[0]!,
      db: b.gradient()[0]!,
      x,
      y,
      predicted: [...predicted],
      lowest: lowestOf(surface),
      optimiser: optimiser.snapshot(),
    };
    // In the order of computation: where numbers first overflowed is where the reader should look.
    const found = (
      [['w', state.w], ['b', state.b], ['ŷ', predicted.find((p) => !Number.isFinite(p)) ?? 0], ['loss', loss], ['dw', state.dw], ['db', state.db]] as const
    ).find(([, value]) => !Number.isFinite(value)); // prettier-ignore
    if (found) throw new DivergedError({ step, tensor: found[0], control: 'learningRate' });
    return state;
  }

  let state = read(from?.step ?? 0);
  return {
    get state() {
      return state;
    },
    get readings(): Readings {
      return { loss: state.loss, w: state.w, b: state.b };
    },
    step() {
      const step = state.step + 1;
      // Otherwise the gradient over all points is there already, from reading the state.
      if (kind === 'sgd') runtime.scope(() => evaluate(sample(step)));
      optimiser.step();
      state = read(step);
    },
    free: () => runtime.free(),
  };
};
