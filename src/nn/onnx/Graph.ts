/** An ONNX graph while it is built: the same node is made once, and what no output needs is left out. */
import { DomainError, show } from '@/lib/errors';
import type { Attributes, Initializer, OnnxGraph, OnnxNode, OnnxValue } from './model';
import { Varying } from './Varying';
import type { Size } from './Varying';

/** A size that is free: its name, its values in the takes, and the input and axis where it is read. */
export interface Free {
  readonly name: string;
  readonly values: readonly number[];
  readonly input: string;
  readonly axis: number;
}

export const longs = (list: readonly number[]): bigint[] => list.map(BigInt);

export class Graph {
  private readonly free: readonly Free[];
  private readonly nodes: OnnxNode[] = [];
  private readonly initializers = new Map<string, Initializer>();
  private readonly made = new Map<string, readonly string[]>();
  /** Names in use. */
  private readonly names: Set<string>;

  constructor(free: readonly Free[], names: readonly string[]) {
    this.free = free;
    this.names = new Set(names);
    if (this.names.size < names.length) {
      const twice = names.find((name, i) => names.indexOf(name) < i);
      throw new DomainError(
        `exportOnnx: inputs, outputs and parameters have names of their own; got ${show(twice)} twice`,
      );
    }
  }

  /** The output of a node. An input that is left out is ''. */
  op(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(type, inputs, attributes, 1)[0]!;
  }

  /** The outputs of a node that has several. */
  ops(type: string, inputs: readonly string[], attributes: Attributes, count: number): readonly string[] {
    const given = inputs.slice(0, inputs.findLastIndex(Boolean) + 1);
    const key = [type, ...given, ...Object.entries(attributes).flat(2).map(String), count].join('\n');
    return this.once(key, () => {
      const outputs = Array.from({ length: count }, () => this.name(type));
      this.nodes.push({ type, inputs: given, outputs, attributes });
      return outputs;
    });
  }

  initializer(name: string, shape: readonly number[], values: Initializer['values']): string {
    this.initializers.set(name, { name, shape, values });
    return name;
  }

  floats(values: ArrayLike<number>, shape: readonly number[] = [values.length]): string {
    const array = Float32Array.from(values);
    const words = new Uint32Array(array.buffer).join();
    return this.once(`floats\n${shape.join()}\n${words}`, () => [
      this.initializer(this.name('floats'), shape, array),
    ])[0]!;
  }

  /** A float of no dimension. */
  float = (value: number): string => this.floats([value], []);

  /** A row of whole numbers. */
  integers(list: ArrayLike<number>): string {
    const values = Array.from(list);
    return this.once(`integers\n${values.join()}`, () => [
      this.initializer(this.name('integers'), [values.length], BigInt64Array.from(longs(values))),
    ])[0]!;
  }

  /** A row of sizes; those that are free are read from the inputs. */
  sizes(where: string, list: readonly Size[]): string {
    if (list.every((n) => typeof n === 'number')) return this.integers(list);
    const parts = list.map((n) => (n instanceof Varying ? this.size(where, n) : this.integers([n])));
    return parts.length === 1 ? parts[0]! : this.op('Concat', parts, { axis: 0n });
  }

  /** As sizes, for Reshape: one that is no free size may be what is left. */
  shape(where: string, list: readonly Size[]): string {
    const varying = list.flatMap((n, i) => (n instanceof Varying ? [i] : []));
    const rest = varying.find((i) => !this.law(list[i] as Varying)) ?? varying[0];
    return this.sizes(
      where,
      list.map((n, i) => (i === rest ? -1 : n)),
    );
  }

  /** 0 … n − 1, n being a row of one number. */
  range(n: string): string {
    const [from, to, by] = [this.integers([0]), n, this.integers([1])].map((x) => this.op('Squeeze', [x]));
    return this.op('Range', [from!, to!, by!]);
  }

  /** Gives a value the name of an output. */
  output(x: string, name: string): void {
    this.nodes.push({ type: 'Identity', inputs: [x], outputs: [name], attributes: {} });
  }

  /** The name of a free size, if this is one. */
  nameOf(n: Size): number | string | undefined {
    if (typeof n === 'number') return n;
    return this.free.find(({ values }) => values.join() === n.values.join())?.name;
  }

  /** The size of a tensor along an axis, as a row of one number. */
  extent(x: string, axis: number, size: Size): string {
    if (typeof size === 'number') return this.integers([size]);
    return this.op('Shape', [x], { start: BigInt(axis), end: BigInt(axis + 1) });
  }

  /** What the outputs need, in the order of computation. */
  finish(inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxGraph {
    const needed = new Set(outputs.map(({ name }) => name));
    const nodes: OnnxNode[] = [];
    for (const node of this.nodes.toReversed()) {
      const own = node.outputs.map((name) => (needed.has(name) ? name : ''));
      if (!own.some(Boolean)) continue;
      nodes.unshift({ ...node, outputs: own.slice(0, own.findLastIndex(Boolean) + 1) });
      for (const name of node.inputs) needed.add(name);
    }
    const unused = inputs.find(({ name }) => !needed.has(name));
    if (unused)
      throw new DomainError(`exportOnnx: every input is used; got ${show(unused.name)}, which no output depends on`);
    return {
      nodes,
      initializers: [...this.initializers.values()].filter(({ name }) => needed.has(name)),
      inputs,
      outputs,
    };
  }

  /**
   * How a number follows from the free sizes:  Σ times[i] · sizes[i] + plus. Take i + 1 differs from the first in the i-th size
   * only and shows its factor; the last, in which all of them differ, shows whether there is nothing but this sum.
   */
  private law({ values }: Varying): { times: readonly number[]; plus: number } | undefined {
    const slope = (i: number, of: readonly number[]) => of[i + 1]! - of[0]!;
    const times = this.free.map((size, i) => slope(i, values) / slope(i, size.values));
    const sum = (take: number) => times.reduce((all, factor, i) => all + factor * this.free[i]!.values[take]!, 0);
    const plus = values[0]! - sum(0);
    const last = values.length - 1;
    return times.every(Number.isInteger) && values[last] === sum(last) + plus ? { times, plus } : undefined;
  }

  /** A row of one number, computed from the sizes of the inputs. */
  private size(where: string, n: Varying): string {
    const law = this.law(n);
    if (!law)
      throw new DomainError(
        `exportOnnx: a size is a sum of multiples of free ones; got ${String(n)} in ${where}, for ${this.free.map(({ name, values }) => `${name} ${values.join(' | ')}`).join(', ')}`,
      );
    const parts = this.free.flatMap(({ input, axis }, i) => {
      const factor = law.times[i]!;
      if (factor === 0) return [];
      const own = this.op('Shape', [input], { start: BigInt(axis), end: BigInt(axis + 1) });
      return [factor === 1 ? own : this.op('Mul', [own, this.integers([factor])])];
    });
    if (law.plus !== 0) parts.push(this.integers([law.plus]));
    return parts.reduce((a, b) => this.op('Add', [a, b]));
  }

  private once(key: string, make: () => readonly string[]): readonly string[] {
    let names = this.made.get(key);
    if (!names) this.made.set(key, (names = make()));
    return names;
  }

  private name(type: string): string {
    let name: string;
    let n = this.names.size;
    do name = `${type}_${n++}`;
    while (this.names.has(name));
    this.names.add(name);
    return name;
  }
}
