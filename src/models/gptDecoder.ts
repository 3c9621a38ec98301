import { DomainError, ShapeError } from '@/lib/errors';
import { KeyValueCache, detach, linear, linearInt8, matmul, quantizeInt8, slice, split } from '@/nn';
import type { Int8Weight, Values } from '@/nn';
import { gptPass } from './gpt';
import type { Gpt } from './gpt';

export interface GptDecoder {
  /** Tokens that there is room for. */
  readonly context: number;
  /** Tokens so far. */
  readonly length: number;
  /**
   * Takes the next tokens of the text and says what may follow them.
   *
   * @returns logits (vocabulary) after the last of them
   * @throws {ShapeError} no tokens, or more than the context has room for
   * @throws {DomainError} a token outside the vocabulary
   */
  next(tokens: Values): Float32Array<ArrayBuffer>;
  /** Forgets the text. */
  clear(): void;
}

/**
 * GPT word by word: keys and values of the text so far are kept, so that each token is computed once. The same logits as
 * `forward`, but for rounding; with int8 those of weights in 8 bits (which are made beside the others, from their present
 * values).
 */
export function createGptDecoder({ config, runtime, parameters }: Gpt, { int8 = false } = {}): GptDecoder {
  const { width, heads, context, vocabulary, tied = true } = config;
  const p = Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, detach(tensor)]));
  const head = p[tied ? 'wte.weight' : 'lm_head.weight']!;
  const projections = Object.keys(p).filter((name) => /\.c_\w+\.weight$/.test(name));
  const small = int8
    ? new Map<string, Int8Weight>(projections.map((name) => [name, quantizeInt8(p[name]!)]))
    : undefined;
  const smallHead = int8 ? quantizeInt8(head, { trans: true }) : undefined;
  const caches = Array.from(
    { length: config.layers },
    () => new KeyValueCache(runtime, { heads, size: width / heads, capacity: context }),
  );
  let length = 0;
  return {
    context,
    get length() {
      return length;
    },
    next(tokens) {
      if (tokens.length === 0) throw new ShapeError('next: there are tokens; got none');
      if (length + tokens.length > context)
        throw new ShapeError(`next: the context has room for ${context} tokens; got ${length + tokens.length}`);
      const wrong = Array.from(tokens).find((t) => !(Number.isInteger(t) && t >= 0 && t < vocabulary));
      if (wrong !== undefined)
        throw new DomainError(`next: a token is a whole number from 0 to ${vocabulary - 1}; got ${wrong}`);
      const logits = runtime.scope(() =>
        gptPass(config, p, tokens, {
          from: length,
          project(x, name) {
            const [weight, bias] = [`${name}.weight`, p[`${name}.bias`]!];
            return small ? linearInt8(x, small.get(weight)!, bias) : linear(x, p[weight]!, bias);
          },
          attend(qkv, i) {
            const [q, k, v] = split(qkv, [width, width, width], 2);
            caches[i]!.append(k!, v!);
            return { output: caches[i]!.attend(q!, { numHeads: heads }) };
          },
          unembed(x) {
            const last = slice(x, { axis: 1, start: -1 });
            return smallHead ? linearInt8(last, smallHead) : matmul(last, head, { transB: true });
          },
        }).output.values(),
      );
      length += tokens.length;
      return logits;
    },
    clear() {
      for (const cache of caches) cache.clear();
      length = 0;
    },
  };
}
