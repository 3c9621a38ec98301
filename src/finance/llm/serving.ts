/**
 * Serving a model: a prompt is read at once and limited by arithmetic; an answer is written token by token and limited
 * by how fast the weights can be read, unless enough sequences share the reading.
 */
import { checkNumbers } from '@/lib/check';
import { NoSolutionError } from '@/lib/errors';
import { silent, type Note } from '../derivation';

export type Serving = {
  /** Active for a token. */
  readonly parameters: number;
  /** Bytes of all weights; of a mixture of experts those of every expert. */
  readonly weights: number;
  /** Bytes of keys and values for one token of one sequence. */
  readonly kvPerToken: number;
  /** Tokens in each sequence, on average. */
  readonly context: number;
  readonly gpus: number;
  /** Of one GPU: FLOP/s, bytes/s, bytes. */
  readonly peak: number;
  readonly bandwidth: number;
  readonly memory: number;
  /** The part of memory for weights and cache; activations and the runtime have the rest. 0.9 when absent. */
  readonly usable?: number;
  /** Currency units per GPU and hour. */
  readonly pricePerHour: number;
};

/**
 * Seconds that memory takes to hand over bytes: the floor of anything that has to read them.
 *
 * @example readSeconds(4e12, 2e12) // 2
 */
export function readSeconds(bytes: number, bandwidth: number): number {
  checkNumbers('readSeconds', { bytes }, { min: 0 });
  checkNumbers('readSeconds', { bandwidth }, { above: 0 });
  return bytes / bandwidth;
}

/**
 * Seconds that arithmetic takes at a part of the peak.
 *
 * @example computeSeconds(1e15, 1e15, 0.5) // 2
 */
export function computeSeconds(flops: number, peak: number, mfu = 1): number {
  checkNumbers('computeSeconds', { flops }, { min: 0 });
  checkNumbers('computeSeconds', { peak }, { above: 0 });
  checkNumbers('computeSeconds', { mfu }, { above: 0, max: 1 });
  return flops / (peak * mfu);
}

/**
 * Seconds to read a prompt:  2·N·T / (GPUs · peak · MFU)
 *
 * @param tokens T, of the prompt
 * @param mfu    in (0, 1]; 1 is the floor
 * @example prefillSeconds({ parameters: 70e9, gpus: 4, peak: 1e15 }, 1000, 0.5) // 0.07
 */
export function prefillSeconds(
  serving: Pick<Serving, 'parameters' | 'gpus' | 'peak'>,
  tokens: number,
  mfu = 1,
): number {
  const { parameters, gpus, peak } = serving;
  checkNumbers('prefillSeconds', { parameters, gpus, peak, tokens }, { above: 0 });
  return computeSeconds(2 * parameters * tokens, gpus * peak, mfu);
}

/**
 * Seconds of one step that writes one token for each sequence of a batch, and what limits it:
 *
 *   t = max( (weights + kv · context · batch) / (GPUs · bandwidth),  2·N·batch / (GPUs · peak) )
 *
 * @param batch sequences, a whole number ≥ 1
 * @throws {DomainError} a size not > 0
 * @example decodeStep({ parameters: 70e9, weights: 140e9, kvPerToken: 327680, context: 1, gpus: 1, peak: 1e15, bandwidth: 14e12 }, 1).bound // 'memory'
 */
export function decodeStep(
  serving: Omit<Serving, 'memory' | 'usable' | 'pricePerHour'>,
  batch: number,
  note: Note = silent,
) {
  const { parameters, weights, kvPerToken, context, gpus, peak, bandwidth } = serving;
  checkNumbers('decodeStep', { parameters, weights, gpus, peak, bandwidth }, { above: 0 });
  checkNumbers('decodeStep', { kvPerToken, context }, { min: 0 });
  checkNumbers('decodeStep', { batch }, { min: 1, whole: true });
  const reading = note(
    { symbol: 'tm', name: { zh: '读内存的时间', en: 'time to read memory' }, formula: '(W + kv · T · batch) / (n · BW)', inputs: { W: weights, kv: kvPerToken, T: context, batch, n: gpus, BW: bandwidth }, unit: 'seconds' },
    readSeconds(weights + kvPerToken * context * batch, gpus * bandwidth),
  ); // prettier-ignore
  const computing = note(
    { symbol: 'tc', name: { zh: '计算的时间', en: 'time to compute' }, formula: '2 · N · batch / (n · peak)', inputs: { N: parameters, batch, n: gpus, peak }, unit: 'seconds' },
    computeSeconds(2 * parameters * batch, gpus * peak),
  ); // prettier-ignore
  const seconds = note(
    { symbol: 't', name: { zh: '一步的时间', en: 'time of a step' }, formula: 'max(tm, tc)', inputs: { tm: reading, tc: computing }, unit: 'seconds' },
    Math.max(reading, computing),
  ); // prettier-ignore
  return { seconds, bound: reading >= computing ? ('memory' as const) : ('compute' as const) };
}

/**
 * The batch from which arithmetic is the limit, the cache left out:  bytes per parameter · peak / (2 · bandwidth)
 *
 * @param bytes of one parameter: 2 for bf16
 * @example Math.round(crossoverBatch(312e12, 2.039e12, 2)) // 153
 */
export function crossoverBatch(peak: number, bandwidth: number, bytes: number): number {
  checkNumbers('crossoverBatch', { peak, bandwidth, bytes }, { above: 0 });
  return (bytes * peak) / (2 * bandwidth);
}

/**
 * The most sequences that fit:  ⌊(GPUs · memory · usable − weights) / (kv · context)⌋
 *
 * @throws {NoSolutionError} the weights alone, or with one sequence, do not fit
 * @example maxBatch({ weights: 140e9, kvPerToken: 1e6, context: 1000, gpus: 2, memory: 80e9, usable: 1 }) // 20
 */
export function maxBatch(
  serving: Pick<Serving, 'weights' | 'kvPerToken' | 'context' | 'gpus' | 'memory' | 'usable'>,
): number {
  const { weights, kvPerToken, context, gpus, memory, usable = 0.9 } = serving;
  checkNumbers('maxBatch', { weights, kvPerToken, context, gpus, memory }, { above: 0 });
  checkNumbers('maxBatch', { usable }, { above: 0, max: 1 });
  const room = gpus * memory * usable - weights;
  const batch = Math.floor(room / (kvPerToken * context));
  if (batch < 1) {
    throw new NoSolutionError(`maxBatch: weights and one sequence fit in memory; got ${room} bytes beside the weights`);
  }
  return batch;
}

/**
 * What a million written tokens cost:  price · GPUs / (3600 · batch / t · utilisation) · 10⁶
 *
 * @param batch       sequences at once, at most maxBatch
 * @param utilisation the part of the time in which the batch is full, in (0, 1]
 * @returns           currency units per million tokens
 * @throws {DomainError} a batch that memory does not hold, a utilisation outside (0, 1]
 * @example costPerMillion({ parameters: 1e9, weights: 2e9, kvPerToken: 1, context: 1, gpus: 1, peak: 1e15, bandwidth: 2e12, memory: 80e9, pricePerHour: 3.6 }, 1, 1).toFixed(6) // '1.000000'
 */
export function costPerMillion(serving: Serving, batch: number, utilisation: number, note: Note = silent): number {
  checkNumbers('costPerMillion', { utilisation }, { above: 0, max: 1 });
  checkNumbers('costPerMillion', { pricePerHour: serving.pricePerHour }, { min: 0 });
  checkNumbers('costPerMillion', { batch }, { min: 1, max: maxBatch(serving), whole: true });
  const { seconds } = decodeStep(serving, batch, note);
  const throughput = note(
    { symbol: 'v', name: { zh: '每秒词元', en: 'tokens per second' }, formula: 'batch / t', inputs: { batch, t: seconds }, unit: 'number' },
    batch / seconds,
  ); // prettier-ignore
  return note(
    { symbol: 'c', name: { zh: '每百万词元成本', en: 'cost per million tokens' }, formula: 'price · n / (3600 · v · u) · 1000000', inputs: { price: serving.pricePerHour, n: serving.gpus, v: throughput, u: utilisation }, unit: 'money' },
    ((serving.pricePerHour * serving.gpus) / (3600 * throughput * utilisation)) * 1e6,
  ); // prettier-ignore
}
