/**
 * Optimisers, with PyTorch's names: `zeroGrad()`, then `runtime.backward(loss)`, then `step()`.
 * weightDecay w adds w · parameter to the gradient first (L2), also to the one that can be read; AdamW has it elsewhere.
 * Their own numbers (velocity, moments) go out and in as a Snapshot, so that a run can go on from any step.
 */
import { ShapeError, require, show } from '@/lib/errors';
import type { Kernels } from '@/wasm/kernels';
import type { Snapshot } from './snapshot';
import type { NamedTensors, Tensor } from './tensor';

export interface Optimiser {
  /** The learning rate; may be changed between steps. */
  lr: number;
  /** Sets every gradient to 0: backward adds. */
  zeroGrad(): void;
  /** Moves every parameter against its gradient. */
  step(): void;
  snapshot(): Snapshot;
  /** @throws {ShapeError} a snapshot of another optimiser or other parameters */
  restore(from: Snapshot): void;
}

/** A parameter and the memory that its optimiser keeps beside it, one block for each of `names`. */
type Slot = { readonly name: string; readonly tensor: Tensor; readonly memory: readonly number[] };

abstract class Base {
  readonly #names: readonly string[];
  protected readonly slots: readonly Slot[];
  protected readonly kernels: Kernels;
  lr: number;

  readonly weightDecay: number;

  constructor(where: string, parameters: NamedTensors, lr: number, names: readonly string[], weightDecay: number) {
    const tensors = Object.entries(parameters);
    const [first] = tensors;
    require(first !== undefined, where, 'there are parameters', tensors.length);
    require(lr >= 0 && lr < Infinity, where, 'the learning rate is at least 0 and finite', lr);
    require(weightDecay >= 0 && weightDecay < Infinity, where, 'weightDecay is at least 0 and finite', weightDecay);
    this.weightDecay = weightDecay;
    this.kernels = first[1].runtime.kernels;
    this.lr = lr;
    first[1].runtime.rate(this);
    this.#names = names;
    this.slots = tensors.map(([name, tensor]) => {
      require(tensor.requiresGrad && tensor.scope === 0, where, 'parameters come from runtime.parameter', name);
      return { name, tensor, memory: names.map(() => tensor.runtime.state(tensor.size)) };
    });
  }

  zeroGrad(): void {
    for (const { tensor } of this.slots) this.kernels.fill(tensor.grad, 0, tensor.size);
  }

  /** L2: every gradient gets a share of its parameter, before anything else is done with it. */
  protected decayGradients(): void {
    if (this.weightDecay === 0) return;
    for (const { tensor } of this.slots)
      this.kernels.addScaled(tensor.grad, tensor.data, tensor.size, this.weightDecay);
  }

  snapshot(): Snapshot {
    return Object.fromEntries(this.#blocks().map(([key, from, to]) => [key, [...this.kernels.f32.subarray(from, to)]]));
  }

  restore(from: Snapshot): void {
    for (const [key, start, end] of this.#blocks()) {
      const values = from[key];
      if (values?.length !== end - start)
        throw new ShapeError(`restore: the snapshot has ${end - start} values of ${key}; got ${show(values?.length)}`);
      this.kernels.f32.set(values, start);
    }
  }

  /** Key, first and last element of everything kept: `velocity.layer1.weight`. */
  #blocks(): [key: string, start: number, end: number][] {
    return this.slots.flatMap(({ name, tensor, memory }) =>
      memory.map((offset, i): [string, number, number] => [
        `${this.#names[i]}.${name}`,
        offset >>> 2,
        (offset >>> 2) + tensor.size,
      ]),
    );
  }
}

/**
 * Gradient descent, with momentum if asked for: v = momentum · v + g, w −= lr · v; Nesterov's: w −= lr · (g + momentum · v).
 */
export class SGD extends Base implements Optimiser {
  readonly momentum: number;
  readonly nesterov: boolean;

  /** @throws {DomainError} lr or weightDecay negative or not finite; momentum outside [0, 1), or 0 with nesterov */
  constructor(
    parameters: NamedTensors,
    {
      lr,
      momentum = 0,
      nesterov = false,
      weightDecay = 0,
    }: { lr: number; momentum?: number; nesterov?: boolean; weightDecay?: number },
  ) {
    super('SGD', parameters, lr, momentum === 0 ? [] : ['velocity'], weightDecay);
    require(momentum >= 0 && momentum < 1, 'SGD', 'momentum lies in [0, 1)', momentum);
    require(!nesterov || momentum > 0, 'SGD', 'nesterov goes with momentum', momentum);
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  step(): void {
    const { kernels, lr, momentum, nesterov } = this;
    this.decayGradients();
    for (const { tensor, memory } of this.slots) {
      if (memory[0] === undefined) kernels.sgd(tensor.data, tensor.grad, tensor.size, lr);
      else kernels[nesterov ? 'nesterov' : 'momentum'](tensor.data, memory[0], tensor.grad, tensor.size, lr, momentum);
    }
  }
}

/** Adam: steps as large as the gradient's mean over the root of its mean square, both corrected for their start at 0. */
export class Adam extends Base implements Optimiser {
  readonly betas: readonly [number, number];
  readonly eps: number;
  /** Byte offset of β₁ᵗ and β₂ᵗ, f64. */
  readonly #power: number;

  /** @throws {DomainError} lr or weightDecay negative or not finite; a beta outside [0, 1); eps not positive */
  constructor(
    parameters: NamedTensors,
    { lr = 0.001, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 }: AdamOptions = {},
    where = 'Adam',
  ) {
    super(where, parameters, lr, ['m', 'v'], weightDecay);
    for (const beta of betas) require(beta >= 0 && beta < 1, where, 'betas lie in [0, 1)', betas);
    require(eps > 0 && eps < Infinity, where, 'eps is positive and finite', eps);
    this.betas = betas;
    this.eps = eps;
    this.#power = this.slots[0]!.tensor.runtime.state(4);
    this.kernels.f64.set([1, 1], this.#power / 8);
  }

  step(): void {
    this.decayGradients();
    this.move(0);
  }

  /** decay: AdamW's. */
  protected move(decay: number): void {
    const { kernels, betas, eps, lr } = this;
    kernels.adamPower(this.#power, betas[0], betas[1]);
    for (const { tensor, memory } of this.slots) {
      const [m, v] = memory as readonly [number, number];
      kernels.adam(tensor.data, m, v, tensor.grad, this.#power, tensor.size, lr, betas[0], betas[1], eps, decay);
    }
  }

  override snapshot(): Snapshot {
    const at = this.#power / 8;
    return { ...super.snapshot(), power: [...this.kernels.f64.subarray(at, at + 2)] };
  }

  override restore(from: Snapshot): void {
    if (from.power?.length !== 2)
      throw new ShapeError(`restore: the snapshot has 2 values of power; got ${show(from.power?.length)}`);
    super.restore(from);
    this.kernels.f64.set(from.power, this.#power / 8);
  }
}

type AdamOptions = { lr?: number; betas?: readonly [number, number]; eps?: number; weightDecay?: number };

/** Adam whose weight decay goes past the moments: w −= lr · (Adam's step + weightDecay · w). */
export class AdamW extends Adam {
  /** @throws {DomainError} lr or weightDecay negative or not finite; a beta outside [0, 1); eps not positive */
  constructor(parameters: NamedTensors, { weightDecay = 0.01, ...options }: AdamOptions = {}) {
    super(parameters, { ...options, weightDecay }, 'AdamW');
  }

  override step(): void {
    this.move(this.weightDecay);
  }
}

/** RMSProp: s = alpha · s + (1 − alpha) · g², w −= lr · g / (√s + eps). */
export class RMSprop extends Base implements Optimiser {
  readonly alpha: number;
  readonly eps: number;

  /** @throws {DomainError} lr or weightDecay negative or not finite; alpha outside [0, 1); eps not positive */
  constructor(parameters: NamedTensors, { lr = 0.01, alpha = 0.99, eps = 1e-8, weightDecay = 0 } = {}) {
    super('RMSprop', parameters, lr, ['square'], weightDecay);
    require(alpha >= 0 && alpha < 1, 'RMSprop', 'alpha lies in [0, 1)', alpha);
    require(eps > 0 && eps < Infinity, 'RMSprop', 'eps is positive and finite', eps);
    this.alpha = alpha;
    this.eps = eps;
  }

  step(): void {
    const { kernels, lr, alpha, eps } = this;
    this.decayGradients();
    for (const { tensor, memory } of this.slots)
      kernels.rmsProp(tensor.data, memory[0]!, tensor.grad, tensor.size, lr, alpha, 1 - alpha, eps);
  }
}

/** Adagrad: s = s + g², w −= lr · g / (√s + eps). */
export class Adagrad extends Base implements Optimiser {
  readonly eps: number;

  /** @throws {DomainError} lr or weightDecay negative or not finite; eps not positive */
  constructor(parameters: NamedTensors, { lr = 0.01, eps = 1e-10, weightDecay = 0 } = {}) {
    super('Adagrad', parameters, lr, ['square'], weightDecay);
    require(eps > 0 && eps < Infinity, 'Adagrad', 'eps is positive and finite', eps);
    this.eps = eps;
  }

  step(): void {
    const { kernels, lr, eps } = this;
    this.decayGradients();
    for (const { tensor, memory } of this.slots)
      kernels.rmsProp(tensor.data, memory[0]!, tensor.grad, tensor.size, lr, 1, 1, eps);
  }
}
