import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTransformer } from '@/models/transformer';
import type { TransformerOptions } from '@/models/transformer';
import { BEGIN, END, FIRST_SYMBOL, PAD, createSequences, padRows } from '@/data/sequenceTasks';
import { Adam, createRuntime, crossEntropy, reshape } from '@/nn';
import type { Runtime } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { allLogits, transformerLoss } from '../oracle/seq2seq';
import type { Form, Pair } from '../oracle/seq2seq';
import { nums } from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { checkOracle, judgeNetwork, scatter, valuesOf } from '../support/judgeNetwork';
import { refusals } from '../support/refusals';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());

const TINY: TransformerOptions = {
  ...{ sourceTokens: 5, targetTokens: 4, width: 4, heads: 2, hidden: 5 },
  ...{ encoderLayers: 1, decoderLayers: 1, maxLength: 4, seed: 1 },
};

/** Two pairs; the second source has two tokens and one of padding, the second target ends one place earlier. */
const PAIRS: readonly Pair[] = [
  { source: [1, 4, 2], seen: 3, target: [1, 3, 0], next: [3, 0, 2] },
  { source: [3, 2, 0], seen: 2, target: [1, 2, 0], next: [2, 3, -1] },
];
const MASK = [1, 1, 1, 1, 1, 0];

function setUp(options: TransformerOptions) {
  const net = createTransformer(runtime, options);
  const source = runtime.indices(PAIRS.flatMap((pair) => pair.source), [2, 3], options.sourceTokens); // prettier-ignore
  const target = runtime.indices(PAIRS.flatMap((pair) => pair.target), [2, 3], options.targetTokens); // prettier-ignore
  const sourceMask = runtime.tensor(MASK, [2, 3]);
  return { net, source, target, sourceMask };
}

describe.each([
  { norm: 'post', positions: 'sinusoidal', layers: 1 },
  { norm: 'pre', positions: 'learnt', layers: 2 },
] as const)('$norm-norm, $positions positions, $layers + $layers layers', ({ norm, positions, layers }) => {
  const options = { ...TINY, norm, positions, encoderLayers: layers, decoderLayers: layers };
  const form: Form = { width: 4, heads: 2, layers, norm, learnt: positions === 'learnt' };

  test('logits, loss, every gradient and ten losses as in f64', () => {
    const { net, source, target, sourceMask } = setUp(options);
    scatter(net.parameters, 10);
    const { parameters } = net;
    const start = valuesOf(parameters);
    runtime.scope(() => {
      const p = Object.fromEntries(Object.entries(start).map(([name, list]) => [name, nums(list)]));
      const expected = allLogits(PAIRS, p, form).flatMap((row) => row.map(({ value }) => value));
      assertClose(net.forward(source, target, { sourceMask }).output.values(), expected, { abs: 5e-6 });
    });
    const oracle = (p: Parameters<typeof transformerLoss>[1]) => transformerLoss(PAIRS, p, form);
    checkOracle(oracle, start);
    const classes = PAIRS.flatMap(({ next }) => next);
    const loss = () =>
      crossEntropy(reshape(net.forward(source, target, { sourceMask }).output, [6, 4]), classes, { ignoreIndex: -1 });
    // The bias of the keys moves all scores of a row alike.
    judgeNetwork(runtime, parameters, loss, oracle, { lr: 0.1, near: 5e-6, without: /k_proj.bias$/ });
  });
});

describe('createTransformer', () => {
  test('names every tensor of a pass; attention to padding and to what is to come is 0', () => {
    const { net, source, target, sourceMask } = setUp({ ...TINY, norm: 'pre' });
    runtime.scope(() => {
      const { output, tensors, balance } = net.forward(source, target, { sourceMask, weights: true });
      const layer = (name: string, parts: string) => parts.split(' ').map((part) => `${name}.${part}`);
      const attention = (i: number, part: string) =>
        `norm${i} ${['.q', '.k', '.v', '.weights', '.heads', ''].map((end) => part + end).join(' ')} sum${i}`;
      expect(Object.keys(tensors)).toEqual([
        'encoder.tokens',
        'encoder.embedding',
        ...layer('encoder.0', attention(1, 'self_attn')),
        ...layer('encoder.0', 'norm2 ff.linear1 ff.relu ff.linear2 sum2'),
        'memory',
        'decoder.tokens',
        'decoder.embedding',
        ...layer('decoder.0', `${attention(1, 'self_attn')} ${attention(2, 'cross_attn')}`),
        ...layer('decoder.0', 'norm3 ff.linear1 ff.relu ff.linear2 sum3'),
        'decoder.norm',
        'logits',
      ]);
      expect(tensors.logits).toBe(output);
      expect(balance).toBeUndefined();
      const cross = tensors['decoder.0.cross_attn.weights']!;
      expect(cross.shape).toEqual([2, 2, 3, 3]);
      const hidden = [...cross.values()].filter((_, i) => i >= 18 && i % 3 === 2);
      expect(hidden).toEqual([0, 0, 0, 0, 0, 0]);
      const own = [...tensors['decoder.0.self_attn.weights']!.values()].slice(0, 9);
      expect([own[1], own[2], own[5]]).toEqual([0, 0, 0]);
    });
  });

  test('what the padding of the source holds changes nothing', () => {
    const { net, source, target, sourceMask } = setUp(TINY);
    const logits = () => runtime.scope(() => [...net.forward(source, target, { sourceMask }).output.values()]);
    const before = logits();
    source.set([1, 4, 2, 3, 2, 4]);
    expect(logits()).toEqual(before);
  });

  test('the same seed gives the same net; dropout works in training only', () => {
    const values = [1, 1, 2].map((seed) => valuesOf(createTransformer(runtime, { ...TINY, seed }).parameters));
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).not.toEqual(values[0]);
    // Times √width the vectors of tokens are N(0, 1), as PyTorch's Embedding starts them.
    const { parameters } = createTransformer(runtime, { ...TINY, sourceTokens: 300, width: 16 });
    const vectors = parameters['source.weight']!.values();
    assertClose(4 * (Math.hypot(...vectors) / Math.sqrt(vectors.length)), 1, { rel: 0.04 });
    const { net, source, target } = setUp({ ...TINY, dropout: 0.5 });
    const logits = (training: boolean) =>
      runtime.scope(() => [...net.forward(source, target, { training }).output.values()]);
    expect(logits(false)).toEqual(logits(false));
    expect(logits(true)).not.toEqual(logits(true));
  });

  test('learns to write three symbols backwards, by a plan, and writes them', () => {
    const symbols = 3;
    const tokens = FIRST_SYMBOL + symbols;
    const net = createTransformer(runtime, {
      ...TINY,
      sourceTokens: tokens,
      targetTokens: tokens,
      width: 16,
      hidden: 32,
    });
    const pairs = createSequences('reverse', { count: 256, maxLength: 3, symbols, seed: 5 });
    const sources = padRows(pairs.map((pair) => pair.source));
    const [written, next] = [
      padRows(pairs.map((pair) => [BEGIN, ...pair.target])),
      padRows(pairs.map((pair) => [...pair.target, END])),
    ];
    const tokensOf = ({ values, shape }: typeof sources) => runtime.indices(values, shape, tokens);
    const mask = runtime.tensor(sources.mask, sources.shape);
    const optimiser = new Adam(net.parameters, { lr: 0.01 });
    const data = [tokensOf(sources), mask, tokensOf(written), tokensOf(next)] as const;
    const plan = runtime.record(
      (source, sourceMask, target, to) => {
        const { output } = net.forward(source, target, { sourceMask });
        const loss = crossEntropy(reshape(output, [-1, tokens]), to, { ignoreIndex: PAD });
        optimiser.zeroGrad();
        runtime.backward(loss);
        optimiser.step();
        return loss;
      },
      { data, batch: 32 },
    );
    const losses = plan.run(160);
    expect(losses[0]).toBeGreaterThan(1);
    expect(losses.at(-1)).toBeLessThan(0.05);
    const unseen = [[3, 4, 5], [5, 5], [4]]; // prettier-ignore
    const asked = padRows(unseen);
    const sourceMask = runtime.tensor(asked.mask, asked.shape);
    const answers = net.decode(tokensOf(asked), { sourceMask, begin: BEGIN, end: END });
    expect(answers).toEqual([[5, 4, 3], [5, 5], [4]]); // prettier-ignore
    expect(net.decode(tokensOf(asked), { sourceMask, begin: BEGIN, end: END, maxLength: 2 })[0]).toEqual([5, 4]);
  });

  test('takes mixtures of experts for its feed-forward networks', () => {
    const { net, source, target } = setUp({ ...TINY, experts: { count: 3, topK: 2 } });
    expect(Object.keys(net.parameters)).toContain('decoder.0.ff.experts.2.linear1.weight');
    runtime.scope(() => {
      const { output, tensors, balance } = net.forward(source, target);
      expect(tensors['encoder.0.ff.chosen']!.shape).toEqual([6, 3]);
      const both = ['encoder.0.ff.balance', 'decoder.0.ff.balance'].map((name) => tensors[name]!.item());
      assertClose(balance!.item(), (both[0]! + both[1]!) / 2, { rel: 1e-6 });
      assertClose(net.forward(source, target, { dense: true }).output.values(), output.values(), { abs: 1e-5 });
    });
  });

  test('refused', () => {
    const { net, source } = setUp(TINY);
    const make = (more: object) => () => createTransformer(runtime, { ...TINY, ...more });
    expect(
      refusals({
        layers: make({ decoderLayers: 0 }),
        positions: make({ positions: 'rotary' }),
        norm: make({ norm: 'none' }),
        heads: make({ heads: 3 }),
        dropout: make({ dropout: 1 }),
        length: () =>
          runtime.scope(() => net.forward(source, runtime.indices(Array(10).fill(1), [2, 5], 4)).output.shape),
        tokens: () =>
          runtime.scope(() => net.forward(source, runtime.indices(Array(4).fill(1), [2, 2], 5)).output.shape),
        decode: () => net.decode(source, { begin: 1, end: 2, maxLength: 5 }),
        begin: () => net.decode(source, { begin: 9, end: 2 }),
      }),
    ).toMatchInlineSnapshot(`
      {
        "begin": "DomainError: indices: an index is a whole number from 0 to 3; got 9",
        "decode": "ShapeError: createTransformer: tokens are (B,T) with T up to 4; got [2, 5]",
        "dropout": "DomainError: Dropout: p lies in [0, 1); got 1",
        "heads": "ShapeError: MultiheadAttention: the width divides into heads; got 4 and 3, 3",
        "layers": "ShapeError: createTransformer: layers and maxLength are positive whole numbers; got [1, 0, 4]",
        "length": "ShapeError: createTransformer: tokens are (B,T) with T up to 4; got [2, 5]",
        "norm": "DomainError: createTransformer: the norm is post or pre; got "none"",
        "positions": "DomainError: createTransformer: positions are sinusoidal or learnt; got "rotary"",
        "tokens": "DomainError: embedding: indices are below 4; got indices below 5",
      }
    `);
  });
});
