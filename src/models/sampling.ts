/** From logits to the next token. */
import { require } from '@/lib/errors';
import type { Random } from '@/lib/random';
import type { Values } from '@/nn';

export interface Sampling {
  /** Logits are divided by it: below 1 bolder, above 1 more varied; 0 always takes the greatest. By default 1. */
  readonly temperature?: number;
  /** Only the k most likely tokens; by default all. */
  readonly topK?: number;
  /** Only the fewest most likely tokens that together have this probability; by default 1, all. */
  readonly topP?: number;
  /** Logits of tokens that were there already: divided by it if positive, else times it. By default 1. */
  readonly repetitionPenalty?: number;
}

type Candidate = { readonly token: number; readonly weight: number };

/**
 * The tokens that may come next with their probabilities, the most likely first, equal ones by number: first the penalty,
 * then temperature, top-k, top-p.
 *
 * @param seen tokens so far
 * @throws {DomainError} an option outside its meaning, or logits without a finite greatest
 * @source Keskar et al. 2019, arXiv:1909.05858, §4.1 (penalty); Fan et al. 2018, arXiv:1805.04833, §5.4 (top-k);
 * Holtzman et al. 2019, arXiv:1904.09751, §3.1 (top-p)
 */
export const candidates = (logits: Values, seen: Values, sampling: Sampling): Candidate[] =>
  weigh(logits, seen, sampling, true);

/** Not `sorted` when nothing is cut off: then they come by number. */
function weigh(
  logits: Values,
  seen: Values,
  { temperature = 1, topK = logits.length, topP = 1, repetitionPenalty = 1 }: Sampling,
  sorted: boolean,
): Candidate[] {
  const where = 'candidates';
  require(temperature >= 0 && temperature < Infinity, where, 'the temperature is at least 0 and finite', temperature);
  require(Number.isInteger(topK) && topK >= 1, where, 'topK is a whole number from 1 on', topK);
  require(topP > 0 && topP <= 1, where, 'topP lies in (0, 1]', topP);
  require(repetitionPenalty > 0 &&
    repetitionPenalty < Infinity, where, 'repetitionPenalty is positive and finite', repetitionPenalty);
  const x = Float64Array.from(logits);
  for (const token of new Set(Array.from(seen))) x[token]! *= x[token]! > 0 ? 1 / repetitionPenalty : repetitionPenalty;
  const top = x.reduce((a, b) => Math.max(a, b), -Infinity); // NaN if any is
  require(Number.isFinite(top), where, 'the greatest logit is finite', top);
  if (temperature === 0) return [{ token: x.indexOf(top), weight: 1 }];
  const list = atLeast(x, topK);
  if (sorted || topK < x.length || topP < 1) list.sort((a, b) => x[b]! - x[a]! || a - b);
  const kept = list.slice(0, topK);
  const powers = kept.map((token) => Math.exp((x[token]! - top) / temperature));
  const total = powers.reduce((a, b) => a + b, 0);
  let sum = 0;
  const end = topP < 1 ? powers.findIndex((power) => (sum += power / total) >= topP) + 1 : 0;
  const nucleus = powers.slice(0, end || undefined);
  const mass = nucleus.reduce((a, b) => a + b, 0);
  return nucleus.map((power, i) => ({ token: kept[i]!, weight: power / mass }));
}

/** Places of the k greatest, and of those equal to the last of them. */
function atLeast(x: Float64Array, k: number): number[] {
  const bound = k < x.length ? x.slice().sort()[x.length - k]! : -Infinity;
  const found: number[] = [];
  x.forEach((v, i) => v >= bound && found.push(i));
  return found;
}

/**
 * Draws the next token.
 *
 * @throws {DomainError} as candidates
 */
export function sampleToken(logits: Values, seen: Values, random: Random, sampling: Sampling = {}): number {
  const list = weigh(logits, seen, sampling, false);
  return list[random.categorical(list.map(({ weight }) => weight))]!.token;
}
