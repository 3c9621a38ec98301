/**
 * Three cells on one task, side by side. A step is one step of Adam on a fresh batch; what is shown is how the gradient of one
 * sequence's loss comes back through time, at the weights as they are now.
 */
import type { CreateModel } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import { createRuntime } from '@/nn';
import type { Snapshot } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { arithmeticOf } from './arithmetic';
import { startWeights } from './cells';
import { CELLS, type Cell } from './names';
import type { params } from './demo';
import { createNet, type Net } from './net';
import type { GradientState, Reading } from './reading';
import { largestSingularValue } from './spectral';
import { drawSequences, LETTERS, written } from './task';

const BATCH = 32;
const HELD_OUT = 100;

/** Digits that a picture or a table shows, and one more: they keep the page's first frame short. */
const brief = (x: number) => Number(x.toPrecision(5));
const byCell = <T>(of: (cell: Cell, i: number) => T) =>
  Object.fromEntries(CELLS.map((cell, i) => [cell, of(cell, i)])) as Record<Cell, T>;

export const createModel: CreateModel<typeof params, GradientState, Kernels> = (values, kernels, from) => {
  const { length: T, seed } = values;
  const runtime = createRuntime(kernels);
  const start = from?.weights ?? startWeights(values);
  const nets = CELLS.map((cell) => createNet(runtime, cell, values, start[cell]));
  if (from?.moments) for (const net of nets) net.optimiser.restore(from.moments[net.cell] as Snapshot);

  const shown = drawSequences(1, T, seed)[0]!;
  const otherFirst = [(shown[0]! + 1) % LETTERS.length, ...shown.slice(1)];
  const otherAll = drawSequences(1, T, seed + 10_000)[0]!;
  const heldOut = drawSequences(HELD_OUT, T, seed + 20_000);
  const at = Math.min(values.at, T);

  function look(net: Net, step: number) {
    const { norms, inputs, states, passage } = net.through(shown, at);
    const { loss, accuracy } = net.test(heldOut);
    const [first, all] = [net.distance(shown, otherFirst), net.distance(shown, otherAll)];
    const fits = [...norms, ...inputs, first, all, loss].every(Number.isFinite);
    // ReLU lets a state grow without bound: before any training that is what is to be seen, later the run ends.
    if (!fits && step > 0) throw new DivergedError({ step, tensor: `h (${net.cell})`, control: 'scale' });
    const chosen = fits && net.cell === values.cell;
    const inside = chosen && {
      bounds: net.jacobians(shown, states).map((j) => brief(largestSingularValue(j, Math.sqrt(j.length)))),
      arithmetic: arithmeticOf(net.cell, values, net.snapshot(), passage),
    };
    // Last, because the optimiser takes the gradient that it leaves.
    const gradient = net.learn(drawSequences(BATCH, T, (seed + 1) * 65_537 + step));
    const reading: Reading = fits
      ? { norms: norms.map(brief), inputs: inputs.map(brief), gradient: brief(gradient), first: brief(first), all: brief(all), loss: brief(loss), accuracy }
      : { norms: [], inputs: [], gradient: 0, first: 0, all: 0, loss: 0, accuracy }; // prettier-ignore
    return { reading, inside };
  }

  function evaluate(step: number): GradientState {
    const seen = byCell((_, i) => look(nets[i]!, step));
    return {
      step,
      at,
      cell: values.cell,
      sequence: written(shown),
      cells: byCell((cell) => seen[cell].reading),
      ...(seen[values.cell].inside || { bounds: [] }),
      ...(step > 0 && {
        weights: byCell((_, i) => nets[i]!.snapshot()),
        moments: byCell((_, i) => nets[i]!.optimiser.snapshot()),
      }),
    };
  }

  let state = evaluate(from?.step ?? 0);
  return {
    get state() {
      return state;
    },
    get readings() {
      return byCell((cell) => state.cells[cell].accuracy);
    },
    step() {
      for (const net of nets) net.optimiser.step();
      state = evaluate(state.step + 1);
    },
    free: () => runtime.free(),
  };
};
