/** The whole way: a text, its tokens, a recorded step, a model that writes the text on. */
import { expect, test } from 'vitest';
import { createCharacterTokenizer } from '@/data/tokenizers';
import { generate } from '@/models/generate';
import { createGpt } from '@/models/gpt';
import { createGptDecoder } from '@/models/gptDecoder';
import { AdamW, createRuntime } from '@/nn';
import type { Indices } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

test('a GPT of one layer learns a text by heart and writes it', async () => {
  const runtime = createRuntime(await loadKernelsFromDisk());
  const text = '泡沫还是金矿，金矿还是泡沫？';
  const tokenizer = createCharacterTokenizer(text);
  const tokens = tokenizer.encode(text.repeat(3));
  const T = 16;
  const rows = Array.from({ length: text.length }, (_, i) => i);
  const [x, y] = [0, 1].map((shift) =>
    runtime.indices(
      rows.flatMap((i) => tokens.slice(i + shift, i + shift + T)),
      [rows.length, T],
      tokenizer.size,
    ),
  ) as [Indices, Indices];
  const config = { vocabulary: tokenizer.size, context: T, layers: 1, heads: 2, width: 16 };
  const gpt = createGpt(runtime, config, { seed: 5 });
  const optimiser = new AdamW(gpt.parameters, { lr: 0.01 });
  const plan = runtime.record(
    (tokens: Indices, next: Indices) => {
      const { output: loss } = gpt.loss(tokens, next);
      optimiser.zeroGrad();
      runtime.backward(loss);
      optimiser.step();
      return loss;
    },
    { data: [x, y], batch: 7 },
  );
  const losses = plan.run(150);
  expect(losses[0]).toBeGreaterThan(0.9 * Math.log(tokenizer.size));
  expect(losses[149]).toBeLessThan(0.3); // 金 and 泡 are told apart only by what came before
  const write = (int8: boolean) =>
    tokenizer.decode([...generate(createGptDecoder(gpt, { int8 }), tokenizer.encode('泡沫还是'), { seed: 1, count: 10, temperature: 0 })]); // prettier-ignore
  expect(write(false)).toBe('金矿，金矿还是泡沫？');
  expect(write(true)).toBe(write(false));
  runtime.free();
});
