/** Runs a model step by step, keeps its trace, and goes back to any step. Plain TypeScript: page, Worker, Node. */
import type { Model, State, Trace } from '@/lib/demo';
import { DivergedError, require } from '@/lib/errors';

export type Diverged = { readonly step: number; readonly tensor: string; readonly control: string };

/** What changed: `trace` is cut to `start` rows, then these rows follow. */
export type Progress = {
  readonly state: State;
  readonly start: number;
  readonly rows: Trace;
  readonly diverged?: Diverged;
};

export interface Runner {
  /** Goes on by `n` steps from where it stands, forgetting any steps after that; stops short where it diverges. */
  advance(n: number): Progress;
  /** Goes to a step of the run so far. */
  seek(step: number): Progress;
  free(): void;
}

/** Snapshots kept: enough to seek quickly, few enough for a phone. At the limit every second one is dropped. */
const SNAPSHOTS = 128;

/**
 * @param create makes the model anew, or from one of its own states
 * @example createRunner((from) => countingModel(from)).advance(3).state.step // 3
 */
export function createRunner(create: (from?: State) => Model): Runner {
  let model = create();
  let length = 1; // rows of the trace: steps 0 … length − 1
  let every = 1;
  let snapshots = new Map<number, State>([[0, model.state]]);

  const keep = () => {
    const { step } = model.state;
    if (step % every === 0) snapshots.set(step, model.state);
    if (snapshots.size <= SNAPSHOTS) return;
    every *= 2;
    snapshots = new Map([...snapshots].filter(([at]) => at % every === 0));
  };
  const rebuild = (from: State) => {
    model.free?.();
    model = create(from);
  };
  const nothingNew = (): Progress => ({ state: model.state, start: length, rows: { steps: [], columns: {} } });

  return {
    advance(n) {
      require(Number.isInteger(n) && n >= 0, 'advance', 'n is a whole number ≥ 0', n);
      const first = model.state.step + 1;
      for (const at of snapshots.keys()) if (at >= first) snapshots.delete(at);
      const steps: number[] = [];
      const columns: Record<string, number[]> = Object.fromEntries(Object.keys(model.readings).map((k) => [k, []]));
      let diverged: Diverged | undefined;
      for (let i = 0; i < n; i++) {
        try {
          model.step();
        } catch (error) {
          if (!(error instanceof DivergedError)) throw error;
          rebuild(model.state); // what the failed step left behind is no state of the run
          diverged = { step: error.step, tensor: error.tensor, control: error.control };
          break;
        }
        steps.push(model.state.step);
        for (const [name, value] of Object.entries(model.readings)) columns[name]!.push(value);
        keep();
      }
      length = first + steps.length;
      return { state: model.state, start: first, rows: { steps, columns }, ...(diverged && { diverged }) };
    },
    seek(step) {
      require(Number.isInteger(step) && step >= 0 && step < length, 'seek', `step is from 0 to ${length - 1}`, step);
      const nearest = Math.max(...[...snapshots.keys()].filter((at) => at <= step));
      if (model.state.step > step || model.state.step < nearest) rebuild(snapshots.get(nearest)!);
      while (model.state.step < step) model.step();
      return nothingNew();
    },
    free: () => model.free?.(),
  };
}

/** The trace of a model that has made no step. */
export const firstRow = (model: Model): Trace => ({
  steps: [model.state.step],
  columns: Object.fromEntries(Object.entries(model.readings).map(([name, value]) => [name, [value]])),
});

/** `trace` with the progress applied; new arrays only where rows changed. */
export function extendTrace(trace: Trace, { start, rows }: Progress): Trace {
  if (start === trace.steps.length && rows.steps.length === 0) return trace;
  return {
    steps: [...trace.steps.slice(0, start), ...rows.steps],
    columns: Object.fromEntries(
      Object.entries(trace.columns).map(([name, old]) => [
        name,
        [...old.slice(0, start), ...(rows.columns[name] ?? [])],
      ]),
    ),
  };
}
