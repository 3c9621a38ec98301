import { expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { keepProbability, noiseOf, skipGrams } from '@/data/skipGrams';
import { assertClose } from '../support/assertClose';
import { refusals } from '../support/refusals';

test('skip-grams without subsampling: every pair within the window, each with noise that is not its context', () => {
  const sentence = [0, 1, 2, 3, 4, 5, 0, 3];
  const { centres, samples } = skipGrams(Array(50).fill(sentence), { counts: [3, 2, 2, 2, 1, 1], window: 2, negatives: 3, seed: 1 }); // prettier-ignore
  expect(samples).toHaveLength(4 * centres.length);
  const pairs = new Set(centres.map((centre, i) => `${centre} ${samples[4 * i]}`));
  const near = new Set(sentence.flatMap((a, i) => sentence.flatMap((b, j) => (i !== j && Math.abs(i - j) < 3 ? [`${a} ${b}`] : [])))); // prettier-ignore
  expect(pairs).toEqual(near);
  centres.forEach((_, i) => expect(samples.slice(4 * i + 1, 4 * i + 4)).not.toContain(samples[4 * i]));
});

test('noise comes by frequency to the power ¾', () => {
  const counts = [160, 10, 10];
  // The only context is word 0 or 1, so that word 2 against the other one shows the shares.
  const { centres, samples } = skipGrams(Array(6000).fill([1, 1]), { counts, window: 1, negatives: 1, seed: 2 });
  const noise = samples.filter((_, i) => i % 2);
  const share = noise.filter((word) => word === 2).length / centres.length;
  // Word 1 is the context, never its noise: what is left are 160^¾ and 10^¾.
  assertClose(share, 10 ** 0.75 / (160 ** 0.75 + 10 ** 0.75), { abs: 0.012 });
  assertClose(noiseOf(counts), counts.map((n) => n ** 0.75 / (160 ** 0.75 + 2 * 10 ** 0.75)), { rel: 1e-12 }); // prettier-ignore
});

test('subsampling leaves frequent words out, as often as their share says', () => {
  const counts = [90, 10];
  const sentence = Array.from({ length: 20_000 }, (_, i) => Number(i % 10 === 0));
  // With a window of 1 every word that is kept, but the ends, is the centre of two pairs.
  const { centres } = skipGrams([sentence], { counts, window: 1, negatives: 1, subsample: 0.1, seed: 3 });
  const kept = [0, 1].map((word) => centres.filter((centre) => centre === word).length / 2);
  assertClose(kept[1]!, 2000, { abs: 1 });
  assertClose(kept[0]!, 18_000 * keepProbability(0.9, 0.1), { rel: 0.03 });
});

test('noise is drawn as random.categorical draws it', () => {
  const counts = [9, 1, 5, 2, 70, 3, 1];
  const sentences = [[0, 1, 2, 3, 4, 5, 6]];
  const { centres, samples } = skipGrams(sentences, { counts, window: 1, negatives: 2, seed: 4 });
  const random = createRandom(4);
  sentences[0]!.forEach(() => random.uniform()); // kept or not
  const expected = sentences[0]!.flatMap((centre) => {
    random.below(1);
    return [centre - 1, centre + 1]
      .filter((word) => word >= 0 && word < 7)
      .flatMap((context) => {
        const noise: number[] = [];
        while (noise.length < 2) {
          const word = random.categorical(noiseOf(counts));
          if (word !== context) noise.push(word);
        }
        return [context, ...noise];
      });
  });
  expect(centres).toHaveLength(12);
  expect(samples).toEqual(expected);
});

test('refused', () => {
  const grams = (more: object) => () =>
    skipGrams([[0, 1]], { counts: [1, 1], window: 1, negatives: 1, seed: 1, ...more });
  expect(
    refusals({
      count: () => noiseOf([1, 0]),
      share: () => keepProbability(0, 1),
      one: grams({ counts: [1] }),
      unknown: () => skipGrams([[0, 2]], { counts: [1, 1], window: 1, negatives: 1, seed: 1 }),
      window: grams({ window: 0 }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "count": "DomainError: noiseOf: counts[1] is a finite number greater than 0; got 0",
      "one": "DomainError: skipGrams: there are at least two words; got 1",
      "share": "DomainError: keepProbability: share is a finite number greater than 0 and at most 1; got 0",
      "unknown": "DomainError: skipGrams: a word is a number from 0 to 1; got 2",
      "window": "DomainError: skipGrams: window is a finite whole number at least 1; got 0",
    }
  `);
});
