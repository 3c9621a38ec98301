/** What an operation sends back along each of its edges: by the chain rule, or as the manuscript's programs have it. */
import { nameOf, type BackpropValues, type Graph, type Op } from './graphs';
import { localOf, type Factor, type Numbers } from './tape';

export type Rule = BackpropValues['rule'];

export type Sent = {
  readonly to: string;
  /** Their product is what is sent; none: nothing is. */
  readonly factors: readonly Factor[];
  readonly value: number;
  /** The gradient of `to` before this was added. */
  readonly before: number;
  /** Where the printed program departs from the chain rule: what it leaves out, and what stands in its place. */
  readonly wrong?: { readonly lacks: readonly string[]; readonly instead?: string };
};

type Printed = { factors: readonly Factor[]; lacks: readonly string[]; instead?: string };

export const slope = (id: string): string => `∂L/∂${nameOf(id)}`;
export const product = (factors: readonly Factor[]): number =>
  factors.length === 0 ? 0 : factors.reduce((all, { value }) => all * value, 1);

/** What `op` sends to its input number i, given the gradients so far, its own among them. */
export function send(rule: Rule, graph: Graph, op: Op, i: number, numbers: Numbers, gradients: Numbers): Sent {
  const to = op.from[i]!;
  const before = gradients[to] ?? 0;
  const upstream: Factor = { name: slope(op.id), value: gradients[op.id]! };
  const printed = rule === 'chain' ? undefined : PRINTED[rule](graph, op, i, numbers, gradients, upstream);
  const factors = printed?.factors ?? [upstream, localOf(op, i, numbers)];
  if (!printed) return { to, factors, value: product(factors), before };
  const { lacks, instead } = printed;
  return { to, factors, value: product(factors), before, wrong: { lacks, ...(instead && { instead }) } };
}

type Program = (
  graph: Graph,
  op: Op,
  i: number,
  numbers: Numbers,
  gradients: Numbers,
  upstream: Factor,
) => Printed | undefined;

const roleOf = (graph: Graph, id: string) => graph.leaves.find((leaf) => leaf.id === id)?.role;
const sumOf = (graph: Graph, out: string) => graph.ops.find(({ id }) => id === out)!.from[0]!;
const factor = (id: string, numbers: Numbers): Factor => ({ name: nameOf(id), value: numbers[id]! });

/**
 * Section 2.1.3: W1 −= lr · hᵀδₕ, W2 −= lr · ŷᵀe, b1 −= lr · δₕ, b2 −= lr · e, no sum over the samples.
 * In the manuscript's 3–4–1 network hᵀδₕ is (4,4) and W1 (3,4), which NumPy refuses; in a 2–2–1 network the shapes happen
 * to fit, and the numbers are wrong.
 */
const updates: Program = (graph, op, i, numbers, _, upstream) => {
  const to = op.from[i]!;
  const role = roleOf(graph, to);
  const sigma = `σ′(${nameOf(sumOf(graph, op.out))})`;
  const target = op.out.replace('y', 't');
  const error: Factor = {
    name: `(${nameOf(op.out)} − ${nameOf(target)})`,
    value: numbers[op.out]! - numbers[target]!,
  };
  if (role === 'weight' && op.layer === 'out') {
    const other = nameOf(op.from[1]!);
    return { factors: [error, factor(op.out, numbers)], lacks: [sigma, other], instead: nameOf(op.out) };
  }
  if (role === 'weight') {
    const [x, h] = [op.from[1]!, op.from[1]!.replace('x', 'h')];
    return { factors: [upstream, factor(h, numbers)], lacks: [nameOf(x)], instead: nameOf(h) };
  }
  if (role === 'bias' && op.out === 'y2') return { factors: [], lacks: [slope(op.id)] };
  if (role === 'bias' && op.layer === 'out') return { factors: [error], lacks: [sigma] };
  return undefined;
};

/** The chapter's second program: δₕ = δₒ · z(1 − z) without W2; weights −= lr · δ without their inputs; all biases −= lr · δₒ. */
const errors: Program = (graph, op, i, numbers, gradients, upstream) => {
  const to = op.from[i]!;
  const role = roleOf(graph, to);
  if (op.kind === 'mul') {
    if (role === 'weight' && op.out === 'y2')
      return { factors: [], lacks: [`${slope(op.id)} × ${nameOf(op.from[1]!)}`] };
    return { factors: [upstream], lacks: [nameOf(op.from[1 - i]!)] };
  }
  if (op.kind === 'sigmoid' && op.layer === 'hidden') {
    const [z, name] = [numbers[to]!, nameOf(to)];
    const wrong: Factor = { name: `${name}(1 − ${name})`, value: z * (1 - z) };
    return { factors: [upstream, wrong], lacks: [localOf(op, i, numbers).name], instead: wrong.name };
  }
  if (role === 'bias' && op.out === 'y2') return { factors: [], lacks: [slope(op.id)] };
  if (role === 'bias' && op.layer === 'hidden') {
    const s = sumOf(graph, op.out);
    const activation = graph.ops.find(({ from }) => from[0] === op.id)!.id;
    const weight = graph.ops.find(({ from }) => from[1] === activation)!.from[0]!;
    return { factors: [{ name: slope(s), value: gradients[s]! }], lacks: [nameOf(weight), `σ′(${nameOf(op.id)})`] };
  }
  return undefined;
};

const PRINTED: Readonly<Record<Exclude<Rule, 'chain'>, Program>> = { updates, errors };
