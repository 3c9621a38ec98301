/**
 * Pairs of a word and one near it, each with words of noise, as word2vec learns from them.
 *
 * Source: Mikolov et al. 2013, arXiv:1310.4546, §2.2 (noise: frequency to the power ¾) and §2.3 (frequent words are left out).
 */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import type { Random } from '@/lib/random';

/**
 * Probabilities of noise:  P(w) = count(w)^power / Σ count^power
 *
 * @throws {DomainError} no counts, or one that is not above 0
 * @example noiseOf([16, 1]).map((p) => +p.toFixed(4)) // [0.8889, 0.1111]
 */
export function noiseOf(counts: readonly number[], power = 0.75): number[] {
  checkList('noiseOf', 'counts', counts, { above: 0 });
  const raised = counts.map((count) => count ** power);
  const total = raised.reduce((sum, x) => sum + x, 0);
  return raised.map((x) => x / total);
}

/**
 * Probability that a word of this share of the text is kept:  min(1, √(threshold / share))
 *
 * @throws {DomainError} a share outside (0, 1], or a threshold not above 0
 * @example keepProbability(0.04, 0.01) // 0.5
 */
export function keepProbability(share: number, threshold: number): number {
  checkNumbers('keepProbability', { share }, { above: 0, max: 1 });
  checkNumbers('keepProbability', { threshold }, { above: 0 });
  return Math.min(1, Math.sqrt(threshold / share));
}

/** random.categorical(weights) to the last bit, for thousands of words: the sums are made once, and halved to be found. */
function drawer(random: Random, weights: readonly number[]): () => number {
  let total = 0;
  const sums = weights.map((weight) => (total += Math.fround(weight)));
  return () => {
    const limit = random.uniform() * total;
    let [from, to] = [0, sums.length - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sums[middle]! > limit) to = middle;
      else from = middle + 1;
    }
    return from;
  };
}

export interface SkipGramOptions {
  /** How often each word of the vocabulary comes. */
  readonly counts: readonly number[];
  /** Words to each side; for every centre any number from 1 to this, as in word2vec.c. */
  readonly window: number;
  /** Words of noise to a pair; never the context itself. */
  readonly negatives: number;
  /** Threshold of keepProbability; left out, all words are kept. */
  readonly subsample?: number;
  readonly seed: number;
}

export interface SkipGrams {
  /** (pairs) */
  readonly centres: number[];
  /** (pairs, 1 + negatives): the context, then the noise. */
  readonly samples: number[];
}

/**
 * @param sentences  numbers of words
 * @throws {DomainError} fewer than two words, a word that has no count, sizes that are not positive whole numbers
 */
export function skipGrams(
  sentences: readonly (readonly number[])[],
  { counts, window, negatives, subsample, seed }: SkipGramOptions,
): SkipGrams {
  checkNumbers('skipGrams', { window, negatives }, { whole: true, min: 1 });
  require(counts.length > 1, 'skipGrams', 'there are at least two words', counts.length);
  const noise = noiseOf(counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const keep = counts.map((count) => (subsample === undefined ? 1 : keepProbability(count / total, subsample)));
  const random = createRandom(seed);
  const draw = drawer(random, noise);
  const other = (context: number) => {
    for (;;) {
      const word = draw();
      if (word !== context) return word;
    }
  };
  const [centres, samples]: [number[], number[]] = [[], []];
  for (const sentence of sentences) {
    const unknown = sentence.find((word) => keep[word] === undefined);
    require(unknown === undefined, 'skipGrams', `a word is a number from 0 to ${counts.length - 1}`, unknown);
    const kept = sentence.filter((word) => random.uniform() < keep[word]!);
    kept.forEach((centre, t) => {
      const reach = 1 + random.below(window);
      for (let s = Math.max(0, t - reach); s <= t + reach && s < kept.length; s++) {
        if (s === t) continue;
        centres.push(centre);
        samples.push(kept[s]!);
        for (let k = 0; k < negatives; k++) samples.push(other(kept[s]!));
      }
    });
  }
  return { centres, samples };
}
