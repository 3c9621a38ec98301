/**
 * Optimisers, with PyTorch's names: `zeroGrad()`, then `runtime.backward(loss)`, then `step()`.
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

  constructor(where: string, parameters: NamedTensors, lr: number, names: readonly string[]) {
    const tensors = Object.entries(parameters);
    const [first] = tensors;
    require(first !== undefined, where, 'there are parameters', tensors.length);
    require(lr >= 0 && lr < Infinity, where, 'the learning rate is at least 0 and finite', lr);
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

/** Gradient descent, with momentum if asked for: v = momentum · v + g, w −= lr · v. */
export class SGD extends Base implements Optimiser {
  readonly momentum: number;

  /** @throws {DomainError} lr negative or not finite; momentum outside [0, 1) */
  constructor(parameters: NamedTensors, { lr, momentum = 0 }: { lr: number; momentum?: number }) {
    super('SGD', parameters, lr, momentum === 0 ? [] : ['velocity']);
    require(momentum >= 0 && momentum < 1, 'SGD', 'momentum lies in [0, 1)', momentum);
    this.momentum = momentum;
  }

  step(): void {
    for (const { tensor, memory } of this.slots) {
      if (memory[0] === undefined) this.kernels.sgd(tensor.data, tensor.grad, tensor.size, this.lr);
      else this.kernels.momentum(tensor.data, memory[0], tensor.grad, tensor.size, this.lr, this.momentum);
    }
  }
}

/** Adam: steps as large as the gradient's mean over the root of its mean square, both corrected for their start at 0. */
export class Adam extends Base implements Optimiser {
  readonly betas: readonly [number, number];
  readonly eps: number;
  /** Byte offset of β₁ᵗ and β₂ᵗ, f64. */
  readonly #power: number;

  /** @throws {DomainError} lr negative or not finite; a beta outside [0, 1); eps not positive */
  constructor(
    parameters: NamedTensors,
    {
      lr = 0.001,
      betas = [0.9, 0.999],
      eps = 1e-8,
    }: { lr?: number; betas?: readonly [number, number]; eps?: number } = {},
  ) {
    super('Adam', parameters, lr, ['m', 'v']);
    for (const beta of betas) require(beta >= 0 && beta < 1, 'Adam', 'betas lie in [0, 1)', betas);
    require(eps > 0 && eps < Infinity, 'Adam', 'eps is positive and finite', eps);
    this.betas = betas;
    this.eps = eps;
    this.#power = this.slots[0]!.tensor.runtime.state(4);
    this.kernels.f64.set([1, 1], this.#power / 8);
  }

  step(): void {
    const { kernels, betas, eps, lr } = this;
    kernels.adamPower(this.#power, betas[0], betas[1]);
    for (const { tensor, memory } of this.slots) {
      const [m, v] = memory as readonly [number, number];
      kernels.adam(tensor.data, m, v, tensor.grad, this.#power, tensor.size, lr, betas[0], betas[1], eps);
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
