import { describe, expect, it } from 'vitest';
import { createRunner, extendTrace, firstRow, type Progress } from '@/components/demo/runner';
import type { Model, State, Trace } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';

/** x doubles and adds the step, so every state depends on all before it; diverges at `end`. */
type Doubling = State & { x: number };
function doubling(from: Doubling = { step: 0, x: 1 }, end = Infinity, made = { count: 0 }): Model<Doubling> {
  let state = from;
  made.count++;
  return {
    get state() {
      return state;
    },
    get readings() {
      return { x: state.x };
    },
    step() {
      const step = state.step + 1;
      if (step >= end) throw new DivergedError({ step, tensor: 'x', control: 'rate' });
      state = { step, x: (state.x * 2 + step) % 1009 };
    },
  };
}
/** The closed course of x, written out on its own. */
const course = (n: number) => {
  const xs = [1];
  for (let step = 1; step <= n; step++) xs.push((xs[step - 1]! * 2 + step) % 1009);
  return xs;
};
const run = (end?: number) => {
  const made = { count: 0 };
  let trace: Trace = firstRow(doubling());
  const runner = createRunner((from) => doubling(from as Doubling | undefined, end, made));
  const apply = (progress: Progress) => {
    trace = extendTrace(trace, progress);
    return progress;
  };
  return { runner, apply, made, trace: () => trace };
};

describe('createRunner', () => {
  it('advance(n) makes n steps and hands over their readings', () => {
    const { runner, apply, trace } = run();
    apply(runner.advance(3));
    apply(runner.advance(2));
    expect(trace()).toEqual({ steps: [0, 1, 2, 3, 4, 5], columns: { x: course(5) } });
  });

  it('seek(step) gives every state of the run again, bit for bit', () => {
    const { runner } = run();
    runner.advance(1000);
    const xs = course(1000);
    for (const step of [0, 1, 2, 499, 500, 777, 999, 1000, 3]) {
      expect(runner.seek(step).state).toEqual({ step, x: xs[step] });
    }
  });

  it('seek stays cheap in a long run: it starts from a snapshot near by', () => {
    const { runner, made } = run();
    runner.advance(20_000);
    const before = made.count;
    runner.seek(15_000);
    expect(made.count).toBe(before + 1);
  });

  it('advance after seek goes on from there and forgets what came after', () => {
    const { runner, apply, trace } = run();
    apply(runner.advance(10));
    apply(runner.seek(4));
    const progress = apply(runner.advance(2));
    expect(progress.start).toBe(5);
    expect(trace().steps).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(() => runner.seek(7)).toThrowErrorMatchingInlineSnapshot(`[DomainError: seek: step is from 0 to 6; got 7]`);
  });

  it('a run that diverges stops at its last good step and says where', () => {
    const { runner, apply, trace } = run(7);
    const progress = apply(runner.advance(100));
    expect(progress.diverged).toEqual({ step: 7, tensor: 'x', control: 'rate' });
    expect(progress.state.step).toBe(6);
    expect(trace().steps.at(-1)).toBe(6);
    expect(runner.seek(6).diverged).toBeUndefined();
  });

  it('an error that is no divergence passes through', () => {
    const model = {
      state: { step: 0 },
      readings: {},
      step: () => {
        throw new RangeError('no memory');
      },
    };
    expect(() => createRunner(() => model).advance(1)).toThrow(RangeError);
  });

  it('refuses half a step', () => {
    expect(() => run().runner.advance(0.5)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: advance: n is a whole number ≥ 0; got 0.5]`,
    );
  });
});
