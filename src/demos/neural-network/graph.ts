/** The network as the nodes and edges of a NetworkGraph, and what each of their ids stands for. */
import type { Layer, NetworkEdge } from '@/components/chart/NetworkGraph.svelte';
import { formatSignificant } from '@/lib/format';
import type { Text } from '@/lib/text';
import { B1, B2, HIDDEN, hiddenName, INPUTS, inputName, inputsOf, OUTPUT_NAME, passOf, W1, W2 } from './network';
import type { NetworkState, NetworkValues } from './network';

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** @param row the sample, 0–2; undefined for the input that is never trained on */
export function graphOf(net: NetworkState, values: NetworkValues, row: number | undefined) {
  const inputs = inputsOf(values, row);
  const pass = passOf(net, row);
  const { weights } = net;
  const target = row === undefined ? undefined : values.targets[row]!;
  const output: Text =
    target === undefined
      ? { zh: '输出（没有目标）', en: 'output (no target)' }
      : {
          zh: `输出，目标 ${formatSignificant(target, 3, 'zh')}`,
          en: `output, target ${formatSignificant(target, 3, 'en')}`,
        };
  const layers: Layer[] = [
    {
      label: { zh: '输入', en: 'inputs' },
      nodes: range(INPUTS).map((i) => ({ id: `x${i}`, name: inputName(i), value: inputs[i]!, tone: 'input' as const })),
    },
    {
      label: { zh: '隐藏层', en: 'hidden layer' },
      nodes: range(HIDDEN).map((j) => ({ id: `h${j}`, name: hiddenName(j), value: pass.h[j]!, bias: weights[B1(j)]! })),
    },
    { label: output, nodes: [{ id: 'y', name: OUTPUT_NAME, value: pass.out, bias: weights[B2]! }] },
  ];
  const edges: NetworkEdge[] = [
    ...range(INPUTS).flatMap((i) =>
      range(HIDDEN).map((j) => ({ id: `w${W1(i, j)}`, from: `x${i}`, to: `h${j}`, weight: weights[W1(i, j)]! })),
    ),
    ...range(HIDDEN).map((j) => ({ id: `w${W2(j)}`, from: `h${j}`, to: 'y', weight: weights[W2(j)]! })),
  ];
  return { layers, edges };
}

/** What a part of the picture is: one of the 21 parameters, an input, or a neuron. */
export type Part =
  | { readonly kind: 'parameter'; readonly place: number }
  | { readonly kind: 'input'; readonly index: number }
  | { readonly kind: 'neuron'; readonly index: number };

/**
 * @param id as graphOf gives it; 'b:' before a node's id means its bias. Neuron HIDDEN is the output.
 * @example partOf('w3') // { kind: 'parameter', place: 3 }
 */
export function partOf(id: string): Part {
  const bias = id.startsWith('b:');
  const name = bias ? id.slice(2) : id;
  if (name.startsWith('w')) return { kind: 'parameter', place: Number(name.slice(1)) };
  if (name.startsWith('x')) return { kind: 'input', index: Number(name.slice(1)) };
  const neuron = name === 'y' ? HIDDEN : Number(name.slice(1));
  if (bias) return { kind: 'parameter', place: neuron === HIDDEN ? B2 : B1(neuron) };
  return { kind: 'neuron', index: neuron };
}
