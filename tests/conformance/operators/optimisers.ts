import * as nn from '@/nn';
import type { NamedTensors, Snapshot, Tensor } from '@/nn';
import type { Case, Operators, Outputs } from '../case';

/**
 * One step. Inputs: rate, step number T, all X, all G, then states, each for all X; outputs: all X, then states. ONNX adds
 * norm_coefficient · X to the gradient: src/nn's weightDecay, which is L2 everywhere but in AdamW.
 */
function step(
  c: Case,
  states: readonly string[],
  make: (x: NamedTensors, t: number, rate: number) => nn.Optimiser,
): Outputs {
  const [rate, t] = [c.numbers(0)![0]!, c.numbers(1)![0]!];
  const count = (c.record.inputs.length - 2) / (2 + states.length);
  const names = Array.from({ length: count }, (_, i) => `x${i}`);
  const at = (group: number, i: number) => 2 + group * count + i;
  const parameters = Object.fromEntries(
    names.map((name, i): [string, Tensor] => {
      const { shape, data } = c.plain(at(0, i));
      const x = c.runtime.parameter(data, shape);
      c.runtime.kernels.f32.set(c.numbers(at(1, i))!, x.grad / 4);
      return [name, x];
    }),
  );
  const optimiser = make(parameters, t, rate);
  const kept: Record<string, readonly number[]> = { ...optimiser.snapshot() };
  states.forEach((state, s) => names.forEach((name, i) => (kept[`${state}.${name}`] = c.numbers(at(2 + s, i))!)));
  optimiser.restore(kept);
  optimiser.step();
  const after: Snapshot = optimiser.snapshot();
  const outputs = states.flatMap((state) =>
    names.map((name) => ({ shape: parameters[name]!.shape, data: after[`${state}.${name}`]! })),
  );
  return [...Object.values(parameters), ...outputs];
}

/** ε stands outside the corrected root in src/nn, outside the plain one in ONNX; before step 1 nothing is corrected. */
function adam(c: Case): Outputs {
  const betas = [c.number('alpha', 0.9), c.number('beta', 0.999)] as const;
  return step(c, ['m', 'v'], (parameters, t, lr) => {
    const eps = c.number('epsilon', 1e-6) / Math.sqrt(t > 0 ? 1 - betas[1] ** t : 1);
    const optimiser = new nn.Adam(parameters, { lr, betas, eps, weightDecay: c.number('norm_coefficient', 0) });
    const power = t > 0 ? betas.map((beta) => beta ** (t - 1)) : [0, 0];
    optimiser.restore({ ...optimiser.snapshot(), power });
    return optimiser;
  });
}

/** V' = alpha V + beta G, beta 1 in the first step: src/nn has no beta, so it goes into G (Nesterov's step needs G itself). */
function momentum(c: Case): Outputs {
  const nesterov = c.text('mode', 'standard') === 'nesterov';
  return step(c, ['velocity'], (parameters, t, lr) => {
    const beta = t > 0 ? c.number('beta', 1) : 1;
    if (nesterov && beta !== 1) throw new Error(`Momentum: Nesterov's has a beta of 1 in src/nn; got ${beta}`);
    if (beta !== 1)
      for (const x of Object.values(parameters)) c.runtime.kernels.addScaled(x.grad, x.grad, x.size, beta - 1);
    const weightDecay = beta * c.number('norm_coefficient', 0);
    return new nn.SGD(parameters, { lr, momentum: c.number('alpha', 0), nesterov, weightDecay });
  });
}

/** The rate falls with T. */
const adagrad = (c: Case): Outputs =>
  step(c, ['square'], (parameters, t, rate) => {
    const lr = rate / (1 + t * c.number('decay_factor', 0));
    const weightDecay = c.number('norm_coefficient', 0);
    return new nn.Adagrad(parameters, { lr, eps: c.number('epsilon', 1e-6), weightDecay });
  });

/** One step each. */
export const optimisers: Operators = { Adagrad: adagrad, Adam: adam, Momentum: momentum };
