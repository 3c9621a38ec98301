/** One step is one operation: forward through the graph, backward through it, then one move of the parameters. */
import type { CreateModel, State } from '@/lib/demo';
import { cycleOf, GRAPHS, type BackpropValues, type Graph, type GraphName } from './graphs';
import type { params } from './demo';
import { send, type Sent } from './rules';
import { differenceOf, forward, type Numbers } from './tape';

export type Phase = 'start' | 'forward' | 'backward' | 'update';

/** A gradient by back-propagation and by a finite difference. */
export type Check = { readonly numeric: number; readonly relative: number; readonly agrees: boolean };
export type Move = { readonly id: string; readonly from: number; readonly gradient: number; readonly to: number };

export type BackpropState = State & {
  /** Whose numbers these are; the settings may already ask for another. */
  readonly graph: GraphName;
  readonly phase: Phase;
  /** From 1: how often the graph has been entered. */
  readonly round: number;
  /** Which operation of the forward order this step is; −1 at the start and at an update. */
  readonly op: number;
  /** In the graph's order; after an update the moved ones. */
  readonly leaves: readonly number[];
  /** What has been computed, by id: the leaves, and the operations so far. */
  readonly values: Numbers;
  /** What has been sent to each id so far, summed. */
  readonly gradients: Numbers;
  /** Of the gradients that nothing will be added to. */
  readonly checks: Readonly<Record<string, Check>>;
  /** What this backward step sends. */
  readonly sent: readonly Sent[];
  /** What this update moves. */
  readonly moves: readonly Move[];
  /** The loss at the leaves, computed or not yet; `before` that at the leaves before the update. */
  readonly loss: number;
  readonly before: number;
};

/** Rounding of the loss, 1e-16, over 2h is what a difference cannot see. */
const RELATIVE = 1e-5;
const ABSOLUTE = 1e-9;

/**
 * @example checkOf(2, 2).agrees // true
 * @example checkOf(2, 2.1).agrees // false
 */
export function checkOf(gradient: number, numeric: number): Check {
  const [apart, size] = [Math.abs(gradient - numeric), Math.max(Math.abs(gradient), Math.abs(numeric))];
  return { numeric, relative: size === 0 ? 0 : apart / size, agrees: apart <= RELATIVE * size + ABSOLUTE };
}

const numbered = (graph: Graph, leaves: readonly number[]): Numbers =>
  Object.fromEntries(graph.leaves.map(({ id }, i) => [id, leaves[i]!]));

/** The backward pass down to operation `op` of the forward order, that one included. */
function backward(graph: Graph, { rule, h }: BackpropValues, values: Numbers, op: number) {
  const gradients: Record<string, number> = { L: 1 };
  let sent: readonly Sent[] = [];
  const passed = graph.ops.slice(op).reverse();
  for (const node of passed) {
    sent = node.from.map((_, i) => send(rule, graph, node, i, values, gradients));
    for (const { to, value } of sent) gradients[to] = (gradients[to] ?? 0) + value;
  }
  const waiting = new Set(graph.ops.slice(0, op).flatMap(({ from }) => from));
  const checks = Object.fromEntries(
    Object.entries(gradients)
      .filter(([id]) => !waiting.has(id))
      .map(([id, gradient]) => [id, checkOf(gradient, differenceOf(graph, values, id, h))]),
  );
  return { gradients, checks, sent };
}

/** Everything at a step of a run whose present round began with these leaves. */
function stateAt(settings: BackpropValues, leaves: readonly number[], step: number): BackpropState {
  const graph = GRAPHS[settings.graph];
  const n = graph.ops.length;
  const [round, at] = step === 0 ? [1, -1] : [Math.ceil(step / cycleOf(graph)), (step - 1) % cycleOf(graph)];
  const start = numbered(graph, leaves);
  const all = forward(graph, start);
  const loss = all['L']!;
  const none = { gradients: {}, checks: {}, sent: [], moves: [], loss, before: loss };
  const base = { step, graph: settings.graph, round, leaves };
  if (at < 0) return { ...base, phase: 'start', op: -1, values: start, ...none };
  if (at < n) return { ...base, phase: 'forward', op: at, values: forward(graph, start, at + 1), ...none };
  if (at < 2 * n) {
    const op = 2 * n - 1 - at;
    return { ...base, phase: 'backward', op, values: all, ...none, ...backward(graph, settings, all, op) };
  }
  const { gradients } = backward(graph, settings, all, 0);
  const moves = graph.leaves
    .filter(({ role }) => role === 'weight' || role === 'bias')
    .map(({ id }): Move => {
      const [from, gradient] = [start[id]!, gradients[id]!];
      return { id, from, gradient, to: from - settings.learningRate * gradient };
    });
  const moved = graph.leaves.map(({ id }) => moves.find((move) => move.id === id)?.to ?? start[id]!);
  const values = forward(graph, numbered(graph, moved));
  return { ...base, leaves: moved, phase: 'update', op: -1, values, ...none, moves, loss: values['L']! };
}

export const createModel: CreateModel<typeof params, BackpropState> = (settings, _kernels, from) => {
  let state = from ?? stateAt(settings, settings[settings.graph], 0);
  return {
    get state() {
      return state;
    },
    get readings() {
      return { loss: state.loss };
    },
    step() {
      state = stateAt(settings, state.leaves, state.step + 1);
    },
  };
};
