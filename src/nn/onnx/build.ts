/** From takes of one model to its graph. */
import { DomainError, show } from '@/lib/errors';
import type { NamedTensors } from '../tensor';
import type { OnnxInput } from './exportOnnx';
import { FORMS } from './forms';
import { Graph } from './Graph';
import type { Free } from './Graph';
import type { OnnxGraph } from './model';
import { Step } from './Step';
import type { Event, Ref, Take, Value } from './takes';
import { Varying, merge } from './Varying';
import type { Merged, Size } from './Varying';

export interface Traced {
  readonly inputs: Readonly<Record<string, OnnxInput>>;
  readonly free: readonly Free[];
  readonly parameters: NamedTensors;
  readonly takes: readonly {
    readonly take: Take;
    readonly outputs: readonly { readonly name: string; readonly ref: number }[];
  }[];
}

const SAME = 'exportOnnx: a model takes the same steps whatever its inputs and sizes are';

/** A name in the graph, and the shape. */
interface Named {
  readonly name: string;
  readonly shape: readonly Size[];
}

/** @throws {DomainError} takes that differ otherwise than in their sizes */
export function build({ inputs, free, parameters, takes }: Traced): OnnxGraph {
  const outputs = takes[0]!.outputs;
  const all = takes.map(({ take }) => take);
  const g = new Graph(free, [...Object.keys(inputs), ...outputs.map(({ name }) => name), ...Object.keys(parameters)]);
  const names = new Map(Object.entries(parameters).map(([name, tensor]) => [tensor, name]));
  const values: Named[] = [];

  const place = (id: number): Named => {
    const [value, ...others] = all.map((take) => take.values[id]) as [Value, ...Value[]];
    const shape = sizesOf([value, ...others]);
    const { origin } = value;
    if ('input' in origin) return { name: origin.input, shape };
    if (
      'lasting' in origin &&
      others.every((other) => 'lasting' in other.origin && other.origin.lasting === origin.lasting)
    ) {
      const { lasting } = origin;
      const name = names.get(lasting);
      const numbers = lasting.values();
      return {
        name: name === undefined ? g.floats(numbers, lasting.shape) : g.initializer(name, lasting.shape, numbers),
        shape,
      };
    }
    return { name: constant(g, [value, ...others], shape), shape };
  };
  const find = (ref: Ref, where: string, lists: readonly Ref[]): Named => {
    if (ref === undefined) return { name: '', shape: [] };
    if (typeof ref === 'number') return (values[ref] ??= place(ref));
    return list(g, where, lists as readonly (readonly number[])[]);
  };

  all[0]!.events.forEach((first, i) => {
    const events = all.map((take) => take.events[i]);
    const { op } = first;
    const settings = sameEvents(events, i);
    const sources = first.inputs.map((ref, j) =>
      find(
        ref,
        op,
        events.map((event) => event!.inputs[j]),
      ),
    );
    const step = new Step(
      op,
      sources.map(({ name }) => name),
      sources.map(({ shape }) => shape),
      settings,
    );
    FORMS[op]!(g, step).forEach((name, j) => {
      const id = first.outputs[j] as number | undefined;
      if (id !== undefined) values[id] = { name, shape: sizesOf(all.map((take) => take.values[id]!)) };
    });
  });
  const counts = all.map((take) => take.events.length);
  if (new Set(counts).size > 1) throw new DomainError(`${SAME}; got ${counts.join(', ')} of them`);
  const results = takes.map((take) => show(take.outputs.map(({ name, ref }) => `${name}: ${ref}`)));
  if (new Set(results).size > 1) throw new DomainError(`${SAME}; got other outputs at the end`);

  const typed = (shape: readonly Size[]) => shape.map((n) => g.nameOf(n));
  const ends = outputs.map(({ name, ref }) => {
    const { name: from, shape } = find(ref, name, []);
    g.output(from, name);
    return { name, type: 'float' as const, shape: typed(shape) };
  });
  return g.finish(
    Object.entries(inputs).map(([name, { shape, below }]) => ({
      name,
      type: below === undefined ? 'float' : 'int64',
      shape,
    })),
    ends,
  );
}

type Made = Extract<Value['origin'], { numbers: unknown }>;

function sizesOf(values: readonly Value[]): readonly Size[] {
  const shape = merge(values.map((value) => value.shape));
  if (!shape)
    throw new DomainError(`${SAME}; got shapes ${values.map((value) => show(value.shape)).join(', ')} of one tensor`);
  return shape.value as readonly Size[];
}

/** Settings over all takes. @throws {DomainError} another op, other inputs or settings */
function sameEvents(events: readonly (Event | undefined)[], i: number): { readonly [name: string]: Merged } {
  const [first] = events as [Event];
  const others = events.map((event) => event?.op ?? 'nothing');
  const settings = merge(events.map((event) => event?.settings as Event['settings']));
  const differs =
    (others.some((op) => op !== first.op) && others.join(', ')) ||
    (events.some((event) => !sameRefs(event!.inputs, first.inputs)) && `other inputs of ${first.op}`) ||
    (events.some((event) => !sameRefs(event!.outputs, first.outputs)) && `other outputs of ${first.op}`) ||
    (!settings && `other settings of ${first.op}`);
  if (differs) throw new DomainError(`${SAME}; got ${differs} as step ${i + 1}`);
  return settings!.value as { readonly [name: string]: Merged };
}
/** Whether two are the same but for what is in lists. */
const sameRefs = (a: readonly Ref[], b: readonly Ref[]) =>
  a.length === b.length && a.every((ref, i) => ref === b[i] || (typeof ref === 'object' && typeof b[i] === 'object'));

/** Numbers that a pass made a tensor of. */
function constant(g: Graph, values: readonly Value[], shape: readonly Size[]): string {
  const numbers = values.map(({ origin }) =>
    'lasting' in origin ? origin.lasting.values() : (origin as Made).numbers,
  );
  const [first] = numbers as [Float32Array<ArrayBuffer>];
  const [value] = first as unknown as [number];
  const fixed = shape.every((n) => typeof n === 'number');
  if (fixed && numbers.every((list) => list.every((v, i) => Object.is(v, first[i]))))
    return g.floats(first, shape as number[]);
  if (numbers.every((list) => list.every((v) => v === value)))
    return g.op('Expand', [g.float(value), g.sizes('tensor', shape)]);
  throw new DomainError(
    `exportOnnx: numbers that a pass makes a tensor of are the same whatever its inputs and sizes are; got others, shape ${show(shape.map(String))}`,
  );
}

/** Whole numbers that a pass gives an op as a list. */
function list(g: Graph, where: string, lists: readonly (readonly number[])[]): Named {
  const [first] = lists as [readonly number[]];
  const lengths = lists.map((list) => list.length);
  if (lists.every((list) => list.join() === first.join())) return { name: g.integers(first), shape: [first.length] };
  if (lists.every((list) => list.every((n, i) => n === i))) {
    const length = new Varying(lengths);
    return { name: g.range(g.sizes(where, [length])), shape: [length] };
  }
  throw new DomainError(
    `exportOnnx: a list of whole numbers is an input, or the same whatever inputs and sizes are; got ${lists.map(show).join(', ')} for ${where}`,
  );
}
