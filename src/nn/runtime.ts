/**
 * Where tensors live and gradients are found: memory for parameters, memory for one step, and the tape between.
 * Every run of a model has a Runtime of its own; several may share one Kernels.
 *
 *   const runtime = createRuntime(kernels);
 *   const w = runtime.parameter([2, -1], [2, 1]);
 *   const loss = runtime.scope(() => {
 *     const loss = mseLoss(matmul(x, w), y);
 *     runtime.backward(loss);            // adds to w's gradient
 *     return loss.item();                // numbers leave a scope, tensors made in it do not
 *   });
 */
import { DomainError, ShapeError, show } from '@/lib/errors';
import type { Kernels } from '@/wasm/kernels';
import { createArena } from './arena';
import type { Arena } from './arena';
import { Tensor, sizeOf } from './tensor';
import type { Shape, Values } from './tensor';

export const createRuntime = (kernels: Kernels): Runtime => new Runtime(kernels);

export class Runtime {
  readonly kernels: Kernels;
  /** Tensors computed in the open scope that want a gradient, in the order of computation. */
  private readonly tape: Tensor[] = [];
  private readonly lasting: Arena;
  private readonly passing: Arena;
  /** The open scope, from 1 on; 0 outside. */
  private open = 0;
  private scopes = 0;
  private freed = false;

  constructor(kernels: Kernels) {
    this.kernels = kernels;
    this.lasting = createArena(kernels);
    this.passing = createArena(kernels);
  }

  /**
   * Runs `body`; tensors made in it end with it, and their memory is used again. A scope inside a scope is part of it.
   */
  scope<T>(body: () => T): T {
    this.checkFreed('scope');
    if (this.open) return body();
    const mark = this.passing.mark();
    this.open = ++this.scopes;
    try {
      return body();
    } finally {
      this.open = 0;
      this.tape.length = 0;
      this.passing.release(mark);
    }
  }

  /**
   * Data: no gradient is kept for it. Made in a scope it ends with it; outside, it lasts until free().
   *
   * @throws {ShapeError} sizes that are not positive whole numbers, or another number of values than they hold
   */
  tensor(values: Values, shape: Shape): Tensor {
    const data = this.make('tensor', values, shape, this.open ? this.passing : this.lasting);
    return new Tensor(this, shape, values.length, data, this.open, false);
  }

  /**
   * What is learnt: it lasts until free(), and backward adds to its gradient, which starts at 0.
   *
   * @throws {ShapeError} sizes that are not positive whole numbers, or another number of values than they hold
   */
  parameter(values: Values, shape: Shape): Tensor {
    const data = this.make('parameter', values, shape, this.lasting);
    const tensor = new Tensor(this, shape, values.length, data, 0, true);
    tensor.grad = this.lasting.alloc(4 * tensor.size);
    this.kernels.fill(tensor.grad, 0, tensor.size);
    return tensor;
  }

  /** Byte offset of memory that lasts, filled with 0: the state of an optimiser. */
  state(floats: number): number {
    this.checkFreed('state');
    const offset = this.lasting.alloc(4 * floats);
    this.kernels.fill(offset, 0, floats);
    return offset;
  }

  /**
   * For ops: a tensor of the open scope whose values the op is about to write. One that wants a gradient goes on the
   * tape; the op gives it its `_backward`.
   */
  result(shape: Shape, size: number, requiresGrad: boolean): Tensor {
    if (!this.open) throw new DomainError('result: ops run inside runtime.scope(); got none open');
    const tensor = new Tensor(this, shape, size, this.passing.alloc(4 * size), this.open, requiresGrad);
    if (requiresGrad) this.tape.push(tensor);
    return tensor;
  }

  /** For ops: the elements of x in another shape of the same size, its gradient that of x. */
  view(x: Tensor, shape: Shape): Tensor {
    if (!this.open) throw new DomainError('view: ops run inside runtime.scope(); got none open');
    const tensor = new Tensor(this, shape, x.size, x.data, this.open, x.requiresGrad, x);
    if (x.requiresGrad) this.tape.push(tensor);
    return tensor;
  }

  /** For ops: bytes of the open scope, not a tensor: what backward needs from forward, class indices. */
  scratch(bytes: number): number {
    return this.passing.alloc(bytes);
  }

  /** For ops: throws unless the tensor may be used here and now. */
  check(where: string, tensor: Tensor): void {
    if (tensor.runtime !== this)
      throw new DomainError(`${where}: tensors of one call share a runtime; got two runtimes`);
    if (tensor.scope !== 0 && tensor.scope !== this.open)
      throw new DomainError(
        `${where}: a tensor is used inside the scope that made it; got one of a scope that has ended`,
      );
    this.checkFreed(where);
  }

  /**
   * Back-propagation: dL/dx for every tensor x that `loss` L was computed from. Gradients of what this scope computed
   * start anew; those of parameters are added to, until zeroGrad.
   *
   * @throws {ShapeError} a loss of more than one element
   * @throws {DomainError} a loss that depends on no parameter
   */
  backward(loss: Tensor): void {
    this.check('backward', loss);
    if (loss.size !== 1) throw new ShapeError(`backward: the loss has one element; got shape ${show(loss.shape)}`);
    const { tape, kernels } = this;
    const last = tape.lastIndexOf(loss);
    if (last < 0) throw new DomainError('backward: the loss depends on a parameter; got one that depends on none');
    // One stretch for all gradients, so that one call clears them. Every size is rounded up to a multiple of 4 elements.
    let floats = 0;
    for (let i = 0; i <= last; i++) if (!tape[i]!.of) floats += (tape[i]!.size + 3) & -4;
    const start = this.passing.alloc(4 * floats);
    let offset = start;
    for (let i = 0; i <= last; i++) {
      const tensor = tape[i]!;
      tensor.grad = tensor.of ? tensor.of.grad : offset;
      if (!tensor.of) offset += 4 * ((tensor.size + 3) & -4);
    }
    kernels.fill(start, 0, floats);
    kernels.fill(loss.grad, 1, 1); // dL/dL
    for (let i = last; i >= 0; i--) tape[i]!._backward?.(); // a view has none
  }

  /** Gives all memory back. No tensor of this runtime may be used afterwards. */
  free(): void {
    if (this.freed) return;
    this.freed = true;
    this.lasting.free();
    this.passing.free();
  }

  private make(where: string, values: Values, shape: Shape, arena: Arena): number {
    this.checkFreed(where);
    if (!shape.every((n) => Number.isInteger(n) && n > 0))
      throw new ShapeError(`${where}: sizes are positive whole numbers; got ${show(shape)}`);
    if (values.length !== sizeOf(shape))
      throw new ShapeError(`${where}: a shape of ${show(shape)} holds ${sizeOf(shape)} values; got ${values.length}`);
    const data = arena.alloc(4 * values.length);
    this.kernels.f32.set(values, data >>> 2);
    return data;
  }

  private checkFreed(where: string): void {
    if (this.freed) throw new DomainError(`${where}: the runtime is in use; got one that has been freed`);
  }
}
