/**
 * Recurrent network: layers of RNN, LSTM or GRU one above the other, then a linear head at the last step or at every step.
 *
 *   hₜ⁽ˡ⁾ = cell(hₜ⁽ˡ⁻¹⁾, hₜ₋₁⁽ˡ⁾),  h⁽⁰⁾ = x,  output = h⁽ᴸ⁾ W + b
 *
 * For classification the outputs are logits, for a forecast of several steps the steps to come, one number each.
 *
 * Parameters as PyTorch names them, for cell `lstm`: `lstm.weight_ih_l0` (in,G · hidden), `lstm.weight_hh_l0`,
 * `lstm.bias_ih_l0`, `lstm.bias_hh_l0`, `lstm.weight_ih_l1`, …, `head.weight` (hidden,outputs), `head.bias`; G gates: 1, 4, 3.
 * Tensors of a pass: `input`, for each layer l from 1 on `layer1.out` (T,B,hidden) and `layer1.h` (1,B,hidden), of an LSTM
 * also `layer1.c`, at last `output`. Unrolled: `layer1.h1`, `layer1.h2`, … (1,B,hidden), of an LSTM `layer1.c1`, …
 * Source: Elman 1990, Cognitive Science 14; Hochreiter, Schmidhuber 1997, Neural Computation 9(8); Cho et al. 2014, arXiv:1406.1078.
 */
import { ShapeError, require, show } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import { GRU, LSTM, Linear, RNN, concat, permute, reshape, split } from '@/nn';
import type { NamedTensors, Runtime, Tensor, Values } from '@/nn';
import { recorder } from './Forward';
import type { Forward, Keep } from './Forward';

const CELLS = { rnn: RNN, lstm: LSTM, gru: GRU } as const;
const READS = ['last', 'every'] as const;

export interface RnnOptions {
  readonly cell?: keyof typeof CELLS;
  /** Of cell `rnn`. */
  readonly nonlinearity?: 'tanh' | 'relu';
  /** Numbers of each step. */
  readonly inputs: number;
  readonly hidden: number;
  /** By default 1. */
  readonly layers?: number;
  readonly outputs: number;
  /** Where the head reads: at the last step of each sequence, the default, or at every step. */
  readonly read?: (typeof READS)[number];
  readonly seed: number;
}

export interface RnnPass {
  /** Steps of each sequence that count, by default all. */
  readonly lengths?: Values;
  /** Step by step, slower, with the same numbers: then every state can be read, and dL/dhₜ after backward. */
  readonly unrolled?: boolean;
}

export interface Rnn {
  readonly parameters: NamedTensors;
  /** x (B,T,inputs) -> output (B,outputs), or (B,T,outputs) when every step is read. Inside a scope. */
  forward(x: Tensor, pass?: RnnPass): Forward;
}

type Layer = RNN | LSTM | GRU;

/**
 * @throws {ShapeError} sizes that are not positive whole numbers
 * @throws {DomainError} a cell or a reading that there is none of
 */
export function createRnn(
  runtime: Runtime,
  { cell = 'rnn', nonlinearity = 'tanh', inputs, hidden, layers = 1, outputs, read = 'last', seed }: RnnOptions,
): Rnn {
  require(Object.hasOwn(CELLS, cell), 'createRnn', `a cell is one of ${Object.keys(CELLS)}`, cell);
  require(READS.includes(read), 'createRnn', `what is read is one of ${READS}`, read);
  if (!(Number.isInteger(layers) && layers > 0))
    throw new ShapeError(`createRnn: layers are a positive whole number; got ${show(layers)}`);
  const random = createRandom(seed);
  const stack = Array.from(
    { length: layers },
    (_, l): Layer => new CELLS[cell](runtime, l ? hidden : inputs, hidden, { random, nonlinearity }),
  );
  const head = new Linear(runtime, hidden, outputs, { random });
  const named = stack.flatMap(({ parameters }, l) =>
    Object.entries(parameters).map(([name, tensor]) => [`${cell}.${name.replace('_l0', `_l${l}`)}`, tensor] as const),
  );
  return {
    parameters: { ...Object.fromEntries(named), 'head.weight': head.weight, 'head.bias': head.bias },
    forward(x, { lengths, unrolled = false } = {}) {
      if (x.shape.length !== 3 || x.shape[2] !== inputs)
        throw new ShapeError(`createRnn: x is (B,T,${inputs}); got ${show(x.shape)}`);
      require(!(lengths && unrolled), 'createRnn', 'unrolled, every sequence has all steps', lengths);
      const { tensors, keep } = recorder();
      let out = permute(keep('input', x), [1, 0, 2]);
      let last = out;
      stack.forEach((layer, l) => {
        ({ out, last } = (unrolled ? unroll : whole)(layer, out, { lengths, name: `layer${l + 1}`, keep }));
      });
      const y = head.forward(read === 'last' ? reshape(last, last.shape.slice(1)) : permute(out, [1, 0, 2]));
      return { output: keep('output', y), tensors };
    },
  };
}

type Course = { lengths: Values | undefined; name: string; keep: Keep };
type States = { out: Tensor; last: Tensor };

/** All steps in one call. */
function whole(layer: Layer, x: Tensor, { lengths, name, keep }: Course): States {
  const { out, hn, ...more } = layer.forward(x, { lengths });
  keep(`${name}.out`, out);
  keep(`${name}.h`, hn);
  if ('cn' in more) keep(`${name}.c`, more.cn as Tensor);
  return { out, last: hn };
}

/** One call for each step. The state is a tensor of its own, whose gradient comes from what reads it and from the next step. */
function unroll(layer: Layer, x: Tensor, { name, keep }: Course): States {
  let h: Tensor | undefined;
  let c: Tensor | undefined;
  const steps = split(x, Array<number>(x.shape[0]!).fill(1));
  const states = steps.map((step, t) => {
    if (layer instanceof LSTM) {
      const { hn, cn } = layer.forward(step, { h0: h, c0: c });
      c = keep(`${name}.c${t + 1}`, cn);
      h = hn;
    } else h = layer.forward(step, { h0: h }).hn;
    return keep(`${name}.h${t + 1}`, h);
  });
  return { out: concat(states), last: states.at(-1)! };
}

/**
 * How strongly the loss depends on the state at each step: the norms of dL/dhₜ over batch and units, t from 1 on.
 *
 * @param tensors  of an unrolled pass, after backward
 * @param layer    from 1 on
 * @throws {DomainError} a pass that was not unrolled, or a layer that there is none of
 * @source Pascanu, Mikolov, Bengio 2013, arXiv:1211.5063, §2.1
 */
export function stateGradients(tensors: NamedTensors, layer = 1): number[] {
  const norms: number[] = [];
  for (let t = 1; tensors[`layer${layer}.h${t}`]; t++)
    norms.push(Math.hypot(...tensors[`layer${layer}.h${t}`]!.gradient()));
  require(norms.length > 0, 'stateGradients', 'the pass is unrolled and has the layer', layer);
  return norms;
}
