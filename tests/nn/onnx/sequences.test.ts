/** Ops over sequences and classes in ONNX Runtime: attention, rotary positions, recurrent networks, embeddings, class losses. */
import { afterAll, describe, test } from 'vitest';
import * as nn from '@/nn';
import type { Indices, NamedTensors, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { numbers } from '../../support/numbers';
import { expectSame } from '../../support/onnxRuntime';

const runtime = nn.createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

const p = (...shape: number[]) => runtime.parameter(numbers(nn.sizeOf(shape), shape.length + nn.sizeOf(shape)), shape);
const data = (values: readonly number[], ...shape: number[]) => runtime.tensor(values, shape);
const SIZES = [{ batch: 3, time: 4, keys: 6 }, { batch: 1, time: 7, keys: 5 }]; // prettier-ignore

describe('attention', () => {
  const attend = nn.scaledDotProductAttention;
  const [q, kv] = [{ shape: ['batch', 2, 'time', 5] }, { shape: ['batch', 2, 'keys', 5] }] as const;
  const four = { q, k: kv, v: { shape: ['batch', 2, 'keys', 3] } } as const;
  type Three = Record<'q' | 'k' | 'v', Tensor>;
  const cases: Record<string, (t: Three) => NamedTensors> = {
    plain: ({ q, k, v }) => ({ ...attend(q, k, v, { needWeights: true }) }),
    causal: ({ q, k, v }) => ({ ...attend(q, k, v, { isCausal: true, scale: 0.3 }) }),
    'causal, some see nothing': ({ q, k, v }) => ({ ...attend(q, k, v, { isCausal: true, causalOffset: -2, needWeights: true }) }),
    'causal up to the last key': ({ q, k, v }) => ({ ...attend(q, k, v, { isCausal: true, causalOffset: k.shape[2]! - q.shape[2]! }) }),
    softcap: ({ q, k, v }) => ({ ...attend(q, k, v, { softcap: 0.5, needWeights: true, weightsStage: 1 }) }),
    products: ({ q, k, v }) => ({ ...attend(q, k, v, { softcap: 0.5, needWeights: true, weightsStage: 0 }) }),
    masked: ({ q, k, v }) => ({ ...attend(q, k, v, { attnMask: data([0, -1, -Infinity, 2], 4), needWeights: true, weightsStage: 2 }) }),
  }; // prettier-ignore
  test.each(Object.entries(cases))('%s', async (_, forward) => {
    await expectSame(runtime, { inputs: four, forward }, { sizes: SIZES, scale: 2, abs: 2e-5 });
  });

  test('masks, and a query that sees nothing', async () => {
    const inputs = { q: { shape: ['batch', 2, 3, 4] }, k: { shape: ['batch', 2, 5, 4] } } as const;
    const mask = data([1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], 3, 5);
    const added = data(Array.from({ length: 2 * 3 * 5 }, (_, i) => (i % 7 ? i / 10 : -Infinity)), 1, 2, 3, 5); // prettier-ignore
    const forward = ({ q, k }: { q: Tensor; k: Tensor }) => ({
      bool: attend(q, k, k, { attnMask: mask, maskType: 'bool' }).output,
      short: attend(q, k, k, { attnMask: data([1, 0, 1], 1, 3), maskType: 'bool' }).output,
      added: attend(q, k, k, { attnMask: added, isCausal: true }).output,
      one: attend(q, k, k, { attnMask: data([1, 0, 1], 3, 1), maskType: 'bool' }).output,
    });
    await expectSame(runtime, { inputs, forward }, { sizes: SIZES, abs: 2e-5 });
  });

  test('lengths of keys as an input', async () => {
    const inputs = { q: { shape: ['batch', 3, 8] }, k: { shape: ['batch', 5, 4] }, lengths: { shape: ['batch'], below: 6 } } as const; // prettier-ignore
    const forward = ({ q, k, lengths }: { q: Tensor; k: Tensor; lengths: Indices }) => {
      const options = { numHeads: 4, numKvHeads: 2, enableGqa: true, keyLengths: lengths.values() };
      return { ...attend(q, k, k, { ...options, needWeights: true }), causal: attend(q, k, k, { ...options, isCausal: true }).output }; // prettier-ignore
    };
    await expectSame(runtime, { inputs, forward }, { sizes: SIZES, abs: 2e-5 });
  });

  test('queries, keys and values in one row', async () => {
    const inputs = { x: { shape: ['batch', 'time', 24] } } as const;
    const forward = ({ x }: { x: Tensor }) => ({ ...nn.packedAttention(x, 2, { isCausal: true, needWeights: true }) });
    await expectSame(runtime, { inputs, forward }, { sizes: SIZES, abs: 2e-5 });
  });

  test('rotary positions', async () => {
    const tables = nn.rotaryTables(12, 4);
    const [cos, sin] = [data([...tables.cos], 12, 2), data([...tables.sin], 12, 2)];
    const inputs = { x: { shape: ['batch', 2, 'time', 5] }, y: { shape: ['batch', 'time', 8] }, at: { shape: ['batch', 'time'], below: 12 } } as const; // prettier-ignore
    const forward = ({ x, y, at }: { x: Tensor; y: Tensor; at: Indices }) => ({
      halves: nn.rotaryEmbedding(x, cos, sin),
      interleaved: nn.rotaryEmbedding(x, cos, sin, { interleaved: true }),
      flat: nn.rotaryEmbedding(y, cos, sin, { numHeads: 2 }),
      placed: nn.rotaryEmbedding(y, cos, sin, { numHeads: 2, positions: at, interleaved: true }),
    });
    await expectSame(runtime, { inputs, forward }, { sizes: SIZES });
    const own = { x: { shape: ['batch', 2, 3, 4] }, c: { shape: ['batch', 3, 2] } } as const;
    const turn = ({ x, c }: { x: Tensor; c: Tensor }) => ({ own: nn.rotaryEmbedding(x, c, nn.neg(c)) });
    await expectSame(runtime, { inputs: own, forward: turn }, { sizes: SIZES });
  });
});

describe('recurrent networks', () => {
  const weights = (gates: number, bias = true, otherBias = bias) => ({
    wx: p(3, gates * 4),
    wh: p(4, gates * 4),
    ...(bias && { bias: p(gates * 4) }),
    ...(otherBias && { otherBias: p(gates * 4) }),
  });
  const inputs = { x: { shape: ['time', 'batch', 3] }, lengths: { shape: ['batch'], below: 3 } } as const;
  type Both = { x: Tensor; lengths: Indices };
  const state = (x: Tensor, ways: number) => nn.mul(nn.expand(p(ways, 1, 4), [ways, x.shape[1]!, 4]), 0.5);
  const cases: Record<string, (t: Both) => NamedTensors> = {
    rnn: ({ x, lengths }) => ({
      ...nn.rnn(x, [weights(1)], { nonlinearity: 'relu' }),
      both: nn.rnn(x, [weights(1), weights(1, false)], { lengths: lengths.values() }).out,
      reverse: nn.rnn(x, [weights(1, true, false)], { reverse: true }).out,
      h0: nn.rnn(x, [weights(1, false)], { h0: state(x, 1) }).hn,
    }),
    lstm: ({ x, lengths }) => {
      const { out, hn, cn } = nn.lstm(x, [weights(4), weights(4)], { lengths: lengths.values(), h0: state(x, 2), c0: state(x, 2) }); // prettier-ignore
      return {
        ...{ out, hn, cn },
        peepholes: nn.lstm(x, [weights(4)], { peepholes: [p(12)] }).out,
        reverse: nn.lstm(x, [weights(4, false, true)], { reverse: true }).out,
        zeros: nn.lstm(x, [weights(4, false)], { h0: runtime.tensor(new Float32Array(4 * x.shape[1]!), [1, x.shape[1]!, 4]) }).cn,
      }; // prettier-ignore
    },
    gru: ({ x, lengths }) => ({
      ...nn.gru(x, [weights(3), weights(3)], { lengths: lengths.values() }),
      first: nn.gru(x, [weights(3)], { resetFirst: true, h0: state(x, 1) }).out,
      reverse: nn.gru(x, [weights(3, false)], { reverse: true }).out,
    }),
  };
  test.each(Object.entries(cases))('%s', async (_, forward) => {
    await expectSame(runtime, { inputs, forward }, { sizes: SIZES, scale: 2, abs: 2e-5 });
  });
});

describe('whole numbers', () => {
  test('embedding, gather, oneHot', async () => {
    const inputs = { tokens: { shape: ['batch', 'time'], below: 7 } } as const;
    const forward = ({ tokens }: { tokens: Indices }) => ({
      embedding: nn.embedding(p(7, 3), tokens),
      flat: nn.embedding(p(7, 3), tokens, [tokens.size]),
      list: nn.embedding(p(7, 3), tokens.values(), tokens.shape),
      again: nn.gather(p(2, 7), runtime.indices(tokens.values(), tokens.shape, 7), { axis: 1 }),
      oneHot: nn.oneHot(runtime, tokens, 9),
    });
    await expectSame(runtime, { inputs, forward }, { sizes: SIZES });
  });

  const weight = [0.5, 2, 0.25, 1];
  const options = { plain: {}, sum: { reduction: 'sum' }, none: { reduction: 'none', weight }, all: { weight, ignoreIndex: 1 }, 'nothing ignored': { ignoreIndex: NaN } } as const; // prettier-ignore
  test.each(Object.entries(options))('class losses, %s', async (_, own) => {
    const inputs = { x: { shape: ['batch', 4] }, y: { shape: ['batch', 4, 3] }, t: { shape: ['batch'], below: 4 }, u: { shape: ['batch', 3], below: 4 } } as const; // prettier-ignore
    const forward = ({ x, y, t, u }: { x: Tensor; y: Tensor; t: Indices; u: Indices }) => ({
      cross: nn.crossEntropy(x, t.values(), own),
      smooth: nn.crossEntropy(x, t.values(), { ...own, labelSmoothing: 0.2 }),
      nll: nn.nllLoss(nn.logSoftmax(x), t.values(), own),
      more: nn.crossEntropy(y, u.values(), { ...own, labelSmoothing: 0.1 }),
    });
    await expectSame(runtime, { inputs, forward }, { sizes: [{ batch: 6 }, { batch: 11 }], scale: 3, abs: 2e-5 });
  });
});
