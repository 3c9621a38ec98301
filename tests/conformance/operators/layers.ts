import {
  avgPool2d,
  batchNorm,
  conv2d,
  groupNorm,
  layerNormWithStatistics,
  logSoftmax,
  maxPool2dWithIndices,
  rmsNorm,
  sizeOf,
  softmax,
} from '@/nn';
import type { Shape, Tensor } from '@/nn';
import type { Case, Operators, Outputs, Plain } from '../case';
import { recurrent } from './recurrent';

/** x with its dimensions in another order. */
function permute({ shape, data }: Plain, order: readonly number[]): Plain {
  const to = order.map((d) => shape[d]!);
  const steps = order.map((d) => sizeOf(shape.slice(d + 1)));
  const out = Array.from({ length: data.length }, (_, i) => {
    let [from, rest] = [0, i];
    for (let d = to.length - 1; d >= 0; d--) {
      from += (rest % to[d]!) * steps[d]!;
      rest = Math.floor(rest / to[d]!);
    }
    return data[from]!;
  });
  return { shape: to, data: out };
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);
/** Ours are channels last, ONNX's channels first: (N,C,…) -> (N,…,C) and back. */
const last = (x: Plain) => permute(x, [0, ...range(x.shape.length).slice(2), 1]);
const first = (x: Plain) => permute(x, [0, x.shape.length - 1, ...range(x.shape.length).slice(1, -1)]);
const tensorOf = (c: Case, { data, shape }: Plain) => c.runtime.tensor(data, shape);
const plainOf = (x: Tensor, shape: Shape = x.shape): Plain => ({ shape, data: x.values() });
const channelsLast = (c: Case) => tensorOf(c, last(c.plain(0)));

/** Images of one spatial dimension are one pixel high. */
function image(c: Case): { x: Tensor; line: boolean } {
  const plain = c.plain(0);
  const line = plain.shape.length === 3;
  if (!line && plain.shape.length !== 4)
    throw new Error(`${c.record.op} has one or two spatial dimensions; got shape ${plain.shape.join(' × ')}`);
  const [N, C, ...spatial] = plain.shape as [number, number, ...number[]];
  return { x: tensorOf(c, last({ shape: [N, C, ...(line ? [1] : []), ...spatial], data: plain.data })), line };
}

const back = (out: Tensor, line: boolean): Plain => {
  const { shape, data } = first(plainOf(out));
  return { shape: line ? [shape[0]!, shape[1]!, shape[3]!] : shape, data };
};

/** kernel, strides, dilations, pads and auto_pad as src/nn takes them. */
function slide(c: Case, x: Tensor, line: boolean, kernelShape: readonly number[]) {
  const two = (list: readonly number[] | undefined, missing: number): [number, number] =>
    line ? [missing, list?.[0] ?? missing] : [list?.[0] ?? missing, list?.[1] ?? missing];
  const kernel = two(kernelShape, 1);
  const [stride, dilation] = [two(c.list('strides'), 1), two(c.list('dilations'), 1)];
  const pads = c.list('pads') ?? [0, 0, 0, 0];
  let padding = (line ? [0, pads[0]!, 0, pads[1]!] : pads) as [number, number, number, number];
  const auto = c.text('auto_pad', 'NOTSET');
  if (auto.startsWith('SAME')) {
    const total = [0, 1].map((i) => {
      const size = x.shape[1 + i]!;
      return Math.max(0, (Math.ceil(size / stride[i]!) - 1) * stride[i]! + (kernel[i]! - 1) * dilation[i]! + 1 - size);
    });
    const begin = total.map((n) => (auto === 'SAME_LOWER' ? Math.ceil(n / 2) : Math.floor(n / 2)));
    padding = [begin[0]!, begin[1]!, total[0]! - begin[0]!, total[1]! - begin[1]!];
  }
  return { kernel, options: { stride, dilation, padding } };
}

function conv(c: Case): Outputs {
  const { x, line } = image(c);
  const w = c.plain(1);
  const [F, C, ...taps] = w.shape as [number, number, ...number[]];
  const { options } = slide(c, x, line, taps);
  const weight = permute({ shape: [F, C, ...(line ? [1] : []), ...taps], data: w.data }, [2, 3, 1, 0]);
  return [
    back(conv2d(x, tensorOf(c, weight), { ...options, groups: c.number('group', 1), bias: c.optional(2) }), line),
  ];
}

function maxPool(c: Case): Outputs {
  const { x, line } = image(c);
  const { kernel, options } = slide(c, x, line, c.list('kernel_shape')!);
  const { out, indices } = maxPool2dWithIndices(x, kernel, { ...options, ceilMode: c.flag('ceil_mode') });
  const at = back(indices, line);
  const [N, H, W, C] = x.shape as [number, number, number, number];
  const column = c.flag('storage_order');
  const whole = Array.from(at.data, (v, i) => {
    const plane = Math.floor((i / at.data.length) * N * C);
    return plane * H * W + (column ? (v % W) * H + Math.floor(v / W) : v);
  });
  return [back(out, line), { shape: at.shape, data: whole }];
}

function averagePool(c: Case): Outputs {
  const { x, line } = image(c);
  const { kernel, options } = slide(c, x, line, c.list('kernel_shape')!);
  const how = { ceilMode: c.flag('ceil_mode'), countIncludePad: c.flag('count_include_pad') };
  return [back(avgPool2d(x, kernel, { ...options, ...how }), line)];
}

/** Over everything but N and C, however many dimensions. */
const globalPool = (pool: (x: Tensor, kernel: [number, number]) => Tensor) => (c: Case) => {
  const { shape, data } = c.plain(0);
  const [N, C] = shape as [number, number];
  const S = data.length / N / C;
  const out = pool(tensorOf(c, last({ shape: [N, C, 1, S], data })), [1, S]);
  return [plainOf(out, [N, C, ...shape.slice(2).map(() => 1)])];
};

function batchNormalization(c: Case): Outputs {
  const running = { mean: c.tensor(3), variance: c.tensor(4) };
  const out = batchNorm(channelsLast(c), {
    weight: c.tensor(1),
    bias: c.tensor(2),
    running,
    training: c.flag('training_mode'),
    momentum: 1 - c.number('momentum', 0.9),
    eps: c.number('epsilon', 1e-5),
    population: true,
  });
  return [first(plainOf(out)), running.mean, running.variance];
}

const groups = (of: (c: Case) => number) => (c: Case) => [
  first(
    plainOf(
      groupNorm(channelsLast(c), of(c), {
        weight: c.tensor(1),
        bias: c.tensor(2),
        eps: c.number('epsilon', 1e-5),
      }),
    ),
  ),
];

function layerNormalization(c: Case): Outputs {
  const { shape } = c.plain(0);
  const [axis, eps] = [c.number('axis', -1), c.number('epsilon', 1e-5)];
  const { out, mean, rstd } = layerNormWithStatistics(c.tensor(0), {
    weight: c.tensor(1),
    bias: c.optional(2),
    axis,
    eps,
  });
  const kept = shape.map((n, i) => (i < (axis < 0 ? axis + shape.length : axis) ? n : 1));
  return [out, plainOf(mean, kept), plainOf(rstd, kept)];
}

/** Whole layers: normalisations, convolutions, pools, recurrent networks. */
export const layers: Operators = {
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Conv: conv,
  GRU: recurrent,
  GlobalAveragePool: globalPool(avgPool2d),
  GlobalMaxPool: globalPool((x, kernel) => maxPool2dWithIndices(x, kernel).out),
  GroupNormalization: groups((c) => c.number('num_groups', 1)),
  InstanceNormalization: groups((c) => c.plain(0).shape[1]!),
  LSTM: recurrent,
  LayerNormalization: layerNormalization,
  LogSoftmax: (c) => [logSoftmax(c.tensor(0), c.number('axis', -1))],
  MaxPool: maxPool,
  RMSNormalization: (c) => [
    rmsNorm(c.tensor(0), { weight: c.tensor(1), axis: c.number('axis', -1), eps: c.number('epsilon', 1e-5) }),
  ],
  RNN: recurrent,
  Softmax: (c) => [softmax(c.tensor(0), c.number('axis', -1))],
};
