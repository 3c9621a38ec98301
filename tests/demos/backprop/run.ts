/** Runs of the demo, for its tests. */
import { createRunner } from '@/components/demo/runner';
import { params } from '@/demos/backprop/demo';
import { GRAPHS, type GraphName } from '@/demos/backprop/graphs';
import { createModel, type BackpropState } from '@/demos/backprop/model';
import { complete, type AnyValues } from '@/lib/params';

export function run(change: Partial<AnyValues>, steps: number) {
  const values = complete(params, change);
  const runner = createRunner((from) => {
    return createModel(values, undefined, from as BackpropState | undefined);
  });
  const progress = runner.advance(steps);
  return { values, state: progress.state as BackpropState, runner };
}
export const GRAPH_NAMES = Object.keys(GRAPHS) as GraphName[];
/** The run to the end of its first backward pass. */
export const whole = (change: Partial<AnyValues> & { graph?: GraphName }) =>
  run(change, 2 * GRAPHS[change.graph ?? 'neuron'].ops.length);
export const ids = (graph: GraphName) => GRAPHS[graph].leaves.map(({ id }) => id);
