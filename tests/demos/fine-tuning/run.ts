/** Runs of the demo for its tests: by preset or settings, with either build of the kernels. */
import { createRunner } from '@/components/demo/runner';
import card from '@/demos/fine-tuning/demo';
import { createModel, type TuningState } from '@/demos/fine-tuning/model';
import { params, type TuningValues } from '@/demos/fine-tuning/params';
import { complete, type AnyValues } from '@/lib/params';
import type { Kernels } from '@/wasm/kernels';

export const settings = (change: Partial<AnyValues> = {}): TuningValues => complete(params, change);

export function run(kernels: Kernels, change: Partial<AnyValues>, steps: number) {
  const values = settings(change);
  const runner = createRunner((from) => createModel(values, kernels, from as TuningState | undefined));
  const { state, diverged } = runner.advance(steps);
  return { values, runner, state: state as TuningState, diverged };
}

export function preset(kernels: Kernels, id: string) {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run(kernels, values, steps!);
}
