import { expect, test } from 'vitest';
import { createCharacterTokenizer } from '@/data/tokenizers';

test('characters in the order of their numbers, one token each, emoji too', () => {
  const tokenizer = createCharacterTokenizer('金矿 gold🚀');
  expect(tokenizer.characters).toEqual([' ', 'd', 'g', 'l', 'o', '矿', '金', '🚀']);
  expect(tokenizer.size).toBe(8);
  expect(tokenizer.encode('🚀 金')).toEqual([7, 0, 6]);
  expect(tokenizer.decode([7, 0, 6])).toBe('🚀 金');
});

test('refused', () => {
  const tokenizer = createCharacterTokenizer('ab');
  expect(() => createCharacterTokenizer('')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: createCharacterTokenizer: the text has characters; got ""]`,
  );
  expect(() => tokenizer.encode('ac')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: encode: a character is one of the 2 known; got "c"]`,
  );
  expect(() => tokenizer.decode([2])).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: decode: a token is a whole number below 2; got 2]`,
  );
});
