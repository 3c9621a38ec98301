import { expect, test } from 'vitest';
import * as figures from '@/finance/llm/figures';

const all = Object.entries(figures).flatMap(([list, table]) =>
  Object.entries(table as Record<string, figures.Sourced>).map(([key, figure]) => ({
    key: `${list} ${key}`,
    ...figure,
  })),
);

test('every figure has a source and a date: a year, or a year and month', () => {
  expect(all.length).toBeGreaterThanOrEqual(30);
  const bad = all.filter(({ source, date }) => source.trim().length < 8 || !/^20\d\d(-(0[1-9]|1[0-2]))?$/.test(date));
  expect(bad.map(({ key }) => key)).toEqual([]);
});

test('what was read second-hand or estimated from outside says so', () => {
  const second = all.filter(({ source }) => /quoted by|estimate|assumes|price tables|tokencost|litellm/.test(source));
  expect(second.length).toBeGreaterThan(8);
  expect(second.filter(({ weak }) => !weak?.zh || !weak.en).map(({ key }) => key)).toEqual([]);
});

test('the counts of parameters are those of the shapes they stand beside', () => {
  for (const model of Object.values(figures.MODELS)) {
    const { layers: L, width: W, kvHeads, headDim, feedForward: F, vocabulary: V } = model;
    // Attention (q and o of the whole width, k and v of the shared heads), gated feed-forward, two norms; embedding, head, last norm.
    const block = 2 * W * W + 2 * W * kvHeads * headDim + 3 * W * F + 2 * W;
    expect(L * block + 2 * V * W + W).toBe(model.parameters);
  }
});
