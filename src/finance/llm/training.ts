/** What it takes to train a model: arithmetic, machine hours, days, money. */
import { checkNumbers } from '@/lib/check';
import { silent, type Note } from '../derivation';

/** Seconds of an hour. */
const HOUR = 3600;

/**
 * Training arithmetic:  C = 6·N·D,  two FLOPs for each parameter and token forward, four backward; 8·N·D when the
 * activations are computed again for the backward pass instead of kept.
 *
 * @param parameters N; of a mixture of experts those that are active for a token
 * @param tokens     D
 * @param recompute  full activation recomputation
 * @returns          FLOP
 * @throws {DomainError} N or D not > 0
 * @example trainingFlops(70e9, 15e12) // 6.3e24
 * @source Kaplan et al. 2020, arXiv:2001.08361, section 2.1; Narayanan et al. 2021, arXiv:2104.04473, eq. 3 (recomputation)
 */
export function trainingFlops(parameters: number, tokens: number, recompute = false, note: Note = silent): number {
  checkNumbers('trainingFlops', { parameters, tokens }, { above: 0 });
  const per = recompute ? 8 : 6;
  return note(
    { symbol: 'C', name: { zh: '训练计算量', en: 'training compute' }, formula: `${per} · N · D`, inputs: { N: parameters, D: tokens }, unit: 'FLOP' },
    per * parameters * tokens,
  ); // prettier-ignore
}

export type AttentionShape = {
  readonly layers: number;
  readonly heads: number;
  readonly headDim: number;
  /** T, tokens that one attends to. */
  readonly context: number;
};

/**
 * Training FLOPs of one token with the attention scores counted:  6·N + 12·L·H·Q·T
 *
 * @param parameters N, without position embeddings
 * @returns FLOP per token
 * @example palmFlopsPerToken(123_551_232, { layers: 12, heads: 12, headDim: 64, context: 1024 }) // 854_553_600
 * @source Chowdhery et al. 2022 (PaLM), arXiv:2204.02311, appendix B
 */
export function palmFlopsPerToken(parameters: number, shape: AttentionShape): number {
  const { layers, heads, headDim, context } = shape;
  checkNumbers('palmFlopsPerToken', { parameters, layers, heads, headDim, context }, { above: 0 });
  return 6 * parameters + 12 * layers * heads * headDim * context;
}

/**
 * Model FLOPs utilisation: the part of what the machines could do that became model.
 *
 * @param flopsPerSecond of the model (no recomputation counted), all machines together
 * @param gpus           how many
 * @param peak           FLOP/s of one, at the precision used, dense
 * @returns              a fraction in (0, 1]
 * @throws {DomainError} more than the machines can do: the peak, or the count, is wrong
 * @example modelFlopsUtilisation(312e12, 2, 312e12) // 0.5
 * @source PaLM, section 4.1
 */
export function modelFlopsUtilisation(flopsPerSecond: number, gpus: number, peak: number): number {
  checkNumbers('modelFlopsUtilisation', { flopsPerSecond, gpus, peak }, { above: 0 });
  const utilisation = flopsPerSecond / (gpus * peak);
  checkNumbers('modelFlopsUtilisation', { utilisation }, { max: 1 });
  return utilisation;
}

/**
 * GPU hours that an amount of arithmetic takes:  C / (peak · MFU · 3600)
 *
 * @param flops C, FLOP
 * @param peak  FLOP/s of one GPU
 * @param mfu   in (0, 1]
 * @example Math.round(gpuHours(6 * 6.7e9 * 1e12, 312e12, 0.5)) // 71_581
 */
export function gpuHours(flops: number, peak: number, mfu: number, note: Note = silent): number {
  checkNumbers('gpuHours', { flops, peak }, { above: 0 });
  checkNumbers('gpuHours', { mfu }, { above: 0, max: 1 });
  return note(
    { symbol: 'H', name: { zh: 'GPU 小时', en: 'GPU hours' }, formula: 'C / (peak · MFU · 3600)', inputs: { C: flops, peak, MFU: mfu }, unit: 'GPU hours' },
    flops / (peak * mfu * HOUR),
  ); // prettier-ignore
}

/**
 * The arithmetic that GPU hours can have done:  hours · 3600 · peak · MFU
 *
 * @example hardwareFlops(6.4e6, 990e12, 0.43) // 9.808128e24
 */
export function hardwareFlops(hours: number, peak: number, mfu: number): number {
  checkNumbers('hardwareFlops', { hours, peak }, { above: 0 });
  checkNumbers('hardwareFlops', { mfu }, { above: 0, max: 1 });
  return hours * HOUR * peak * mfu;
}

/**
 * Days on a cluster:  GPU hours / (24 · GPUs)
 *
 * @example trainingDays(768, 8) // 4
 */
export function trainingDays(hours: number, gpus: number): number {
  checkNumbers('trainingDays', { hours }, { min: 0 });
  checkNumbers('trainingDays', { gpus }, { above: 0 });
  return hours / (24 * gpus);
}

/** A training run to be paid for. */
export type TrainingRun = {
  /** N; active ones of a mixture of experts. */
  readonly parameters: number;
  readonly tokens: number;
  readonly recompute?: boolean;
  /** FLOP/s of one GPU. */
  readonly peak: number;
  readonly mfu: number;
  readonly gpus: number;
  /** Currency units per GPU and hour. */
  readonly pricePerHour: number;
  /** On top of the hours of the final run: failed runs, restarts, experiments; a fraction ≥ 0. */
  readonly overhead?: number;
};

/**
 * All of it:  C → GPU hours → days and money;  cost = hours · price · (1 + overhead)
 *
 * @returns flops FLOP, hours GPU hours, days of the final run, cost currency units
 * @throws {DomainError} a size, price or utilisation outside its range
 * @example trainingCost({ parameters: 1e9, tokens: 20e9, peak: 312e12, mfu: 0.4, gpus: 8, pricePerHour: 2 }).cost // 534.1880341880342
 */
export function trainingCost(run: TrainingRun, note: Note = silent) {
  const { parameters, tokens, recompute = false, peak, mfu, gpus, pricePerHour, overhead = 0 } = run;
  checkNumbers('trainingCost', { pricePerHour, overhead }, { min: 0 });
  const flops = trainingFlops(parameters, tokens, recompute, note);
  const hours = gpuHours(flops, peak, mfu, note);
  const days = note(
    { symbol: 'd', name: { zh: '天数', en: 'days' }, formula: 'H / (24 · n)', inputs: { H: hours, n: gpus }, unit: 'days' },
    trainingDays(hours, gpus),
  ); // prettier-ignore
  const cost = note(
    { symbol: 'K', name: { zh: '训练费用', en: 'training cost' }, formula: 'H · price · (1 + o)', inputs: { H: hours, price: pricePerHour, o: overhead }, unit: 'money' },
    hours * pricePerHour * (1 + overhead),
  ); // prettier-ignore
  return { flops, hours, days, cost };
}
