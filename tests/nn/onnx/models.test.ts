/** Small networks of every shape that the book trains, exported and run in ONNX Runtime at other sizes than they were traced with. */
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '@/lib/random';
import { createMlp } from '@/models/mlp';
import * as nn from '@/nn';
import type { Indices, NamedTensors, Tensor } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { numbers } from '../../support/numbers';
import { expectSame } from '../../support/onnxRuntime';

const runtime = nn.createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());
const random = createRandom(7);

test('multi-layer perceptron, after some training', async () => {
  const mlp = createMlp(runtime, { sizes: [3, 8, 8, 2], activations: ['tanh', 'relu', 'sigmoid'], seed: 1 });
  const optimiser = new nn.Adam(mlp.parameters, { lr: 0.05 });
  const [x, y] = [runtime.tensor(numbers(12, 1), [4, 3]), runtime.tensor([0, 1, 1, 0, 0, 1, 1, 1], [4, 2])];
  for (let step = 0; step < 20; step++)
    runtime.scope(() => {
      optimiser.zeroGrad();
      runtime.backward(nn.mseLoss(mlp.forward(x).output, y));
      optimiser.step();
    });
  const forward = ({ x }: { x: Tensor }) => {
    const { output, tensors } = mlp.forward(x);
    return { output, hidden: tensors['layer1.a']! };
  };
  await expectSame(
    runtime,
    { inputs: { x: { shape: ['batch', 3] } }, forward, parameters: mlp.parameters },
    { sizes: [{ batch: 1 }, { batch: 50 }] },
  );
});

test('convolutional network with batch normalization, after it has seen data', async () => {
  class Cnn extends nn.Module {
    conv1 = new nn.Conv2d(runtime, 1, 4, 3, { random, padding: 'same' });
    norm1 = new nn.BatchNorm2d(runtime, 4);
    conv2 = new nn.Conv2d(runtime, 4, 6, 3, { random, bias: false, padding: 1, stride: 2 });
    norm2 = new nn.BatchNorm2d(runtime, 6);
    pool = new nn.MaxPool2d(2);
    norm3 = new nn.BatchNorm1d(runtime, 24);
    drop = new nn.Dropout(0.5, new nn.Generator(runtime, 3));
    out = new nn.Linear(runtime, 24, 5, { random });
    train(training: boolean) {
      for (const layer of [this.norm1, this.norm2, this.norm3, this.drop]) layer.training = training;
    }
    forward(x: Tensor) {
      const a = nn.relu(this.norm1.forward(this.conv1.forward(x)));
      const b = this.pool.forward(nn.relu(this.norm2.forward(this.conv2.forward(a))));
      return this.out.forward(this.drop.forward(this.norm3.forward(nn.flatten(b))));
    }
  }
  const cnn = new Cnn();
  for (let step = 0; step < 3; step++)
    runtime.scope(() => cnn.forward(runtime.tensor(numbers(6 * 81, step, 2), [6, 9, 9, 1])));
  cnn.train(false);
  const options = {
    inputs: { image: { shape: ['batch', 9, 9, 1] } },
    forward: ({ image }: { image: Tensor }) => ({ logits: cnn.forward(image), probabilities: nn.softmax(cnn.forward(image)) }),
    parameters: cnn.stateDict(),
  } as const; // prettier-ignore
  expect(Object.keys(options.parameters)).toContain('norm1.running_mean');
  await expectSame(runtime, options, { sizes: [{ batch: 1 }, { batch: 9 }] });
});

describe('classifiers of sequences', () => {
  const layers = {
    RNN: new nn.RNN(runtime, 4, 6, { random, bidirectional: true }),
    LSTM: new nn.LSTM(runtime, 4, 6, { random, bidirectional: true }),
    GRU: new nn.GRU(runtime, 4, 6, { random, bidirectional: true }),
  };
  test.each(Object.entries(layers))('%s over tokens, from both ends', async (_, layer) => {
    const embed = new nn.Embedding(runtime, 11, 4, { random });
    const out = new nn.Linear(runtime, 12, 3, { random });
    const forward = ({ tokens, lengths }: { tokens: Indices; lengths: Indices }) => {
      const rows = nn.permute(embed.forward(tokens), [1, 0, 2]);
      const sequence = layer.forward(rows, { lengths: lengths.values() });
      const last = nn.concat(nn.split(sequence.hn, [1, 1]), 2);
      return { logits: out.forward(nn.reshape(last, [-1, 12])), states: sequence.out };
    };
    const inputs = {
      tokens: { shape: ['batch', 'time'], below: 11 },
      lengths: { shape: ['batch'], below: 4 },
    } as const;
    const parameters = { ...nn.namedParameters({ embed, out }), ...layer.parameters };
    await expectSame(runtime, { inputs, forward, parameters }, { sizes: [{ batch: 1, time: 12 }, { batch: 5, time: 4 }] }); // prettier-ignore
  });
});

/** A block as transformers have it; `pre`: normalized before, as GPT-2, or after, as the paper and BERT. */
class Block extends nn.Module {
  attend: nn.MultiheadAttention;
  norm1: nn.LayerNorm;
  norm2: nn.LayerNorm;
  up: nn.Linear;
  down: nn.Linear;
  constructor(C: number, heads: number) {
    super();
    this.attend = new nn.MultiheadAttention(runtime, C, heads, { random });
    this.norm1 = new nn.LayerNorm(runtime, C);
    this.norm2 = new nn.LayerNorm(runtime, C);
    this.up = new nn.Linear(runtime, C, 4 * C, { random });
    this.down = new nn.Linear(runtime, 4 * C, C, { random });
  }
  after(x: Tensor, memory: Tensor, options: nn.AttentionOptions) {
    const a = this.norm1.forward(nn.add(x, this.attend.forward(x, memory, memory, options).output));
    return this.norm2.forward(nn.add(a, this.down.forward(nn.gelu(this.up.forward(a)))));
  }
  before(x: Tensor, options: nn.AttentionOptions) {
    const normal = this.norm1.forward(x);
    const { output, weights } = this.attend.forward(normal, normal, normal, options);
    const a = nn.add(x, output);
    const mlp = this.down.forward(nn.gelu(this.up.forward(this.norm2.forward(a)), { approximate: 'tanh' }));
    return { x: nn.add(a, mlp), weights };
  }
}

describe('transformers', () => {
  const blocks = [new Block(8, 2), new Block(8, 2)];
  const wte = runtime.parameter(numbers(13 * 8, 1), [13, 8]);
  const wpe = runtime.parameter(numbers(16 * 8, 2), [16, 8]);
  const tied = { wte, wpe, blocks };
  const SIZES = [{ batch: 1, time: 16, source: 9 }, { batch: 4, time: 1, source: 7 }, { batch: 3, time: 7, source: 3 }]; // prettier-ignore

  test('GPT: learned positions, causal, tied head, time free', async () => {
    const forward = ({ tokens }: { tokens: Indices }) => {
      const T = tokens.shape[1]!;
      const positions = nn.embedding(
        wpe,
        Array.from({ length: T }, (_, t) => t),
      );
      let x = nn.add(nn.embedding(wte, tokens), positions);
      const seen: Record<string, Tensor> = {};
      blocks.forEach((block, i) => {
        const next = block.before(x, { isCausal: true, needWeights: true });
        x = next.x;
        seen[`blocks.${i}.weights`] = next.weights!;
      });
      const logits = nn.matmul(x, wte, { transB: true });
      return { logits, next: nn.softmax(nn.slice(logits, { axis: 1, start: -1 })), ...seen };
    };
    const inputs = { tokens: { shape: ['batch', 'time'], below: 13 } } as const;
    const parameters = nn.namedParameters(tied);
    await expectSame(runtime, { inputs, forward, parameters }, { sizes: SIZES });
  });

  test('encoder and decoder, sources of different lengths', async () => {
    const inputs = {
      source: { shape: ['batch', 'source'], below: 13 },
      target: { shape: ['batch', 'time'], below: 13 },
      lengths: { shape: ['batch'], below: 3 },
    } as const;
    const cross = new Block(8, 2);
    const forward = ({ source, target, lengths }: { source: Indices; target: Indices; lengths: Indices }) => {
      const place = (x: Indices) => nn.add(nn.embedding(wte, x), nn.slice(wpe, { axis: 0, end: x.shape[1]! }));
      const keyLengths = lengths.values();
      const from = place(source);
      const memory = blocks[0]!.after(from, from, { keyLengths });
      const to = place(target);
      const x = blocks[1]!.after(to, to, { isCausal: true });
      const logits = nn.matmul(cross.after(x, memory, { keyLengths }), wte, { transB: true });
      const words = target.values();
      return { logits, loss: nn.crossEntropy(nn.reshape(logits, [-1, 13]), words, { labelSmoothing: 0.1 }) };
    };
    const parameters = nn.namedParameters({ ...tied, cross });
    await expectSame(runtime, { inputs, forward, parameters }, { sizes: SIZES });
  });

  test('BERT: a mask of what counts, the first row classified', async () => {
    const head = new nn.Linear(runtime, 8, 2, { random });
    const forward = ({ tokens, mask }: { tokens: Indices; mask: Tensor }): NamedTensors => {
      const positions = nn.slice(wpe, { axis: 0, end: tokens.shape[1]! });
      const x = nn.add(nn.embedding(wte, tokens), positions);
      const attnMask = nn.reshape(nn.greater(mask, 0), [mask.shape[0]!, 1, 1, mask.shape[1]!]);
      const rows = blocks[0]!.after(x, x, { attnMask, maskType: 'bool' });
      const first = nn.reshape(nn.slice(rows, { axis: 1, end: 1 }), [-1, 8]);
      return { logits: head.forward(nn.tanh(first)), words: nn.matmul(rows, wte, { transB: true }) };
    };
    const inputs = { tokens: { shape: ['batch', 'time'], below: 13 }, mask: { shape: ['batch', 'time'] } } as const;
    const parameters = nn.namedParameters({ ...tied, head });
    await expectSame(runtime, { inputs, forward, parameters }, { sizes: SIZES });
  });

  test('Llama-like: rotary positions, RMSNorm, shared key heads, gated experts', async () => {
    const [norm, q, kv] = [new nn.RMSNorm(runtime, 8), new nn.Linear(runtime, 8, 8, { random }), new nn.Linear(runtime, 8, 8, { random })]; // prettier-ignore
    const experts = [0, 1].map(() => new nn.Linear(runtime, 8, 8, { random }));
    const gate = new nn.Linear(runtime, 8, 2, { random });
    const tables = nn.rotaryTables(16, 4);
    const [cos, sin] = [runtime.tensor(tables.cos, [16, 2]), runtime.tensor(tables.sin, [16, 2])];
    const forward = ({ x }: { x: Tensor }) => {
      const normal = norm.forward(x);
      const [key, value] = nn.split(kv.forward(normal), [4, 4], -1) as [Tensor, Tensor];
      const turn = (t: Tensor, numHeads: number) => nn.rotaryEmbedding(t, cos, sin, { numHeads });
      const heads = { numHeads: 2, numKvHeads: 1, enableGqa: true, isCausal: true };
      const a = nn.scaledDotProductAttention(turn(q.forward(normal), 2), turn(key, 1), value, heads).output;
      const shares = nn.split(nn.softmax(gate.forward(a)), [1, 1], -1);
      const mixed = experts.map((expert, i) => nn.mul(shares[i]!, nn.silu(expert.forward(a))));
      return { out: nn.add(mixed[0]!, mixed[1]!) };
    };
    const parameters = nn.namedTensors({ norm, q, kv, experts, gate, cos, sin });
    await expectSame(
      runtime,
      { inputs: { x: { shape: ['batch', 'time', 8] } }, forward, parameters },
      { sizes: SIZES },
    );
  });
});

test('word2vec: the words near a word', async () => {
  const [centre, context] = [numbers(9 * 4, 3), numbers(9 * 4, 4)].map((v) => runtime.parameter(v, [9, 4])) as [Tensor, Tensor]; // prettier-ignore
  const forward = ({ words, others }: { words: Indices; others: Indices }) => {
    const a = nn.reshape(nn.embedding(centre, words), [words.size, 1, 4]);
    const scores = nn.matmul(a, nn.embedding(context, others), { transB: true });
    return { near: nn.sigmoid(nn.reshape(scores, [words.size, 5])) };
  };
  const inputs = { words: { shape: ['batch'], below: 9 }, others: { shape: ['batch', 5], below: 9 } } as const;
  const options = { inputs, forward, parameters: { centre, context } };
  await expectSame(runtime, options, { sizes: [{ batch: 1 }, { batch: 8 }] });
});
