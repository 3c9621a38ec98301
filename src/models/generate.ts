import { ShapeError, require } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import type { Values } from '@/nn';
import type { GptDecoder } from './gptDecoder';
import { sampleToken } from './sampling';
import type { Sampling } from './sampling';

export interface Generation extends Sampling {
  readonly seed: number;
  /** Tokens to write. */
  readonly count: number;
  /** A token that ends the text; it is the last one given. */
  readonly end?: number;
}

/**
 * Writes on after a prompt, one token at a time: the text that the seed stands for. What the decoder held before is forgotten.
 *
 * @throws {ShapeError} no prompt, or more text than the context has room for
 * @throws {DomainError} a count that is no positive whole number, or an option of sampling outside its meaning
 */
export function* generate(
  decoder: GptDecoder,
  prompt: Values,
  { seed, count, end, ...sampling }: Generation,
): Generator<number, void> {
  require(Number.isInteger(count) && count > 0, 'generate', 'the count is a positive whole number', count);
  if (prompt.length === 0) throw new ShapeError('generate: a prompt has tokens; got none');
  const { context } = decoder;
  if (prompt.length + count > context + 1)
    // the last token needs no place, since nothing follows it
    throw new ShapeError(
      `generate: prompt and text fit into ${context} tokens; got ${prompt.length} and ${count - 1} more`,
    );
  const random = createRandom(seed);
  const text = Array.from(prompt);
  decoder.clear();
  let logits = decoder.next(text);
  for (let i = 0; i < count; i++) {
    const token = sampleToken(logits, text, random, sampling);
    text.push(token);
    yield token;
    if (token === end || i === count - 1) return;
    logits = decoder.next([token]);
  }
}
