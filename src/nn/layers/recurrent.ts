/**
 * Recurrent layers with PyTorch's names: weight_ih (in,G · hidden), weight_hh (hidden,G · hidden), bias_ih and bias_hh
 * (G · hidden), all from U(−1/√hidden, 1/√hidden); bidirectional ones have the same of the reverse direction. PyTorch keeps
 * the weights transposed. Gates side by side: LSTM i, f, g, o; GRU r, z, n. Time-major, as PyTorch's default.
 */
import type { Random } from '@/lib/random';
import { INITS } from '../init';
import type { InitName } from '../init';
import { gru, lstm, rnn } from '../ops';
import type { Recurrence, RecurrentOptions, RecurrentWeights } from '../ops';
import type { Runtime } from '../runtime';
import type { NamedTensors, Tensor } from '../tensor';
import { positive } from './positive';

type Options = { random: Random; init?: InitName; bidirectional?: boolean };

class Recurrent {
  readonly weights: readonly (RecurrentWeights & { readonly bias: Tensor; readonly otherBias: Tensor })[];

  /** @throws {ShapeError} sizes that are not positive whole numbers */
  constructor(
    where: string,
    gates: number,
    runtime: Runtime,
    size: number,
    hidden: number,
    { random, init = 'default', bidirectional = false }: Options,
  ) {
    positive(where, size, hidden);
    const G = gates * hidden;
    const make = (...shape: number[]) =>
      runtime.parameter(
        INITS[init](
          random,
          shape.reduce((p, n) => p * n),
          hidden,
        ),
        shape,
      );
    this.weights = (bidirectional ? [0, 1] : [0]).map(() => ({
      wx: make(size, G),
      wh: make(hidden, G),
      bias: make(G),
      otherBias: make(G),
    }));
  }

  /** The parameters by PyTorch's names. */
  get parameters(): NamedTensors {
    return Object.fromEntries(
      this.weights.flatMap(({ wx, wh, bias, otherBias }, d) => {
        const end = d ? '_reverse' : '';
        return [
          [`weight_ih_l0${end}`, wx],
          [`weight_hh_l0${end}`, wh],
          [`bias_ih_l0${end}`, bias],
          [`bias_hh_l0${end}`, otherBias],
        ];
      }),
    );
  }
}

/** hₜ = tanh(xₜ weight_ih + bias_ih + hₜ₋₁ weight_hh + bias_hh), or relu */
export class RNN extends Recurrent {
  readonly nonlinearity: 'tanh' | 'relu';

  constructor(
    runtime: Runtime,
    size: number,
    hidden: number,
    { nonlinearity = 'tanh', ...options }: Options & { nonlinearity?: 'tanh' | 'relu' },
  ) {
    super('RNN', 1, runtime, size, hidden, options);
    this.nonlinearity = nonlinearity;
  }

  /** (T,B,in) -> out (T,B,D · hidden), hn (D,B,hidden) */
  forward(x: Tensor, options: RecurrentOptions = {}): Recurrence {
    return rnn(x, this.weights, { ...options, nonlinearity: this.nonlinearity });
  }
}

/** Long short-term memory. */
export class LSTM extends Recurrent {
  constructor(runtime: Runtime, size: number, hidden: number, options: Options) {
    super('LSTM', 4, runtime, size, hidden, options);
  }

  /** (T,B,in) -> out (T,B,D · hidden), hn, cn (D,B,hidden) */
  forward(
    x: Tensor,
    options: RecurrentOptions & { c0?: Tensor | undefined } = {},
  ): Recurrence & { readonly cn: Tensor } {
    return lstm(x, this.weights, options);
  }
}

/** Gated recurrent unit. */
export class GRU extends Recurrent {
  constructor(runtime: Runtime, size: number, hidden: number, options: Options) {
    super('GRU', 3, runtime, size, hidden, options);
  }

  /** (T,B,in) -> out (T,B,D · hidden), hn (D,B,hidden) */
  forward(x: Tensor, options: RecurrentOptions = {}): Recurrence {
    return gru(x, this.weights, options);
  }
}
