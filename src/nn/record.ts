/**
 * From steps on the tape to a plan. What differs from step to step must be known to the plan, so the step is made twice and
 * compared, argument by argument; then the plan makes it again from the same start and must end in the same memory.
 */
import { DomainError, show } from '@/lib/errors';
import { kindsOf } from '@/wasm/calls';
import type { Call } from '@/wasm/calls';
import type { Kernels } from '@/wasm/kernels';
import { Plan } from './plan';
import type { Move, Rate, Recording } from './plan';

/** One step as the tape made it. */
export interface Take {
  readonly calls: readonly Call[];
  readonly forward: number;
  readonly loss: { readonly data: number; readonly value: number };
}

export interface Studio {
  readonly kernels: Kernels;
  /** Optimisers whose learning rate may be among the arguments. */
  readonly rates: readonly Rate[];
  /** Batches of the data, and the bytes from one to the next, for every input of the step. */
  readonly batches: number;
  readonly strides: readonly number[];
  /** Makes the step on batch number i (counted round). */
  readonly take: (i: number) => Take;
  /** Where everything lies that outlasts a step: from one byte offset to another. */
  readonly lasting: readonly (readonly [from: number, to: number])[];
  /** Called when the plan is freed. */
  readonly freed: () => void;
}

/** Learning rates of the second take: one for each optimiser, so that they can be told apart. */
const other = (lr: number, i: number) => (lr || 1e-3) * (1 - 1 / (i + 4));
const kept = (lr: number) => lr;

/**
 * @throws {DomainError} a step whose calls or numbers differ from one time to the next in a way that the plan cannot know
 */
export function record(studio: Studio): Plan {
  const { kernels, rates, lasting, take } = studio;
  const image = () => lasting.map(([from, to]) => kernels.i32.slice(from >>> 2, to >>> 2));
  const restore = (saved: ReturnType<typeof image>) =>
    saved.forEach((words, i) => kernels.i32.set(words, lasting[i]![0] >>> 2));
  const start = image();
  const lrs = rates.map(({ lr }) => lr);
  const turn = (lr: (lr: number, i: number) => number) => rates.forEach((rate, i) => (rate.lr = lr(lrs[i]!, i)));
  try {
    // Every take starts from the same memory: whether training converges is none of the plan's business.
    const takes: Take[] = [];
    const images: ReturnType<typeof image>[] = [];
    const makeTake = () => {
      restore(start);
      turn(takes.length === 1 ? other : kept);
      takes.push(take(takes.length));
      images.push(image());
    };
    makeTake();
    makeTake();
    if (unexplained(takes, studio)) makeTake();
    const wrong = takes.find(({ loss }) => !Number.isFinite(loss.value));
    if (wrong) throw new DomainError(`record: the loss is finite; got ${wrong.loss.value}`);

    const plan = new Plan(kernels, recordingOf(takes, studio, lrs), studio.freed);
    const differs = takes.some(({ loss }, i) => {
      restore(start);
      turn(i === 1 ? other : kept);
      const [value] = plan.run();
      return value !== loss.value || !image().every((words, j) => words.every((word, n) => word === images[i]![j]![n]));
    });
    if (differs) {
      plan.free();
      throw new DomainError('record: a step is the same each time; got other numbers from its calls alone');
    }
    plan.restart();
    return plan;
  } finally {
    turn(kept);
    restore(start);
  }
}

/** True when some argument follows neither from the batch nor from a learning rate: a third take must show its law. */
function unexplained(takes: readonly Take[], studio: Studio): boolean {
  const [first, second] = takes.map(({ calls }) => calls.flatMap(({ args }) => args));
  return first!.some(
    (value, slot) =>
      !Object.is(value, second![slot]) && Number.isInteger(value) && !studio.strides.includes(second![slot]! - value),
  );
}

function recordingOf(takes: readonly Take[], studio: Studio, lrs: readonly number[]): Recording {
  const [first, second, third] = takes as [Take, Take, Take | undefined];
  const { batches, strides, rates } = studio;
  const { calls, forward, loss } = first;
  for (const take of takes.slice(1)) {
    const at = calls.findIndex(({ name }, i) => name !== take.calls[i]?.name);
    if (at >= 0 || take.calls.length !== calls.length)
      throw new DomainError(
        `record: a step makes the same calls each time; got ${show(calls.length)} and ${show(take.calls.length)}` +
          (at < 0 ? '' : `, ${calls[at]!.name} and then ${take.calls[at]?.name ?? 'nothing'} in place ${at}`),
      );
  }
  const moves: Move[] = [];
  const bound: Recording['rates'][number][] = [];
  let slot = -1;
  calls.forEach(({ name, args }, i) => {
    kindsOf(name).forEach((kind, j) => {
      slot++;
      const [a, b, c] = [args[j]!, second.calls[i]!.args[j]!, third?.calls[i]!.args[j]];
      if (Object.is(a, b) && (c === undefined || Object.is(a, c))) return;
      const stride = (b - a) | 0;
      const rate = lrs.findIndex((lr, r) => kind === 'f64' && a === lr && b === other(lr, r));
      if (rate >= 0) bound.push({ slot, rate: rates[rate]! });
      else if (kind === 'i32' && batches > 1 && strides.includes(stride)) moves.push({ slot, stride, period: batches });
      else if (kind === 'i32' && c !== undefined && ((c - b) | 0) === stride) moves.push({ slot, stride, period: 0 });
      else
        throw new DomainError(
          `record: an argument stays, moves by one stride, or is a learning rate; got ${show(c === undefined ? [a, b] : [a, b, c])} for ${name}`,
        );
    });
  });
  return { calls, forward, loss: loss.data, moves, rates: bound };
}
