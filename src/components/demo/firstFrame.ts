/** What a demo shows before any script runs: computed at build time by the same model and kernels as in the page. */
import type { Card, Trace } from '@/lib/demo';
import { DomainError, show } from '@/lib/errors';
import { complete, type AnyValues } from '@/lib/params';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { createRunner, extendTrace, firstRow } from './runner';
import type { FirstFrame } from './session.svelte';

/** The settings of preset `id` of `card`; the defaults without one. */
export function presetOf(card: Card, id: string | undefined) {
  const preset = card.presets.find((p) => p.id === id);
  if (id !== undefined && !preset) {
    const known = card.presets.map((p) => p.id).join(', ');
    throw new DomainError(`presetOf: a preset of ${card.id} is one of ${known}; got ${show(id)}`);
  }
  return { values: complete(card.params, preset?.values), steps: preset?.steps ?? 0 };
}

/** The demo with the settings of a preset, and `change` over them, after `steps` steps. */
export async function frameAt(
  card: Card,
  preset: string | undefined,
  steps: number,
  change: Partial<AnyValues> = {},
): Promise<FirstFrame> {
  const values = { ...presetOf(card, preset).values, ...change } as AnyValues;
  const [{ createModel }, kernels] = await Promise.all([card.model(), loadKernelsFromDisk('simd')]);
  let first: Trace | undefined;
  const runner = createRunner((from) => {
    const model = createModel(values, kernels, from);
    first ??= firstRow(model);
    return model;
  });
  const progress = runner.advance(card.run ? steps : 0);
  const frame = { values, state: progress.state, trace: extendTrace(first!, progress) };
  runner.free();
  return frame;
}
