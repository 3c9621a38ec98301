/** Numbers in the prose that a demo's model computes, and that no single reading of it gives: `<Value of="unseenLowest" />`. */
import network from '@/demos/neural-network/demo';
import { frameAt } from '../demo/firstFrame';
import { values } from './values';

const EPOCHS = 1000;
/** The seeds that the text names: 0 to 11. */
const SEEDS = 12;

const read = async (preset: string, name: string, change = {}) =>
  (await frameAt(network, preset, EPOCHS, change)).trace.columns[name]!.at(-1)!;

/** What the network says of the unseen input, from each seed; computed once for both pages. */
let unseen: Promise<number[]> | undefined;
const unseenBySeed = () =>
  (unseen ??= Promise.all(Array.from({ length: SEEDS }, (_, seed) => read('learns', 'probe', { seed }))));

export const measured: Readonly<Record<string, () => Promise<number>>> = {
  runBelowBaseline: async () => 1 - (await read('manuscript', 'loss')) / values.meanGuessLoss!.compute(),
  unseenLowest: async () => Math.min(...(await unseenBySeed())),
  unseenHighest: async () => Math.max(...(await unseenBySeed())),
};
