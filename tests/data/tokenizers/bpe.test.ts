/** Byte-level BPE: GPT-2's own merges and numbers as far as a few texts need them, a published walk through, round trips. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBpeTokenizer, piecesOf, readTokenizer, readVocabulary, trainBpe } from '@/data/tokenizers';
import { LETTERS } from '@/data/tokenizers/bytes';
import gpt2 from './gpt2.json';

/** Bytes by number in GPT-2: the printable ones in order, then the others in order. */
const bytes = [...LETTERS].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
const merges = gpt2.merges as [string, number][];
const vocab: Record<string, number> = {
  ...Object.fromEntries(bytes.map((letter, token) => [letter, token])),
  ...Object.fromEntries(merges.map(([pair, token]) => [pair.replace(' ', ''), token])),
  '<|endoftext|>': 50_256,
};
const mergesTxt = ['#version: 0.2', ...merges.map(([pair]) => pair), ''].join('\n');
const tokenizerJson = (change: (file: ReturnType<typeof whole>) => object = (file) => file) => JSON.stringify(change(whole())); // prettier-ignore
const whole = () => ({
  version: '1.0',
  added_tokens: [{ id: 50_256, content: '<|endoftext|>', special: true }],
  normalizer: null as unknown,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true } as object,
  model: { type: 'BPE', dropout: null, vocab, merges: merges.map(([pair]) => pair) as unknown },
});

describe('GPT-2', () => {
  const tokenizer = readVocabulary(JSON.stringify(vocab), mergesTxt);

  test('the printed examples: "Hello world" and " Hello world"', () => {
    // Hugging Face transformers, documentation of DeBERTa's and GPT-2's tokenizers.
    expect(tokenizer.encode('Hello world')).toEqual([15496, 995]);
    expect(tokenizer.encode(' Hello world')).toEqual([18435, 995]);
  });

  test.each(gpt2.texts as [string, number[]][])('%j, as another library has it, and back', (text, tokens) => {
    expect(tokenizer.encode(text)).toEqual(tokens);
    expect(tokenizer.decode(tokens)).toBe(text);
  });

  test('<|endoftext|> is a token when asked for, else text', () => {
    expect(tokenizer.size).toBe(50_257);
    expect(tokenizer.encode('Hello world<|endoftext|>Hello', { special: true })).toEqual([15496, 995, 50256, 15496]);
    expect(tokenizer.encode('<|endoftext|>')).not.toContain(50256);
    expect(tokenizer.decode([15496, 50256])).toBe('Hello<|endoftext|>');
  });

  test('tokenizer.json gives the same, its merges as texts or as pairs', () => {
    const pairs = merges.map(([pair]) => pair.split(' '));
    for (const json of [
      tokenizerJson(),
      tokenizerJson((file) => ({ ...file, model: { ...file.model, merges: pairs } })),
    ]) {
      const other = readTokenizer(json);
      for (const [text, tokens] of gpt2.texts as [string, number[]][]) expect(other.encode(text)).toEqual(tokens);
      expect(other.encode('<|endoftext|>', { special: true })).toEqual([50256]);
    }
  });

  test('the letters of bytes are those of encoder.py', () => {
    const [space, feed, high] = [LETTERS[0x20], LETTERS[0x0a], LETTERS[0xad]];
    expect([space, feed, high]).toEqual(['Ġ', 'Ċ', '\u0143']);
    expect(bytes.join('')).toMatch(/^!"#.*~¡¢.*¬®.*ÿĀ.*\u0143$/s);
    expect(new Set(LETTERS).size).toBe(256);
  });
});

test('pieces, as the comment of encoder.py and its expression have them', () => {
  expect(piecesOf("we'll  SHOUT'S\n\n  x1２½ 你好，世界!?")).toEqual([
    ...['we', "'ll", ' ', ' SHOUT', "'", 'S', '\n\n ', ' x', '1２½', ' 你好', '，', '世界', '!?'],
  ]);
  expect(piecesOf('a \u0085\u00a0b')).toEqual(['a', ' \u0085', '\u00a0', 'b']);
  expect(piecesOf('')).toEqual([]);
});

describe('trainBpe', () => {
  test('the walk through aaabdaaabac: aa, ab, aaab', () => {
    // Wikipedia, "Byte pair encoding": Z = aa, Y = ab, X = ZY, and the text is XdXac.
    const tokenizer = trainBpe('aaabdaaabac', 300);
    expect(tokenizer.model.merges).toEqual([['a', 'a'], ['a', 'b'], ['aa', 'ab']]); // prettier-ignore
    expect(tokenizer.size).toBe(259);
    const [d, a, c] = ['d', 'a', 'c'].map((letter) => tokenizer.model.vocabulary.get(letter));
    expect(tokenizer.encode('aaabdaaabac')).toEqual([258, d, 258, a, c]);
  });

  test('the words of Sennrich et al.: es, est, then low', () => {
    const words = { low: 5, lower: 2, newest: 6, widest: 3 };
    const text = Object.entries(words).flatMap(([word, n]) => Array<string>(n).fill(word)).join('\n'); // prettier-ignore
    const { merges } = trainBpe(text, 256 + 10).model;
    expect(merges.slice(0, 2)).toEqual([['e', 's'], ['es', 't']]); // prettier-ignore
    expect(merges.map((pair) => pair.join(''))).toContain('low');
    expect(merges.map((pair) => pair.join(''))).toContain('newest');
  });

  test('numbers do not depend on anything but text and size; a smaller one is a part of a larger one', () => {
    const text = '大模型创业：泡沫还是金矿？模型，模型，还是模型。';
    const [small, large] = [trainBpe(text, 260), trainBpe(text, 270)];
    expect(large.model.merges.slice(0, 4)).toEqual(small.model.merges);
    expect(small.encode(text).length).toBeGreaterThan(large.encode(text).length);
  });

  const learnt = trainBpe('The 模型 of models 🚀 models the model, the 模型! 🚀🚀', 290);
  test('what is learnt survives its files', () => {
    const { vocabulary, merges } = learnt.model;
    const again = readVocabulary(
      JSON.stringify(Object.fromEntries(vocabulary)),
      merges.map((pair) => pair.join(' ')).join('\n'),
    );
    expect(again.model.merges).toEqual(merges);
    expect(again.encode('models 模型🚀')).toEqual(learnt.encode('models 模型🚀'));
  });

  test('any text comes back, whatever was learnt', () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom(...'the model模型🚀👩‍🚀 \n\ufeff'), fc.string({ unit: 'grapheme', maxLength: 1 })) }); // prettier-ignore
    fc.assert(
      fc.property(text, (s) => {
        const tokens = learnt.encode(s);
        expect(learnt.decode(tokens)).toBe(s);
        expect(tokens.flatMap((token) => [...learnt.bytesOf(token)])).toEqual([...new TextEncoder().encode(s)]);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('a character cut apart is shown as such', () => {
    const [first] = trainBpe('', 256).encode('模');
    expect(learnt.decode([first!])).toBe('\ufffd');
  });
});

test('refused', () => {
  const read = (vocab: unknown, merges = mergesTxt) => readVocabulary(JSON.stringify(vocab), merges);
  expect(() => readVocabulary('{', '')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readVocabulary: the file is JSON; got something else]`,
  );
  expect(() => read([1])).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readVocabulary: the file is an object; got [1]]`,
  );
  expect(() => read({ a: 'b' })).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readVocabulary: a vocabulary is numbers by token; got ["a", "b"]]`,
  );
  expect(() => read(vocab, 'a b c')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readVocabulary: a merge is two tokens with a space between; got "a b c"]`,
  );
  expect(() => read(vocab, 'Q Q')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: createBpeTokenizer: what merges, and what comes of it, are tokens; got ["Q", "Q"]]`,
  );
  expect(() => read({ a: 0 }, '')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: createBpeTokenizer: every byte has a token; got "Ā"]`,
  );
  expect(() => read({ ...vocab, Hello: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: createBpeTokenizer: tokens have numbers of their own; got ["Hello", 0]]`,
  );
  expect(() => read({ ...vocab, Hello: -1 })).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: createBpeTokenizer: the number of a token is a whole number from 0 on; got -1]`,
  );
  expect(() => createBpeTokenizer({ vocabulary: new Map([['模', 0]]), merges: [] })).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: toBytes: a letter stands for a byte; got "模"]`,
  );
  expect(() => readTokenizer('[]')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: the file is an object; got []]`,
  );
  expect(() => readTokenizer('{"version":"1.0"}')).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: the file has a model with vocab and merges; got ["version"]]`,
  );
  const model = (change: object) => tokenizerJson((file) => ({ ...file, model: { ...file.model, ...change } }));
  expect(() => readTokenizer(model({ type: 'Unigram' }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: the model is BPE; got "Unigram"]`,
  );
  expect(() => readTokenizer(model({ byte_fallback: true }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: there is no byte_fallback; got true]`,
  );
  const top = (change: object) => tokenizerJson((file) => ({ ...file, ...change }));
  expect(() => readTokenizer(top({ normalizer: { type: 'NFC' } }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: there is no normalizer; got {"type":"NFC"}]`,
  );
  expect(() => readTokenizer(top({ pre_tokenizer: { type: 'Whitespace' } }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: the text is cut as GPT-2 does, ByteLevel without a space before it; got {"type":"Whitespace"}]`,
  );
  expect(() => readTokenizer(top({ added_tokens: [{ id: 1 }] }))).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: readTokenizer: an added token has content and id; got {"id":1}]`,
  );
  expect(() => trainBpe('a', 100)).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: trainBpe: the size is a whole number from 256 on; got 100]`,
  );
  expect(() => trainBpe('a', 256).decode([256])).toThrowErrorMatchingInlineSnapshot(
    `[DomainError: decode: a token is one of the 256 known; got 256]`,
  );
});
