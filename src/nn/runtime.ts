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
import { recordCalls } from '@/wasm/calls';
import type { Call } from '@/wasm/calls';
import type { Kernels } from '@/wasm/kernels';
import { createArena } from './arena';
import type { Arena } from './arena';
import { Indices, checkIndices } from './Indices';
import type { Plan, Rate } from './plan';
import { record } from './record';
import type { Take } from './record';
import { Tensor, sizeOf } from './tensor';
import type { Shape, Values } from './tensor';
import type { Tracer } from './trace';

export const createRuntime = (kernels: Kernels): Runtime => new Runtime(kernels);

export class Runtime {
  readonly kernels: Kernels;
  /** Tensors computed in the open scope that want a gradient, in the order of computation. */
  private readonly tape: Tensor[] = [];
  private readonly lasting: Arena;
  /** What `table` wrote. */
  private readonly tables: Arena;
  /** A plan's own while its step is recorded. */
  private passing: Arena;
  /** The open scope, from 1 on; 0 outside. */
  private open = 0;
  private scopes = 0;
  /** Optimisers, whose learning rates a plan takes over at every run. */
  private readonly rates: Rate[] = [];
  /** Plans in use, by the scope of their step. */
  private readonly plans = new Map<number, Plan>();
  /** The calls of a step that is being recorded, and how many of them each loss took. */
  private calls: Call[] | undefined;
  private readonly losses = new Map<Tensor, number>();
  private freed = false;
  /** Told of every op while a trace is taken. */
  traced: Tracer | undefined;

  constructor(kernels: Kernels) {
    this.kernels = kernels;
    this.lasting = createArena(kernels);
    this.tables = createArena(kernels);
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
    const tensor = new Tensor(this, shape, values.length, data, this.open, false);
    this.traced?.('tensor', [], [tensor]);
    return tensor;
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

  /**
   * Tokens, classes, positions: whole numbers from 0 to below − 1. Made in a scope they end with it.
   *
   * @throws {ShapeError} sizes that are not positive whole numbers, or another number of values than they hold
   * @throws {DomainError} a value that is no whole number in [0, below)
   */
  indices(values: Values, shape: Shape, below: number): Indices {
    checkIndices('indices', values, below);
    const data = this.make('indices', values, shape, this.open ? this.passing : this.lasting);
    this.kernels.i32.set(values, data >>> 2);
    const made = new Indices(this, shape, data, below, this.open);
    this.traced?.('indices', [values], [made]);
    return made;
  }

  /** Byte offset of memory that lasts, filled with 0: the state of an optimiser. */
  state(floats: number): number {
    this.checkFreed('state');
    const offset = this.lasting.alloc(4 * floats);
    this.kernels.fill(offset, 0, floats);
    return offset;
  }

  /**
   * Byte offset of whole numbers that kernels read, written once: they last as long as the runtime and never change, so
   * that a step which asks for new ones can still be recorded.
   */
  table(words: readonly number[]): number {
    this.checkFreed('table');
    const offset = this.tables.alloc(4 * words.length);
    this.kernels.i32.set(words, offset >>> 2);
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

  /** For optimisers: a learning rate that may change between runs of a plan. */
  rate(rate: Rate): void {
    this.rates.push(rate);
  }

  /**
   * Records a training step as a plan, which makes it as often as asked for inside one WASM call, bit for bit as the tape
   * would. Recording makes the step a few times to compare, then puts everything that outlasts a step back as it was.
   *
   * What differs between steps may be: the batch, the learning rate of an optimiser, whole numbers that grow by the same
   * amount every step (the state of a generator), and whatever lies in the memory of parameters and `state`. Anything else,
   * and a step that reads numbers, is refused.
   *
   * @param step     makes all of the step and returns its loss; given one batch of each of `data`
   * @param options  `data`: tensors and indices that outlast a scope, as many rows each; `batch`: rows of a step, by default all.
   *                 Step i reads the rows from i · batch on, counted round.
   * @throws {DomainError} a step that a plan cannot make again, or called inside a scope
   * @throws {ShapeError} data whose rows are no multiple of the batch
   */
  record<const D extends readonly (Tensor | Indices)[]>(
    step: (...batch: { -readonly [K in keyof D]: D[K] }) => Tensor,
    { data, batch }: { data?: D; batch?: number } = {},
  ): Plan {
    this.checkFreed('record');
    if (this.open) throw new DomainError('record: a step is recorded outside any scope; got one open');
    const sets: readonly (Tensor | Indices)[] = data ?? [];
    for (const set of sets) this.check('record', set);
    const rows = sets[0]?.shape[0] ?? 1;
    const size = batch ?? rows;
    if (!Number.isInteger(size) || size < 1 || sets.some(({ shape }) => shape[0] !== rows || rows % size))
      throw new ShapeError(
        `record: all data have rows for whole batches of ${show(size)}; got shapes ${sets.map(({ shape }) => show(shape)).join(', ')}`,
      );
    const scope = ++this.scopes;
    const arena = createArena(this.kernels);
    const views = (i: number) =>
      sets.map((set) => {
        const shape = [size, ...set.shape.slice(1)];
        const from = set.data + 4 * sizeOf(shape) * (i % (rows / size));
        return set instanceof Indices
          ? new Indices(this, shape, from, set.below, scope)
          : new Tensor(this, shape, sizeOf(shape), from, scope, false);
      }) as { -readonly [K in keyof D]: D[K] };
    const freed = () => {
      this.plans.delete(scope);
      arena.free();
    };
    try {
      const plan = record({
        kernels: this.kernels,
        rates: this.rates,
        batches: rows / size,
        strides: sets.map((set) => 4 * (set.size / rows) * size),
        take: (i) => this.take(() => step(...views(i)), scope, arena),
        lasting: this.lasting.used(),
        freed,
      });
      this.plans.set(scope, plan);
      return plan;
    } catch (error) {
      freed();
      throw error;
    }
  }

  /** Runs a step on the tape, its tensors in `arena`, and writes its calls down. */
  private take(step: () => Tensor, scope: number, arena: Arena): Take {
    const { passing, lasting, kernels, tape, losses } = this;
    const calls: Call[] = [];
    const before = lasting.used().flat().join();
    this.calls = calls;
    this.passing = arena;
    this.open = scope;
    try {
      const loss = recordCalls(kernels, calls, step);
      this.check('record', loss);
      if (loss.size !== 1) throw new ShapeError(`record: a step returns its loss; got shape ${show(loss.shape)}`);
      if (lasting.used().flat().join() !== before)
        throw new DomainError('record: a step makes nothing that outlasts it; got new parameters or state');
      const forward = losses.get(loss) ?? calls.length;
      return { calls, forward, loss: { data: loss.data, value: kernels.f32[loss.data >>> 2]! } };
    } finally {
      this.calls = undefined;
      this.passing = passing;
      this.open = 0;
      tape.length = 0;
      losses.clear();
      arena.release({ chunk: -1, top: 0 });
    }
  }

  /** Runs `body` in a scope and tells `tracer` of every op in it. @throws {DomainError} called inside a scope */
  trace<T>(tracer: Tracer, body: () => T): T {
    if (this.open) throw new DomainError('trace: a trace is taken outside any scope; got one open');
    this.traced = tracer;
    try {
      return this.scope(body);
    } finally {
      this.traced = undefined;
    }
  }

  /** For what reads or writes a tensor's numbers: those of a plan may be read after its step, never during it. */
  checkRead(where: string, tensor: Tensor | Indices): void {
    if (this.calls) throw new DomainError(`record: a step reads and sets no numbers; got ${where}`);
    if (!this.plans.has(tensor.scope)) return this.check(where, tensor);
    this.checkFreed(where);
  }

  /** For ops: throws unless the tensor may be used here and now. */
  check(where: string, tensor: Tensor | Indices): void {
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
    if (this.calls && !this.losses.has(loss)) this.losses.set(loss, this.calls.length);
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
    for (const plan of this.plans.values()) plan.free();
    this.freed = true;
    this.lasting.free();
    this.tables.free();
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
