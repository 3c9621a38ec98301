/** What a learnt head answers when the symbol that it looks at is changed, computed apart from the kernels. */
import { expect } from 'vitest';
import { innerOf } from '@/demos/attention/sentence';
import type { TaskState } from '@/demos/attention/taskModel';
import { createTask } from '@/demos/attention/tasks';
import { attention, attentionStages, type Head } from '../../oracle/attention';
import { rowsOf, sum } from './lists';

/** The layer that a task has trained, in f64 from its parameters. */
function answersOf({ setup, parameters: p }: TaskState, tokens: readonly number[]) {
  const [L, C, D] = [tokens.length, 16, setup.size];
  const add = (a: number[][], b: number[][]) => a.map((row, i) => row.map((v, n) => v + b[i]![n]!));
  const times = (a: number[][], name: string, n: number) =>
    a.map((row) => Array.from({ length: n }, (_, j) => sum(row.map((v, i) => v * p[name]![i * n + j]!))));
  const [table, places] = [rowsOf(p['E']!, C), rowsOf(p['P']!, C)];
  const x = add(
    places,
    tokens.map((t) => table[t]!),
  );
  const [q, k, v] = [times(setup.ownToken ? x : places, 'WQ', D), times(x, 'WK', D), times(x, 'WV', D)].map((m) =>
    m.flat(),
  ) as [number[], number[], number[]];
  const head: Head = { Sq: L, Sk: L, D, Dv: D, scale: innerOf(setup) };
  const logits = times(rowsOf(attention(q, k, v, head), D), 'WO', p['b']!.length);
  const said = logits.map((row) => row.map((z, c) => z + p['b']![c]!)).map((row) => row.indexOf(Math.max(...row)));
  return { said, weights: rowsOf(attentionStages(q, k, head)[3]!, L) };
}

/** How many largest weights lie on another place; and if the letter there is changed, how many answers stay. */
export function intervene(state: TaskState) {
  const kept: boolean[] = [];
  const { heldOut } = createTask(state.mode, state.setup.seed);
  for (const { tokens, answers } of heldOut) {
    const { said, weights } = answersOf(state, tokens);
    expect(said).toEqual(answers);
    weights.forEach((row, i) => {
      const j = row.indexOf(Math.max(...row));
      if (j === i) return;
      const changed = tokens.with(j, (tokens[j]! + 1) % 6);
      kept.push(answersOf(state, changed).said[i] === said[i]);
    });
  }
  return { elsewhere: kept.length / (8 * heldOut.length), kept: kept.filter(Boolean).length / kept.length };
}
