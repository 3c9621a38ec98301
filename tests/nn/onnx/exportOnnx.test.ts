/** The file itself, read by ONNX Runtime's own protobuf schema; what is refused, and in which words. */
import { createRequire } from 'node:module';
import { afterAll, describe, expect, test } from 'vitest';
import { createMlp } from '@/models/mlp';
import * as nn from '@/nn';
import type { Indices, Tensor } from '@/nn';
import { exportOnnx } from '@/nn/onnx';
import type { OnnxInput } from '@/nn/onnx';
import { FORMS } from '@/nn/onnx/forms';
import * as ops from '@/nn/ops';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { numbers } from '../../support/numbers';
import { feedsFor, runOnnx } from '../../support/onnxRuntime';
import { refusals } from '../../support/refusals';

const runtime = nn.createRuntime(await loadKernelsFromDisk());
afterAll(() => runtime.free());

type Named = { name: string };
type Dimension = { dimValue?: number | null; dimParam?: string | null };
type ValueInfo = Named & { type: { tensorType: { elemType: number; shape: { dim: Dimension[] } } } };
type Model = {
  irVersion: number;
  opsetImport: { domain: string; version: number }[];
  graph: {
    node: (Named & { opType: string; input: string[]; output: string[] })[];
    initializer: (Named & { dims: number[]; dataType: number; rawData: Uint8Array })[];
    input: ValueInfo[];
    output: ValueInfo[];
  };
};

/** By the schema that ONNX Runtime brings along, a generated reader that knows nothing of our writer. */
const schema = createRequire(import.meta.url)(
  '../../../node_modules/onnxruntime-web/lib/onnxjs/ort-schema/protobuf/onnx.js',
) as { onnx: { ModelProto: { decode(bytes: Uint8Array): object; toObject(m: object, o: object): Model } } };
function read(bytes: Uint8Array): Model {
  const { ModelProto } = schema.onnx;
  return ModelProto.toObject(ModelProto.decode(bytes), { longs: Number, arrays: true });
}
const floats = (raw: Uint8Array) => [...new Float32Array(Uint8Array.from(raw).buffer)];

const mlp = createMlp(runtime, { sizes: [3, 4, 2], activations: ['tanh', 'identity'], seed: 1 });
const options = {
  inputs: { x: { shape: ['batch', 3] } },
  forward: ({ x }: { x: Tensor }) => ({ y: mlp.forward(x).output }),
  parameters: mlp.parameters,
} as const;

describe('the file', () => {
  const { graph, irVersion, opsetImport } = read(exportOnnx(runtime, options));

  test('says which ONNX it is', () => {
    expect({ irVersion, opsetImport }).toEqual({ irVersion: 9, opsetImport: [{ domain: '', version: 20 }] });
  });
  test('has the nodes of the model and no other', () => {
    expect(graph.node.map(({ opType, input, output }) => `${opType}(${input.join()}) -> ${output.join()}`))
      .toMatchInlineSnapshot(`
      [
        "MatMul(x,layer1.weight) -> MatMul_6",
        "Add(MatMul_6,layer1.bias) -> Add_7",
        "Tanh(Add_7) -> Tanh_8",
        "MatMul(Tanh_8,layer2.weight) -> MatMul_9",
        "Add(MatMul_9,layer2.bias) -> Add_10",
        "Identity(Add_10) -> y",
      ]
    `);
  });
  test('has the parameters by their names, in their layout', () => {
    const own = Object.entries(mlp.parameters).map(([name, tensor]) => [name, tensor.shape, [...tensor.values()]]);
    const there = graph.initializer.map(({ name, dims, rawData }) => [name, dims, floats(rawData)]);
    expect(there).toEqual(own);
    expect(graph.initializer.map(({ dataType }) => dataType)).toEqual([1, 1, 1, 1]);
  });
  test('has inputs and outputs with free sizes by name', () => {
    const shape = ({ name, type: { tensorType } }: ValueInfo) => [name, tensorType.elemType, ...tensorType.shape.dim];
    expect(graph.input.map(shape)).toEqual([['x', 1, { dimParam: 'batch' }, { dimValue: 3 }]]);
    expect(graph.output.map(shape)).toEqual([['y', 1, { dimParam: 'batch' }, { dimValue: 2 }]]);
  });

  test('names every value once, before it is used', () => {
    const attend = new nn.MultiheadAttention(runtime, 8, 2, { random: { uniform: () => 0.3 } as never });
    const forward = ({ x, y }: { x: Tensor; y: Tensor }) => ({
      MatMul_0: attend.forward(x, x, x, { isCausal: true }).output,
      same: x,
      flat: nn.flatten(nn.lstm(y, [{ wx: attend.qProj.weight, wh: nn.slice(attend.qProj.weight, { axis: 0, end: 2 }) }]).out),
    }); // prettier-ignore
    const inputs = { x: { shape: [2, 'time', 8] }, y: { shape: ['time', 'batch', 8] } } as const;
    const bytes = exportOnnx(runtime, { inputs, forward, parameters: { Shape_1: attend.qProj.weight } });
    const { node, initializer, input, output } = read(bytes).graph;
    const known = new Set([...initializer, ...input].map(({ name }) => name));
    expect(known.size).toBe(initializer.length + input.length);
    for (const { name, input, output } of node) {
      for (const x of input.filter(Boolean)) expect(known, `${x}, read by ${name}`).toContain(x);
      for (const x of output.filter(Boolean)) {
        expect(known).not.toContain(x);
        known.add(x);
      }
    }
    for (const { name } of output) expect(known).toContain(name);
    expect(new Set(node.map(({ name }) => name)).size).toBe(node.length);
  });

  test('keeps numbers to the last bit: an exported parameter comes back', async () => {
    const weight = runtime.parameter([0.1, -0, 1e-40, 3e38, -Infinity, 2 ** -149], [6]);
    const forward = ({ x }: { x: Tensor }) => ({ out: nn.where(x, nn.expand(weight, [2, 6]), 0) });
    const bytes = exportOnnx(runtime, { inputs: { x: { shape: [2, 1] } }, forward });
    const { out } = await runOnnx(bytes, { x: { dims: [2, 1], data: [0, 2], whole: false } });
    expect(out!.data).toEqual([0, 0, 0, 0, 0, 0, ...weight.values()]);
  });

  test('a size that no input has is told apart from one that is free', async () => {
    // 4 = 2 · batch at the first size only: a file that had kept it would fail at the others.
    const forward = ({ x }: { x: Tensor }) => ({ out: nn.reshape(x, [2, 2, -1]), pairs: nn.reshape(x, [x.shape[0]!, 2, 2]) }); // prettier-ignore
    const bytes = exportOnnx(runtime, { inputs: { x: { shape: ['batch', 4] } }, forward });
    const feeds = feedsFor({ x: { shape: ['batch', 4] } }, { batch: 6 }, 1);
    const results = await runOnnx(bytes, feeds);
    expect([results['out']!.dims, results['pairs']!.dims]).toEqual([[2, 2, 6], [6, 2, 2]]); // prettier-ignore
  });
});

test('every op has a form, or is made of others, or is refused', () => {
  const without = Object.keys(ops).filter((name) => !Object.hasOwn(FORMS, name));
  expect(without).toMatchInlineSnapshot(`
    [
      "dropout",
      "linearInt8",
      "quantizeInt8",
      "layerNormWithStatistics",
      "transpose",
      "globalAvgPool2d",
      "globalMaxPool2d",
      "maxPool2dWithIndices",
      "argmax",
      "argmin",
      "variance",
      "flatten",
      "split",
    ]
  `);
});

describe('refused', () => {
  const B = { x: { shape: ['batch', 3] } } as const;
  const two = { x: { shape: ['batch', 'time', 3] } } as const;
  const image = { x: { shape: ['batch', 'height', 4, 2] } } as const;
  const attempt =
    (forward: (x: Tensor) => Tensor, inputs: Record<string, OnnxInput> = B) =>
    () =>
      exportOnnx(runtime, { inputs, forward: ({ x }) => ({ y: forward(x as Tensor) }) });
  const made = (x: Tensor, values: ArrayLike<number>) => runtime.tensor(values, x.shape);

  test('what is no forward pass of fixed numbers', () => {
    const norm = new nn.BatchNorm1d(runtime, 3);
    const generator = new nn.Generator(runtime, 1);
    const cache = new nn.KeyValueCache(runtime, { heads: 1, size: 3, capacity: 4 });
    runtime.scope(() => cache.append(runtime.tensor([1, 2, 3], [1, 1, 3]), runtime.tensor([1, 2, 3], [1, 1, 3])));
    const before = [[...norm.runningMean.values()], generator.state, cache.length];
    const calls = {
      dropout: attempt((x) => nn.dropout(x, 0.5, generator)),
      batchNorm: attempt((x) => norm.forward(x)),
      normal: attempt((x) => nn.add(x, generator.normal([1, 3]))),
      uniform: attempt((x) => nn.add(x, generator.uniform([1, 3]))),
      append: attempt((x) => (cache.append(x, x), x), { x: { shape: [1, 2, 3] } }),
      attend: attempt((x) => nn.neg(cache.attend(nn.reshape(x, [1, 1, -1, 3]))), { x: { shape: [1, 3] } }),
      silentOp: attempt((x) => nn.add(x, runtime.result([1], 1, false))),
      newOp: attempt((x) => (runtime.traced?.('newOp', [x], [x]), x)),
    };
    expect(refusals(calls)).toMatchInlineSnapshot(`
      {
        "append": "DomainError: exportOnnx: a model is exported without a memory of its own; got a KeyValueCache",
        "attend": "DomainError: exportOnnx: a model is exported without a memory of its own; got a KeyValueCache",
        "batchNorm": "DomainError: exportOnnx: a model is exported as it infers, not as it trains; got batchNorm in training",
        "dropout": "DomainError: exportOnnx: a model is exported as it infers, not as it trains; got dropout",
        "newOp": "DomainError: exportOnnx: every op has a form in ONNX; got newOp",
        "normal": "DomainError: exportOnnx: a model is exported of its inputs alone; got random numbers",
        "silentOp": "DomainError: exportOnnx: every op says what it does; got a tensor of [1] for add from one that does not",
        "uniform": "DomainError: exportOnnx: a model is exported of its inputs alone; got random numbers",
      }
    `);
    expect([[...norm.runningMean.values()], generator.state, cache.length]).toEqual(before);
  });

  test('passes that differ', () => {
    const calls = {
      'numbers read off a tensor': attempt((x) => nn.add(x, made(x, x.values()))),
      'numbers of a shape that is free': attempt((x) => nn.add(x, made(x, numbers(x.size, 1)))),
      argmax: attempt((x) => nn.gather(x, nn.argmax(x), { axis: 1 })),
      'other ops': attempt((x) => (x.shape[0]! > 2 ? nn.relu(x) : nn.tanh(x))),
      'more steps': attempt((x) => Array.from({ length: x.shape[0]! }).reduce((y: Tensor) => nn.relu(y), x)),
      'other inputs': attempt((x) => nn.add(x, x.shape[0]! > 2 ? nn.relu(x) : (nn.relu(x), x))),
      'other dimensions': attempt((x) => nn.add(x, runtime.tensor([1], x.shape[0]! > 2 ? [1, 1] : [1]))),
      'a text': attempt((x) => nn.linear(x, mlp.parameters['layer1.weight']!, undefined, { activation: x.shape[0]! > 2 ? 'relu' : 'tanh' })),
      'a window': attempt((x) => nn.globalAvgPool2d(x), image),
      'padding': attempt((x) => nn.avgPool2d(x, 2, { padding: 'same', stride: 2 }), image),
      'a product': attempt((x) => nn.slice(x, { axis: 2, end: x.shape[0]! * x.shape[1]! }), two),
      'two products': attempt((x) => nn.reshape(nn.concat([x, x, x], 0), [3 * x.shape[0]! * x.shape[1]!, 3]).size > 0 ? nn.expand(nn.sum(x), [x.shape[0]! * x.shape[1]!]) : x, two),
    }; // prettier-ignore
    expect(refusals(calls)).toMatchInlineSnapshot(`
      {
        "a product": "DomainError: exportOnnx: a size is a sum of multiples of free ones; got 6 | 9 | 8 | 20 in slice, for batch 2 | 3 | 2 | 4, time 3 | 3 | 4 | 5",
        "a text": "DomainError: exportOnnx: a model takes the same steps whatever its inputs and sizes are; got other settings of linear as step 1",
        "a window": "DomainError: exportOnnx: avgPool2d has the same kernel whatever the free sizes are; got 3 | 3 | 4 | 5",
        "argmax": "DomainError: exportOnnx: a list of whole numbers is an input, or the same whatever inputs and sizes are; got [0, 0], [0, 1, 2], [0, 1, 0, 0] for gather",
        "more steps": "DomainError: exportOnnx: a model takes the same steps whatever its inputs and sizes are; got 2, 3, 4 of them",
        "numbers of a shape that is free": "DomainError: exportOnnx: numbers that a pass makes a tensor of are the same whatever its inputs and sizes are; got others, shape ["2 | 3 | 4", "3"]",
        "numbers read off a tensor": "DomainError: exportOnnx: numbers that a pass makes a tensor of are the same whatever its inputs and sizes are; got others, shape ["2 | 3 | 4", "3"]",
        "other dimensions": "DomainError: exportOnnx: a model takes the same steps whatever its inputs and sizes are; got shapes [1], [1, 1], [1, 1] of one tensor",
        "other inputs": "DomainError: exportOnnx: a model takes the same steps whatever its inputs and sizes are; got other inputs of add as step 2",
        "other ops": "DomainError: exportOnnx: a model takes the same steps whatever its inputs and sizes are; got tanh, relu, relu as step 1",
        "padding": "DomainError: exportOnnx: avgPool2d has the same padding whatever the free sizes are; got 1 | 1 | 0 | 1",
        "two products": "DomainError: exportOnnx: a size is a sum of multiples of free ones; got 6 | 9 | 8 | 20 in expand, for batch 2 | 3 | 2 | 4, time 3 | 3 | 4 | 5",
      }
    `);
  });

  test('names and sizes', () => {
    const same = (x: Tensor) => nn.relu(x);
    const calls = {
      'an input as an output': () => exportOnnx(runtime, { inputs: B, forward: ({ x }) => ({ x: nn.relu(x) }) }),
      'an unused input': attempt(same, { ...B, z: { shape: [1] } }),
      'no input': attempt(() => nn.relu(mlp.parameters['layer1.weight']!), {}),
      'no size': attempt(same, { x: { shape: ['batch', 0] } }),
      'in a scope': () => runtime.scope(attempt(same)),
    };
    expect(refusals(calls)).toMatchInlineSnapshot(`
      {
        "an input as an output": "DomainError: exportOnnx: inputs, outputs and parameters have names of their own; got "x" twice",
        "an unused input": "DomainError: exportOnnx: every input is used; got "z", which no output depends on",
        "in a scope": "DomainError: trace: a trace is taken outside any scope; got one open",
        "no input": "DomainError: exportOnnx: a model has inputs; got none",
        "no size": "ShapeError: exportOnnx: a size is a positive whole number or a name; got ["batch", 0] of "x"",
      }
    `);
  });

  test('nothing is left behind', () => {
    expect(attempt((x) => nn.dropout(x, 0.5, new nn.Generator(runtime, 1)))).toThrow();
    expect(runtime.traced).toBeUndefined();
    runtime.scope(() => expect(nn.relu(runtime.tensor([-1, 2], [2])).values()).toEqual(Float32Array.of(0, 2)));
  });
});

test('whole numbers may go any way from the input to the op', () => {
  const table = runtime.parameter(numbers(10, 1), [5, 2]);
  const lasting = runtime.indices([1, 2], [2], 5);
  const inputs = { t: { shape: [2], below: 5 } } as const;
  const forward = ({ t }: { t: Indices }) => ({ a: nn.gather(table, t), b: nn.gather(table, lasting), c: nn.gather(table, lasting.values()) }); // prettier-ignore
  const { node } = read(exportOnnx(runtime, { inputs, forward })).graph;
  expect(node.map(({ opType, input }) => `${opType}(${input.join()})`)).toMatchInlineSnapshot(`
    [
      "Gather(floats_4,t)",
      "Gather(floats_4,integers_6)",
      "Identity(Gather_5)",
      "Identity(Gather_7)",
      "Identity(Gather_7)",
    ]
  `);
});
