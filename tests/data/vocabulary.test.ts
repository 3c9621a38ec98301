import { expect, test } from 'vitest';
import { createVocabulary } from '@/data/vocabulary';
import { refusals } from '../support/refusals';

const TEXT = 'the dog sees the cat and the cat sees a dog'.split(' ');

test('a vocabulary holds each word once, with its count and number', () => {
  const vocabulary = createVocabulary(TEXT);
  expect(vocabulary.words).toEqual(['the', 'dog', 'sees', 'cat', 'and', 'a']);
  expect(vocabulary.counts).toEqual([3, 2, 2, 2, 1, 1]);
  expect(vocabulary.words.map((word) => vocabulary.indexOf(word))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(vocabulary.has('bird')).toBe(false);
  expect(createVocabulary(TEXT, { minCount: 2 }).words).toEqual(['the', 'dog', 'sees', 'cat']);
});

test('refused', () => {
  expect(
    refusals({
      none: () => createVocabulary([]).words,
      rare: () => createVocabulary(TEXT, { minCount: 9 }).words,
      minCount: () => createVocabulary(TEXT, { minCount: 0 }).words,
      word: () => createVocabulary(TEXT).indexOf('bird'),
    }),
  ).toMatchInlineSnapshot(`
    {
      "minCount": "DomainError: createVocabulary: minCount is a positive whole number; got 0",
      "none": "DomainError: createVocabulary: a word comes at least 1 times; got []",
      "rare": "DomainError: createVocabulary: a word comes at least 9 times; got ["the", "dog", "sees", "the", "cat", "and", "the", "cat", … 11 in all]",
      "word": "DomainError: indexOf: the vocabulary holds the word; got "bird"",
    }
  `);
});
