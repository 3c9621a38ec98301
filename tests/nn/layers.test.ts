import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  GRU,
  LSTM,
  LayerNorm,
  MaxPool2d,
  RMSNorm,
  RNN,
  createRuntime,
} from '@/nn';
import type { Runtime } from '@/nn';
import { createRandom } from '@/lib/random';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';

const kernels = await loadKernelsFromDisk();
let runtime: Runtime;
beforeEach(() => {
  runtime = createRuntime(kernels);
});
afterEach(() => runtime.free());
const random = () => createRandom(1);

test('convolutions and pools: shapes, and values that start in U(−1/√n, 1/√n)', () => {
  const conv = new Conv2d(runtime, 4, 6, [3, 2], { random: random(), groups: 2, padding: 'same', stride: 2 });
  expect(conv.weight.shape).toEqual([3, 2, 2, 6]);
  const values = [...conv.weight.values(), ...conv.bias!.values()];
  const bound = 1 / Math.sqrt(12);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(bound);
  assertClose(values.reduce((sum, v) => sum + v * v, 0) / values.length, bound ** 2 / 3, { rel: 0.35 });
  expect(new Conv2d(runtime, 1, 1, 1, { random: random(), bias: false }).bias).toBeUndefined();
  runtime.scope(() => {
    const x = runtime.tensor(numbers(2 * 7 * 6 * 4, 2), [2, 7, 6, 4]);
    expect(conv.forward(x).shape).toEqual([2, 4, 3, 6]);
    expect(new MaxPool2d(2).forward(x).shape).toEqual([2, 3, 3, 4]);
    expect(new AvgPool2d([2, 3], { ceilMode: true, stride: 2 }).forward(x).shape).toEqual([2, 4, 3, 4]);
  });
  expect(() => new Conv2d(runtime, 3, 4, 1, { random: random(), groups: 2 })).toThrow(/^Conv2d: sizes are positive/);
});

test('normalizations start as the identity of what is normal; BatchNorm remembers for inference', () => {
  const x = numbers(40, 3).map((v) => Math.fround(3 * v + 1));
  runtime.scope(() => {
    const rows = runtime.tensor(x, [10, 4]);
    const moments = (list: number[]) => {
      const mean = list.reduce((a, b) => a + b, 0) / list.length;
      return [mean, list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length];
    };
    const y = [...new LayerNorm(runtime, 4).forward(rows).values()];
    assertClose(moments(y.slice(0, 4)), [0, 1], { abs: 1e-4 });
    const z = [...new RMSNorm(runtime, 4).forward(rows).values()].slice(4, 8);
    assertClose(z.reduce((a, b) => a + b * b, 0) / 4, 1, { abs: 1e-5 });
    const norm = new BatchNorm1d(runtime, 4, { momentum: 1 });
    const trained = [...norm.forward(rows).values()];
    assertClose(moments(trained.filter((_, i) => i % 4 === 2)), [0, 1], { abs: 1e-4 });
    norm.training = false;
    // Its variance is that of a sample: 10 / 9 of the population's.
    assertClose(
      norm.forward(rows).values(),
      trained.map((v) => v * Math.sqrt(0.9)),
      { abs: 1e-4 },
    );
    expect(new BatchNorm2d(runtime, 4).forward(runtime.tensor(x, [1, 2, 5, 4])).shape).toEqual([1, 2, 5, 4]);
  });
});

test("recurrent layers: PyTorch's names, shapes and starting values", () => {
  const layer = new LSTM(runtime, 3, 4, { random: random(), bidirectional: true });
  expect(Object.entries(layer.parameters).map(([name, { shape }]) => `${name} ${shape.join(' × ')}`)).toEqual([
    'weight_ih_l0 3 × 16',
    'weight_hh_l0 4 × 16',
    'bias_ih_l0 16',
    'bias_hh_l0 16',
    'weight_ih_l0_reverse 3 × 16',
    'weight_hh_l0_reverse 4 × 16',
    'bias_ih_l0_reverse 16',
    'bias_hh_l0_reverse 16',
  ]);
  const values = Object.values(layer.parameters).flatMap((p) => [...p.values()]);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.5);
  assertClose(values.reduce((sum, v) => sum + v * v, 0) / values.length, 0.25 / 3, { rel: 0.15 });
  runtime.scope(() => {
    const x = runtime.tensor(numbers(30, 2), [5, 2, 3]);
    const { out, hn, cn } = layer.forward(x);
    expect([out.shape, hn.shape, cn.shape]).toEqual([
      [5, 2, 8],
      [2, 2, 4],
      [2, 2, 4],
    ]);
    // The last state forward is the last output; in reverse the first.
    expect([...hn.values()].slice(0, 4)).toEqual([...out.values()].slice(64, 68));
    expect([...hn.values()].slice(8, 12)).toEqual([...out.values()].slice(4, 8));
    expect(new GRU(runtime, 3, 4, { random: random() }).forward(x).out.shape).toEqual([5, 2, 4]);
    const rectified = new RNN(runtime, 3, 4, { random: random(), nonlinearity: 'relu' }).forward(x).out.values();
    expect(Math.min(...rectified)).toBe(0);
  });
});
