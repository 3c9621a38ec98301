/**
 * The 3-4-1 network, trained by full-batch gradient descent on three samples:
 *
 *   z₁ = x W₁ + b₁,  h = f(z₁),  z₂ = h W₂ + b₂,  ŷ = g(z₂),  L = 1/3 Σ (ŷ − y)²,  θ ← θ − η dL/dθ
 *
 * x (3,3) · W₁ (3,4), b₁ (4) · W₂ (4,1), b₂ (1) · y (3,1). Keras calls this SGD: its batch of 32 holds all three samples.
 * L = ½ Σ (ŷ − y)² is 3/2 times that mean, and so are its gradients; nothing else changes.
 */
import type { Model } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import { createMlp } from '@/models/mlp';
import { createRuntime, firstNonFinite, mseLoss, SGD } from '@/nn';
import type { ActivationName, Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { B1, B2, HIDDEN, INPUTS, SAMPLES, W1, W2 } from './network';
import type { NetworkState, NetworkValues, Pass } from './network';
import { startWeights } from './start';

const activation = (name: NetworkValues['hidden']): ActivationName => (name === 'linear' ? 'identity' : name);

/** Place of each tensor in NetworkState.weights. */
const PLACES = { W1: [W1(0, 0), B1(0)], b1: [B1(0), W2(0)], W2: [W2(0), B2], b2: [B2, B2 + 1] } as const;
type Parameter = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as Parameter[];

export function createModel(values: NetworkValues, kernels: Kernels, from?: NetworkState): Model<NetworkState> {
  const runtime = createRuntime(kernels);
  const activations = [activation(values.hidden), activation(values.output)];
  const network = createMlp(runtime, { sizes: [INPUTS, HIDDEN, 1], activations, seed: values.seed });
  const parameters: Readonly<Record<Parameter, Tensor>> = {
    W1: network.parameters['layer1.weight']!,
    b1: network.parameters['layer1.bias']!,
    W2: network.parameters['layer2.weight']!,
    b2: network.parameters['layer2.bias']!,
  };
  const scale = values.loss === 'mean' ? 1 : SAMPLES / 2;
  const optimiser = new SGD(parameters, { lr: values.learningRate * scale });
  const x = runtime.tensor(values.inputs, [SAMPLES, INPUTS]);
  const y = runtime.tensor(values.targets, [SAMPLES, 1]);
  const probe = runtime.tensor(values.probe, [1, INPUTS]);

  const write = (weights: readonly number[]) => {
    for (const name of NAMES) parameters[name].set(weights.slice(...PLACES[name]));
  };

  /** The tensors of a pass, in the order of computation, under the names that the chapter gives them. */
  const pass = (input: Tensor) => {
    const { tensors } = network.forward(input);
    const named = {
      z1: tensors['layer1.z']!,
      h: tensors['layer1.a']!,
      z2: tensors['layer2.z']!,
      output: tensors['layer2.a']!,
    };
    return named;
  };
  const passesOf = ({ z1, h, z2, output }: ReturnType<typeof pass>): Pass[] => {
    const [z, a, zOut, out] = [z1.values(), h.values(), z2.values(), output.values()];
    return Array.from(out, (_, i) => ({
      z: [...z.slice(i * HIDDEN, (i + 1) * HIDDEN)],
      h: [...a.slice(i * HIDDEN, (i + 1) * HIDDEN)],
      zOut: zOut[i]!,
      out: out[i]!,
    }));
  };

  /** Everything at the weights as they are now; leaves the gradients where the optimiser finds them. */
  const evaluate = (step: number): NetworkState =>
    runtime.scope(() => {
      const diverged = (tensor: string) => new DivergedError({ step, tensor, control: 'learningRate' });
      const trained = pass(x);
      const untrained = pass(probe);
      const mse = mseLoss(trained.output, y);
      const bad = firstNonFinite({ ...parameters, ...trained, loss: mse }) ?? firstNonFinite(untrained);
      if (bad) throw diverged(bad.name);
      const loss = Math.fround(scale * mse.item());
      if (!Number.isFinite(loss)) throw diverged('loss');

      optimiser.zeroGrad();
      runtime.backward(mse);
      const gradients = NAMES.map((name) => Array.from(parameters[name].gradient(), (g) => Math.fround(scale * g)));
      // Back-propagation reaches the output layer first.
      for (const name of ['W2', 'b2', 'W1', 'b1'] as const) {
        if (!gradients[NAMES.indexOf(name)]!.every(Number.isFinite)) throw diverged(`d${name}`);
      }
      return {
        step,
        weights: NAMES.flatMap((name) => [...parameters[name].values()]),
        gradients: gradients.flat(),
        passes: passesOf(trained),
        probe: passesOf(untrained)[0]!,
        loss,
      };
    });

  write(from?.weights ?? startWeights(values));
  let state = evaluate(from?.step ?? 0);

  return {
    get state() {
      return state;
    },
    get readings() {
      const [out0, out1, out2] = state.passes.map(({ out }) => out) as [number, number, number];
      return { loss: state.loss, out0, out1, out2, probe: state.probe.out };
    },
    step() {
      optimiser.step();
      try {
        state = evaluate(state.step + 1);
      } catch (error) {
        write(state.weights); // back to the last good step, its gradients included
        evaluate(state.step);
        throw error;
      }
    },
    free: () => runtime.free(),
  };
}
