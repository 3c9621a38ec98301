/**
 * A training step of fixed shape, recorded once and made again inside one WASM call: the same numbers as the tape, without
 * a call from JavaScript for every operation.
 *
 *   const plan = runtime.record(() => {
 *     const loss = mseLoss(mlp.forward(x).output, y);
 *     optimiser.zeroGrad();
 *     runtime.backward(loss);
 *     optimiser.step();
 *     return loss;
 *   });
 *   const losses = plan.run(1000);
 *
 * Tensors that the step made can be read after each run: they hold the numbers of its last step.
 */
import { DomainError, show } from '@/lib/errors';
import { bytesOf, writeCalls } from '@/wasm/calls';
import type { Call } from '@/wasm/calls';
import type { Kernels } from '@/wasm/kernels';

/** Something whose learning rate goes into the calls: a plan takes it over at every run. */
export interface Rate {
  lr: number;
}

/** A step as data. Slots are numbered through all arguments of all calls. */
export interface Recording {
  readonly calls: readonly Call[];
  /** How many of the calls make the loss; the others are backward and optimiser. */
  readonly forward: number;
  /** Byte offset of the loss. */
  readonly loss: number;
  /** Arguments that change from step to step. */
  readonly moves: readonly Move[];
  readonly rates: readonly { readonly slot: number; readonly rate: Rate }[];
}

export interface Move {
  readonly slot: number;
  /** What is added after each step. */
  readonly stride: number;
  /** Steps until it starts again; 0 for never. */
  readonly period: number;
}

/** Losses that a single WASM call leaves room for. */
const CHUNK = 4096;
const MOVE_BYTES = 16;

export class Plan {
  private readonly kernels: Kernels;
  private readonly recording: Recording;
  private readonly freed: () => void;
  /** Byte offsets: calls and moves in one block, losses in another. */
  private readonly calls: number;
  private readonly moves: number;
  private readonly middle: number;
  private readonly losses: number;
  /** Byte offset of every slot. */
  private readonly slots: readonly number[];
  private open = true;

  constructor(kernels: Kernels, recording: Recording, freed: () => void) {
    const { calls, forward, moves } = recording;
    this.kernels = kernels;
    this.recording = recording;
    this.freed = freed;
    const bytes = bytesOf(calls);
    this.calls = kernels.alloc(bytes + MOVE_BYTES * (moves.length + 1));
    this.moves = this.calls + bytes;
    this.middle = this.calls + bytesOf(calls.slice(0, forward));
    this.losses = kernels.alloc(4 * CHUNK);
    let at = this.calls;
    this.slots = calls.flatMap(({ args }) => {
      const start = at;
      at += 8 * (args.length + 1);
      return args.map((_, i) => start + 8 * (i + 1));
    });
    this.restart();
  }

  /**
   * Makes `steps` steps.
   *
   * @returns the loss of each. A loss that is NaN or ±∞ is the last one: its step has stopped before backward, and the
   * parameters are as that loss saw them (`firstNonFinite` of the step's tensors says where it began).
   * @throws {DomainError} no whole number of steps from 1 on, or a plan that has been freed
   */
  run(steps = 1): Float32Array<ArrayBuffer> {
    if (!this.open) throw new DomainError('run: the plan is in use; got one that has been freed');
    if (!(Number.isInteger(steps) && steps > 0))
      throw new DomainError(`run: steps are a positive whole number; got ${show(steps)}`);
    const { kernels, recording, slots } = this;
    const { f32, f64 } = kernels;
    for (const { slot, rate } of recording.rates) f64[slots[slot]! >>> 3] = rate.lr;
    const losses = new Float32Array(steps);
    for (let from = 0; from < steps; from += CHUNK) {
      const count = Math.min(CHUNK, steps - from);
      const done = kernels.replay(
        this.losses,
        this.calls,
        this.middle,
        this.moves,
        recording.loss,
        this.moves,
        recording.moves.length,
        count,
      );
      const start = this.losses >>> 2;
      losses.set(f32.subarray(start, start + Math.min(done + 1, count)), from);
      if (done < count) return losses.slice(0, from + done + 1);
    }
    return losses;
  }

  /** Back to the first batch. Parameters and optimisers stay as they are. */
  restart(): void {
    const { kernels, recording, slots } = this;
    writeCalls(kernels, this.calls, recording.calls);
    recording.moves.forEach(({ slot, stride, period }, i) => {
      kernels.i32.set([slots[slot]!, stride, period, 0], (this.moves + MOVE_BYTES * i) >>> 2);
    });
  }

  /** Gives the memory of the plan and of its step back; runtime.free() does so too. */
  free(): void {
    if (!this.open) return;
    this.open = false;
    this.kernels.free(this.calls);
    this.kernels.free(this.losses);
    this.freed();
  }
}
