/** Decoding is judged by the whole pass over the same text, which the oracle judges in gpt.test.ts. */
import { afterAll, describe, expect, test } from 'vitest';
import { generate } from '@/models/generate';
import { createGpt } from '@/models/gpt';
import type { Gpt, GptConfig } from '@/models/gpt';
import { createGptDecoder } from '@/models/gptDecoder';
import { createRuntime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';
import { fillParameters } from '../support/transformer';

const runtime = createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

const TINY: GptConfig = { vocabulary: 11, context: 8, layers: 2, heads: 2, width: 8 };
const TEXT = [3, 1, 4, 1, 5, 9, 2, 6];

function make(config: GptConfig = TINY): Gpt {
  const gpt = createGpt(runtime, config, { seed: 1 });
  fillParameters(gpt.parameters);
  return gpt;
}
/** Logits after each token of the text, by whole passes. */
const whole = (gpt: Gpt, text: readonly number[]) =>
  runtime.scope(() => {
    const all = [...gpt.forward(text).output.values()];
    return text.map((_, t) => all.slice(11 * t, 11 * (t + 1)));
  });

describe.each([TINY, { ...TINY, tied: false, approximate: 'none' as const }])('%o', (config) => {
  const gpt = make(config);
  const expected = whole(gpt, TEXT);

  test('token by token, and in pieces, the logits are those of the whole text', () => {
    const decoder = createGptDecoder(gpt);
    TEXT.forEach((token, t) => assertClose(decoder.next([token]), expected[t]!, { rel: 1e-6, abs: 2e-6 }));
    expect(decoder.length).toBe(8);
    decoder.clear();
    assertClose(decoder.next(TEXT.slice(0, 3)), expected[2]!, { rel: 1e-6, abs: 2e-6 });
    assertClose(decoder.next(TEXT.slice(3)), expected[7]!, { rel: 1e-6, abs: 2e-6 });
  });

  test('weights in 8 bits come near', () => {
    const decoder = createGptDecoder(gpt, { int8: true });
    const spread = Math.max(...expected.flat().map(Math.abs));
    let apart = 0;
    TEXT.forEach((token, t) => {
      const logits = decoder.next([token]);
      // Half a step of 1/127 of the greatest weight in each of 9 products one after the other.
      assertClose(logits, expected[t]!, { abs: 0.03 * spread });
      apart += Math.abs(logits[0]! - expected[t]![0]!);
    });
    expect(apart).toBeGreaterThan(1e-3); // they are other weights
  });
});

test('memory is flat while it writes', () => {
  const decoder = createGptDecoder(make());
  const write = () => [...generate(decoder, [1, 2], { seed: 1, count: 6 })];
  write();
  const used = runtime.kernels.used;
  for (let i = 0; i < 50; i++) write();
  expect(runtime.kernels.used).toBe(used);
});

describe('generate', () => {
  const gpt = make();
  const decoder = createGptDecoder(gpt);

  test('temperature 0 takes the greatest each time', () => {
    const text = [1, 2];
    for (let i = 0; i < 6; i++) {
      const logits = whole(gpt, text).at(-1)!;
      text.push(logits.indexOf(Math.max(...logits)));
    }
    expect([...generate(decoder, [1, 2], { seed: 1, count: 6, temperature: 0 })]).toEqual(text.slice(2));
  });

  test('the same seed writes the same, another one something else; the end is the end', () => {
    const write = (seed: number, end?: number) =>
      [...generate(decoder, [1, 2], { seed, count: 6, temperature: 2, ...(end !== undefined && { end }) })]; // prettier-ignore
    const text = write(1);
    expect(write(1)).toEqual(text);
    expect(write(2)).not.toEqual(text);
    expect(write(1, text[2]!)).toEqual(text.slice(0, text.indexOf(text[2]!) + 1));
  });

  test('refused', () => {
    const run = (prompt: number[], count: number) => [...generate(decoder, prompt, { seed: 1, count })];
    expect(() => run([], 1)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: generate: a prompt has tokens; got none]`,
    );
    expect(() => run([1], 0)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: generate: the count is a positive whole number; got 0]`,
    );
    expect(() => run([1, 2, 3], 7)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: generate: prompt and text fit into 8 tokens; got 3 and 6 more]`,
    );
    expect(() => run([11], 1)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: next: a token is a whole number from 0 to 10; got 11]`,
    );
    expect(() => createGptDecoder(gpt).next([])).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: next: there are tokens; got none]`,
    );
  });
});
