import { expect, test } from 'vitest';
import { createWordVectors } from '@/models/wordVectors';
import { assertClose } from '../support/assertClose';
import { refusals } from '../support/refusals';

/** Across: a person or a ruler; up: which of two. Lengths differ, directions count. */
const WORDS = ['man', 'woman', 'king', 'queen', 'apple'];
const VALUES = [[1, 0, 0.2], [1, 2, 0.2], [6, 0, 8], [3, 6, 8], [-1, -1, 0]].flat(); // prettier-ignore
const vectors = createWordVectors(WORDS, VALUES);

test('neighbours, the nearest first, with their cosines', () => {
  const list = vectors.neighbours('king', 2);
  expect(list.map(({ word }) => word)).toEqual(['queen', 'man']);
  assertClose(
    list.map(({ cosine }) => cosine),
    [(6 * 3 + 8 * 8) / (10 * Math.sqrt(109)), (6 + 1.6) / (10 * Math.sqrt(1.04))],
    { rel: 1e-12 },
  );
  expect(vectors.neighbours('king', 9)).toHaveLength(4);
  // The length of a vector says nothing.
  const longer = createWordVectors(WORDS, VALUES.map((v, i) => (i < 3 ? 100 * v : v))); // prettier-ignore
  expect(longer.neighbours('king', 4).map(({ word }) => word)).toEqual(vectors.neighbours('king', 4).map(({ word }) => word)); // prettier-ignore
});

test('man is to woman as king is to queen; none of the three is an answer', () => {
  const [first, ...others] = vectors.analogy('man', 'woman', 'king', 5);
  expect([first!.word, ...others.map(({ word }) => word)]).toEqual(['queen', 'apple']);
  const unit = (v: number[]) => v.map((x) => x / Math.hypot(...v));
  const [man, woman, king, queen] = [[1, 0, 0.2], [1, 2, 0.2], [6, 0, 8], [3, 6, 8]].map(unit); // prettier-ignore
  const sum = unit(woman!.map((x, d) => x - man![d]! + king![d]!));
  assertClose(first!.cosine, sum.reduce((s, x, d) => s + x * queen![d]!, 0), { rel: 1e-12 }); // prettier-ignore
});

test('refused', () => {
  expect(
    refusals({
      sizes: () => createWordVectors(['a', 'b'], [1, 2, 3]),
      none: () => createWordVectors([], []),
      twice: () => createWordVectors(['a', 'b', 'a'], [1, 2, 3]),
      word: () => vectors.neighbours('bird', 1),
      zero: () => createWordVectors(['a', 'b'], [0, 1]).neighbours('a', 1),
    }),
  ).toMatchInlineSnapshot(`
    {
      "none": "ShapeError: createWordVectors: as many numbers for each word; got 0 for 0 words",
      "sizes": "ShapeError: createWordVectors: as many numbers for each word; got 3 for 2 words",
      "twice": "DomainError: createWordVectors: every word comes once; got "a" twice",
      "word": "DomainError: createWordVectors: the word has a vector; got "bird"",
      "zero": "DomainError: createWordVectors: a vector has a direction; got [0]",
    }
  `);
});
