/**
 * One layer of attention, one stage a step, each operation by its kernel:
 *
 *   Q, K, V = X W,  S = inner · Q Kᵀ,  P = softmax(S + mask),  O = outer · P V,  Y = [O₁ … O_H] Wo,
 *   L = ½ Σ (y_t − x_{t+1})²,   W ← W − η dL/dW
 *
 * The layer is asked to say the vector of the next token, so that a gradient has somewhere to come from. The tape of
 * src/nn goes back through it operation by operation, which a fused attention kernel does in one piece.
 */
import type { Model } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import { add, createRuntime, matmul, mul, permute, reshape, SGD, softmax, sub, sum } from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { innerOf, outerOf, setupOf, startOf, WEIGHTS, WIDTH } from './sentence';
import type { AttentionValues, Kept, Measure, ScaleName, SentenceState, Setup, Weights, WeightName } from './sentence';
import { stagesOf } from './stages';

export const SCALES: readonly ScaleName[] = ['inside', 'off', 'printed'];

/** Far enough below any score that e to it is 0. */
const HIDDEN = -1e30;

type Parameters = Readonly<Record<WeightName, Tensor>>;
type Round = { readonly kept: Record<Kept, number[]>; readonly loss: number };

/** Forward and backward once, in a scope; the gradients of the parameters stay where the optimiser finds them. */
function go(runtime: Runtime, parameters: Parameters, setup: Setup, x: readonly number[]): Round {
  const { heads: H, size: D, tokens, causal } = setup;
  const T = tokens.length;
  const split = (z: Tensor) => permute(reshape(z, [T, H, D]), [1, 0, 2]);
  const input = runtime.tensor(x, [T, WIDTH]);
  const [q, k, v] = (['WQ', 'WK', 'WV'] as const).map((name) => split(matmul(input, parameters[name]))) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const s = mul(matmul(q, k, { transB: true }), innerOf(setup));
  const mask = Float32Array.from({ length: T * T }, (_, n) => (n % T > Math.floor(n / T) ? HIDDEN : 0));
  const p = softmax(causal ? add(s, runtime.tensor(mask, [T, T])) : s);
  const o = mul(matmul(p, v), outerOf(setup));
  const y = matmul(reshape(permute(o, [1, 0, 2]), [T, H * D]), parameters.WO);
  const next = runtime.tensor([...x.slice(WIDTH), ...Array<number>(WIDTH).fill(0)], [T, WIDTH]);
  const counts = runtime.tensor(
    Array.from({ length: T }, (_, t) => +(t < T - 1)),
    [T, 1],
  );
  const off = mul(sub(y, next), counts);
  const loss = mul(sum(mul(off, off)), 0.5);
  for (const name of WEIGHTS) runtime.kernels.fill(parameters[name].grad, 0, parameters[name].size);
  runtime.backward(loss);
  const named = { Q: q, K: k, V: v, S: s, P: p, O: o, Y: y };
  const gradients = { dQ: q, dK: k, dV: v, dS: s, dP: p, dO: o, dY: y, dWQ: parameters.WQ };
  return {
    kept: {
      ...each(named, (tensor) => [...tensor.values()]),
      ...each(gradients, (tensor) => [...tensor.gradient()]),
    },
    loss: loss.item(),
  };
}
const each = <K extends string>(tensors: Record<K, Tensor>, read: (tensor: Tensor) => number[]) =>
  Object.fromEntries(Object.entries<Tensor>(tensors).map(([name, tensor]) => [name, read(tensor)])) as Record<
    K,
    number[]
  >;

const norm = (list: readonly number[]) => Math.hypot(...list);

function measureOf(scale: ScaleName, T: number, { P, O, dP, dS }: Round['kept']): Measure {
  const rows = P.length / T;
  const tops = Array.from({ length: rows }, (_, r) => Math.max(...P.slice(r * T, (r + 1) * T)));
  return {
    scale,
    bits: P.reduce((all, p) => all - (p > 0 ? p * Math.log2(p) : 0), 0) / rows,
    largest: tops.reduce((all, p) => all + p, 0) / rows,
    output: norm(O) / Math.sqrt(O.length),
    dP: norm(dP),
    dS: norm(dS),
  };
}

export function createSentence(values: AttentionValues, kernels: Kernels, from?: SentenceState): Model<SentenceState> {
  const runtime = createRuntime(kernels);
  const setup = from?.setup ?? setupOf(values);
  const start = startOf(setup);
  const stages = stagesOf(setup);
  const shapeOf = (name: WeightName) => {
    const inner = setup.heads * setup.size;
    return name === 'WO' ? [inner, WIDTH] : [WIDTH, inner];
  };
  const parameters = Object.fromEntries(
    WEIGHTS.map((name) => [name, runtime.parameter(start.weights[name], shapeOf(name))]),
  ) as Parameters;
  const optimiser = new SGD(parameters, { lr: setup.learningRate });
  const read = (): Weights => each(parameters, (tensor) => [...tensor.values()]);
  const write = (weights: Weights) => {
    for (const name of WEIGHTS) parameters[name].set(weights[name]);
  };
  const run = (scale = setup.scale) => runtime.scope(() => go(runtime, parameters, { ...setup, scale }, start.x));

  /** A round with the weights as they stand: with every scale, the last of them the one in use. */
  function enter(step: number) {
    const runs = SCALES.map((scale) => ({ scale, ...run(scale) }));
    const { kept, loss } = run();
    if (!Number.isFinite(loss)) throw new DivergedError({ step, tensor: 'L', control: 'learningRate' });
    return { kept, loss, measures: runs.map((r) => measureOf(r.scale, setup.tokens.length, r.kept)) };
  }

  function stateAt(step: number, weights: Weights | undefined, round: ReturnType<typeof enter>): SentenceState {
    const at = step % stages.length;
    const reached = new Set<string>(stages.slice(0, at + 1).map(({ makes }) => makes));
    const kept = Object.fromEntries(Object.entries(round.kept).filter(([name]) => reached.has(name)));
    const { loss, measures } = round;
    const own = {
      mode: 'sentence',
      setup,
      round: Math.floor(step / stages.length) + 1,
      at,
      kept,
      loss,
      measures,
    } as const;
    return {
      step,
      ...own,
      ...(weights && { weights }),
      ...(stages[at]!.how.kind === 'update' && { moved: move(step) }),
    };
  }
  /** What the update makes of the weights: those of this round stay in place until the next begins. */
  function move(step: number): { weights: Weights; loss: number } {
    const before = read();
    optimiser.step();
    const weights = read();
    const { loss } = run();
    write(before);
    run();
    if (!Number.isFinite(loss)) throw new DivergedError({ step, tensor: 'L', control: 'learningRate' });
    return { weights, loss };
  }

  if (from?.weights) write(from.weights);
  let round = enter(from?.step ?? 0);
  let state = from ?? stateAt(0, undefined, round);
  return {
    get state() {
      return state;
    },
    get readings() {
      return { loss: state.loss };
    },
    step() {
      const step = state.step + 1;
      if (!state.moved) state = stateAt(step, state.weights, round);
      else {
        const { weights } = state.moved;
        write(weights);
        round = enter(step);
        state = stateAt(step, weights, round);
      }
    },
    free: () => runtime.free(),
  };
}
