/** A reader's own tokenizer files: GPT-2's `vocab.json` with `merges.txt`, or both in one `tokenizer.json`. */
import { DomainError, show } from '@/lib/errors';
import { createBpeTokenizer } from './bpe';
import type { BpeTokenizer, Pair } from './bpe';
import { LETTERS } from './bytes';

type Json = Record<string, unknown>;
const isObject = (x: unknown): x is Json => typeof x === 'object' && x !== null && !Array.isArray(x);

function parse(where: string, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DomainError(`${where}: the file is JSON; got something else`);
  }
  if (!isObject(value)) throw new DomainError(`${where}: the file is an object; got ${show(value)}`);
  return value;
}

function readNumbers(where: string, vocab: unknown): Map<string, number> {
  const entries = isObject(vocab) ? Object.entries(vocab) : [];
  const wrong = entries.find(([, token]) => typeof token !== 'number');
  if (!entries.length || wrong)
    throw new DomainError(`${where}: a vocabulary is numbers by token; got ${show(wrong ?? vocab)}`);
  return new Map(entries as [string, number][]);
}

function readPair(where: string, line: unknown): Pair {
  const pair: unknown = typeof line === 'string' ? line.split(' ') : line;
  if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((part) => typeof part === 'string' && part !== ''))
    throw new DomainError(`${where}: a merge is two tokens with a space between; got ${show(line)}`);
  return pair as [string, string];
}

/**
 * GPT-2's pair of files. A token that no merge makes, and that is no byte, is special: <|endoftext|>.
 *
 * @param vocabJson numbers by token
 * @param mergesTxt one merge a line, the first learnt first, after a line `#version: …`
 * @throws {DomainError} files that are broken or do not belong together
 */
export function readVocabulary(vocabJson: string, mergesTxt: string): BpeTokenizer {
  const where = 'readVocabulary';
  const vocabulary = readNumbers(where, parse(where, vocabJson));
  const lines = mergesTxt.split(/\r?\n/).filter((line, i) => line !== '' && !(i === 0 && line.startsWith('#version')));
  const merges = lines.map((line) => readPair(where, line));
  const made = new Set([...LETTERS, ...merges.map((pair) => pair.join(''))]);
  const special = new Map([...vocabulary].filter(([name]) => !made.has(name)));
  return createBpeTokenizer({ vocabulary, merges, special });
}

/** The steps of a tokenizer.json that GPT-2 does not have: with one of them the tokens would be others. */
function checkSteps(file: Json, model: Json): void {
  const where = 'readTokenizer';
  const pre = isObject(file.pre_tokenizer) ? file.pre_tokenizer : {};
  if (model.type !== undefined && model.type !== 'BPE')
    throw new DomainError(`${where}: the model is BPE; got ${show(model.type)}`);
  if (pre.type !== 'ByteLevel' || pre.use_regex === false || pre.add_prefix_space === true)
    throw new DomainError(
      `${where}: the text is cut as GPT-2 does, ByteLevel without a space before it; got ${show(file.pre_tokenizer)}`,
    );
  const others: Json = {
    normalizer: file.normalizer,
    ...{ dropout: model.dropout, byte_fallback: model.byte_fallback, ignore_merges: model.ignore_merges },
    ...{ prefix: model.continuing_subword_prefix, suffix: model.end_of_word_suffix },
  };
  for (const [name, value] of Object.entries(others))
    if (value) throw new DomainError(`${where}: there is no ${name}; got ${show(value)}`);
}

/**
 * A `tokenizer.json` of GPT-2's kind.
 *
 * @throws {DomainError} a file that is broken, or of a tokenizer of another kind
 */
export function readTokenizer(json: string): BpeTokenizer {
  const where = 'readTokenizer';
  const file = parse(where, json);
  const model = file.model;
  if (!isObject(model) || !Array.isArray(model.merges))
    throw new DomainError(`${where}: the file has a model with vocab and merges; got ${show(Object.keys(file))}`);
  checkSteps(file, model);
  const added: unknown = file.added_tokens ?? [];
  if (!Array.isArray(added)) throw new DomainError(`${where}: added_tokens are a list; got ${show(added)}`);
  const special = added.map((entry: unknown): [string, number] => {
    if (!isObject(entry) || typeof entry.content !== 'string' || entry.content === '' || typeof entry.id !== 'number')
      throw new DomainError(`${where}: an added token has content and id; got ${show(entry)}`);
    return [entry.content, entry.id];
  });
  return createBpeTokenizer({
    vocabulary: readNumbers(where, model.vocab),
    merges: model.merges.map((line: unknown) => readPair(where, line)),
    special: new Map(special),
  });
}
