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

/** The loss of chapter 2's program, which starts from a standard normal, after so many epochs. */
const tapeLoss = async (epoch: number, change = {}) =>
  (await frameAt(network, 'normal-start', EPOCHS, change)).trace.columns['loss']![epoch]!;
/** Its log: tapeLoss0, tapeLoss100 … tapeLoss1000. */
const tapeLog = Object.fromEntries(
  Array.from({ length: EPOCHS / 100 + 1 }, (_, i) => [`tapeLoss${100 * i}`, () => tapeLoss(100 * i)]),
);

export const measured: Readonly<Record<string, () => Promise<number>>> = {
  runBelowBaseline: async () => 1 - (await read('manuscript', 'loss')) / values.meanGuessLoss!.compute(),
  unseenLowest: async () => Math.min(...(await unseenBySeed())),
  ...tapeLog,
  tapeLossSeed11: () => tapeLoss(EPOCHS, { seed: 11 }),
  unseenHighest: async () => Math.max(...(await unseenBySeed())),
};
