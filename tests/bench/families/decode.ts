/**
 * One token of a model of GPT-2's size, 12 layers 768 wide, vocabulary 50,257, after 64 others whose keys and values are
 * kept: reading the weights is the work. In f32, and with weights of 8 bits.
 */
import type { Kernels } from '@/wasm/kernels';
import type { Input, Node } from '../onnxModel';
import { feedsOf, largeSession } from '../ort';
import { numbers, put } from '../workload';
import type { Entry, Workload } from '../workload';

const { L, D, H, V, PAST } = { L: 12, D: 768, H: 12, V: 50_257, PAST: 64 };
const SIZE = D / H;
const GELU = 5; // as src/nn/ops/linear.ts numbers it
const MATRICES = { qkv: [D, 3 * D], out: [D, D], up: [D, 4 * D], down: [4 * D, D] } as const;
type Matrix = keyof typeof MATRICES;
const names = Object.keys(MATRICES) as Matrix[];

const block = numbers(2 ** 20, 77).map((x) => 0.06 * x);
/** Cheap to make: stretches of one block. */
function valuesOf(name: string, n: number): Float32Array<ArrayBuffer> {
  let from = [...name].reduce((hash, c) => (31 * hash + c.charCodeAt(0)) % 2 ** 19, 7);
  const out = new Float32Array(n);
  for (let i = 0; i < n; from = (5 * from + 17) % 2 ** 19) {
    const length = Math.min(block.length - from, n - i);
    out.set(block.subarray(from, from + length), i);
    i += length;
  }
  return out;
}
const given = () => numbers(D, 1);
/** Keys or values of a layer, (PAST,H · SIZE). */
const past = (which: 'keys' | 'values', l: number) => valuesOf(which + l, PAST * D).map((x) => 20 * x);

type Product = (out: number, x: number, bias: number, gelu: boolean) => void;

function ours(k: Kernels, int8: boolean): Entry {
  const blocks: number[] = [];
  const room = (bytes: number) => blocks[blocks.push(k.alloc(bytes)) - 1]!;
  const place = (values: Float32Array) => blocks[blocks.push(put(k, values)) - 1]!;
  const [integers, step] = [room(8 * D), room(4)];
  function product(name: string, K: number, N: number): Product {
    const values = valuesOf(name, K * N);
    if (!int8) {
      const w = place(values);
      return (out, x, bias, gelu) => k.gemm(out, x, w, bias, 1, K, N, 0, 0, 1, 0, gelu ? GELU : 0);
    }
    const [w, q, scale, total] = [put(k, values), room(K * N), room(4 * N), room(4 * N)];
    k.quantizeInt8(q, scale, total, w, K, N, 0);
    k.free(w);
    return (out, x, bias, gelu) => {
      k.matmulInt8(out, x, q, scale, total, bias, integers, step, 1, K, N);
      if (gelu) k.gelu(out, out, N);
    };
  }
  const [ones, zeros] = [place(new Float32Array(D).fill(1)), place(new Float32Array(D))];
  const layers = Array.from({ length: L }, (_, l) => ({
    ...(Object.fromEntries(names.map((name) => [name, product(name + l, ...MATRICES[name])])) as Record<
      Matrix,
      Product
    >),
    bias: Object.fromEntries(names.map((name) => [name, place(valuesOf(`${name}Bias${l}`, MATRICES[name][1]))])),
    keys: place(new Float32Array([...past('keys', l), ...zerosOf(D)])),
    values: place(new Float32Array([...past('values', l), ...zerosOf(D)])),
  }));
  const head = product('head', D, V);
  const [first, x, y, wide, attended] = [place(given()), room(4 * D), room(4 * D), room(16 * D), room(4 * D)];
  const [stats, work, logits] = [room(8), room(4 * 48 * (2 * SIZE + 148)), room(4 * V)];
  const norm = (out: number) => k.layerNorm(out, stats, stats + 4, x, ones, zeros, 1, D, 1e-5);
  const copy = (to: number, from: number) => k.f32.copyWithin(to / 4, from / 4, from / 4 + D);
  return {
    run() {
      copy(x, first);
      for (const { qkv, out, up, down, bias, keys, values } of layers) {
        norm(y);
        qkv(wide, y, bias['qkv']!, false);
        copy(keys + 4 * PAST * D, wide + 4 * D);
        copy(values + 4 * PAST * D, wide + 8 * D);
        for (let h = 0, at = 0; h < H; h++, at += 4 * SIZE)
          k.attention(
            ...([attended + at, stats, work, wide + at, keys + at, values + at, 0, 1, PAST + 1, SIZE, SIZE] as const),
            ...([D, D, D, D, 0, 0, 0, PAST, 1 / Math.sqrt(SIZE), 0] as const),
          );
        out(y, attended, bias['out']!, false);
        k.add(x, x, y, D, 0);
        norm(y);
        up(wide, y, bias['up']!, true);
        down(y, wide, bias['down']!, false);
        k.add(x, x, y, D, 0);
      }
      norm(y);
      head(logits, y, 0, false);
    },
    read: () => k.f32.slice(logits / 4, logits / 4 + V),
    free: () => blocks.forEach((p) => k.free(p)),
  };
}
const zerosOf = (n: number) => new Float32Array(n);

/** Its keys and values cross from JavaScript and back with every token: it has no other way. */
async function onnx(int8: boolean): Promise<Entry> {
  const inputs: Record<string, Input> = { x0: { data: given(), dims: [1, 1, D] } };
  const nodes: Node[] = [];
  const outputs = ['out'];
  const constant = (name: string, data: Input['data'], dims: number[]) =>
    (inputs[name] = { data, dims, constant: true }) && name;
  function product(x: string, name: string, K: number, N: number, to: string): string {
    const w = valuesOf(name, K * N);
    if (!int8) nodes.push({ op: 'MatMul', from: [x, constant(name, w, [K, N])], to: [to] });
    else {
      const scale = new Float32Array(N);
      for (let i = 0; i < w.length; i++) scale[i % N] = Math.max(scale[i % N]!, Math.abs(w[i]!) / 127);
      const q = Int8Array.from(w, (value, i) => Math.round(value / scale[i % N]!));
      const of = [
        constant(name, q, [K, N]),
        constant(`${name}s`, scale, [N]),
        constant(`${name}z`, new Int8Array(N), [N]),
      ];
      nodes.push({ op: 'DynamicQuantizeMatMul', domain: 'com.microsoft', from: [x, ...of], to: [to] });
    }
    return to;
  }
  const node = (made: Omit<Node, 'to'>, to: string): string => {
    nodes.push({ ...made, to: [to] });
    return to;
  };
  const add = (a: string, b: string, to: string) => node({ op: 'Add', from: [a, b] }, to);
  const layer = (x: string, name: string, l: number) => {
    const [K, N] = MATRICES[name as Matrix];
    const bias = constant(`${name}Bias${l}`, valuesOf(`${name}Bias${l}`, N), [N]);
    return add(product(x, name + l, K, N, `${name}${l}:`), bias, `${name}${l}.`);
  };
  constant('ones', new Float32Array(D).fill(1), [D]);
  constant('zeros', new Float32Array(D), [D]);
  const norm = (x: string, to: string) =>
    node({ op: 'LayerNormalization', from: [x, 'ones', 'zeros'], attributes: { epsilon: 1e-5 } }, to);
  let x = 'x0';
  for (let l = 0; l < L; l++) {
    const qkv = layer(norm(x, `norm${l}`), 'qkv', l);
    const parts = ['q', 'k', 'v'].map((part) => part + l);
    nodes.push({ op: 'Split', from: [qkv], to: parts, attributes: { axis: 2, num_outputs: 3 } });
    for (const which of ['keys', 'values'] as const) {
      const rows = past(which, l);
      const data = new Float32Array(rows.length); // (heads, rows, size) there
      for (let t = 0; t < PAST; t++)
        for (let i = 0; i < D; i++) data[(Math.floor(i / SIZE) * PAST + t) * SIZE + (i % SIZE)] = rows[t * D + i]!;
      inputs[which + l] = { data, dims: [1, H, PAST, SIZE] };
    }
    const made = [`allKeys${l}`, `allValues${l}`];
    outputs.push(...made);
    nodes.push({
      ...{ op: 'MultiHeadAttention', domain: 'com.microsoft' },
      from: [...parts, '', '', '', `keys${l}`, `values${l}`],
      to: [`attended${l}`, ...made],
      attributes: { num_heads: H },
    });
    x = add(x, layer(`attended${l}`, 'out', l), `a${l}`);
    const up = layer(norm(x, `other${l}`), 'up', l);
    nodes.push({ op: 'Gelu', from: [up], to: [`gelu${l}`] });
    x = add(x, layer(`gelu${l}`, 'down', l), `b${l}`);
  }
  product(norm(x, 'last'), 'head', D, V, 'out');
  const feeds = feedsOf(inputs);
  const session = await largeSession({ inputs, nodes, outputs });
  return {
    run: () => session.run(feeds),
    read: async () => (await session.run(feeds)).out!.data as Float32Array,
    free: () => void session.release(),
  };
}

const weights = 12 * L * D * D + D * V;

export const workloads: readonly Workload[] = [
  {
    ...{ workload: 'gpt-2 decode', size: 'f32', bytes: 4 * weights, tolerance: 1e-3 },
    ours: (k) => ours(k, false),
    peers: { ort: () => onnx(false) },
  },
  {
    ...{ workload: 'gpt-2 decode', size: 'int8', bytes: weights },
    tolerance: 0.05, // both round the weights, each in its own way the activations
    ours: (k) => ours(k, true),
    peers: { ort: () => onnx(false), 'ort-int8': () => onnx(true) },
  },
];
