/** The same run in two libraries, in one Worker that ends with it. */
import { connect } from '@/lib/rpc';
import { spawnWorker } from '@/lib/spawnWorker';
import type { NetworkValues } from './network';
import type { TfjsApi } from './tfjs.worker';
import workerUrl from './tfjs.worker?worker&url';

export type Compared = {
  /** Losses before the first epoch and after each. */
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** The largest distance of the two losses at any epoch. */
  readonly largest: number;
  readonly oursMs: number;
  readonly theirsMs: number;
};

const CHUNK = 50;

/**
 * @param progress called with the number of epochs done
 * @throws {Error} TensorFlow.js could not be fetched or started, or ours diverged
 */
export async function compare(
  values: NetworkValues,
  epochs: number,
  progress: (done: number) => void,
  signal: AbortSignal,
): Promise<Compared> {
  const remote = connect<TfjsApi>(spawnWorker(new URL(workerUrl, location.href), 'tfjs'));
  signal.addEventListener('abort', () => remote.terminate());
  try {
    // $state proxies cannot be cloned; settings are plain data.
    const plain = JSON.parse(JSON.stringify(values)) as NetworkValues;
    const ours = await remote.call('ours', plain, epochs);
    await remote.call('open', plain);
    const theirs: number[] = [];
    let theirsMs = 0;
    while (theirs.length < epochs) {
      const { losses, ms } = await remote.call('train', Math.min(CHUNK, epochs - theirs.length));
      theirs.push(...losses);
      theirsMs += ms;
      progress(theirs.length);
    }
    theirs.push(await remote.call('loss'));
    const largest = Math.max(...theirs.map((loss, i) => Math.abs(loss - ours.losses[i]!)));
    return { ours: ours.losses, theirs, largest, oursMs: ours.ms, theirsMs };
  } finally {
    remote.terminate();
  }
}
