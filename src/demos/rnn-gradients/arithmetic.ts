/** One number of ∂L/∂stateₜ₋₁, worked out in f64 from what the core left: the chain rule written out for one unit. */
import type { GradientValues, Weights } from './cells';
import type { Cell } from './names';
import type { Passage } from './net';
import { product, type Arithmetic } from './reading';

const largest = (list: readonly number[]) =>
  list.reduce((best, x, i) => (Math.abs(x) > Math.abs(list[best]!) ? i : best), 0);

/** Products that are written out; the others are summed. */
const SHOWN = 3;

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/**
 *   rnn   ∂L/∂hₜ₋₁[k] = Σⱼ W[k,j] · φ′ⱼ · ∂L/∂hₜ[j]
 *   lstm  ∂L/∂cₜ₋₁[k] = f[k] · (∂L/∂cₜ[k] + o[k] · (1 − tanh² cₜ[k]) · ∂L/∂hₜ[k])
 *   gru   ∂L/∂hₜ₋₁[k] = z[k] · ∂L/∂hₜ[k] + what comes through the gates and the candidate
 *
 * @param passage from state t − 1 to state t, and the gradients by both
 */
export function arithmeticOf(
  cell: Cell,
  { hidden: H, activation, printed }: GradientValues,
  { wx, wh, bias, otherBias }: Weights,
  { x, before, after, gradientBefore, gradientAfter }: Passage,
): Arithmetic {
  const part = cell === 'lstm' ? 'c' : 'h';
  const unit = largest(gradientBefore[part]!);
  const total = gradientBefore[part]![unit]!;
  const dh = gradientAfter['h']![unit]!;
  const G = bias.length;
  /** Pre-activation of a gate's number `unit`. */
  const gate = (g: number) => {
    const column = g * H + unit;
    const dot = (v: readonly number[], w: readonly number[]) =>
      v.reduce((sum, a, i) => sum + a * w[i * G + column]!, 0);
    return dot(x, wx) + bias[column]! + dot(before['h']!, wh) + otherBias[column]!;
  };
  switch (cell) {
    case 'rnn': {
      const terms = after['h']!.map((h, j) => ({
        unit: j,
        weight: wh[unit * H + j]! + (printed ? wx[unit * H + j]! : 0),
        slope: activation === 'tanh' ? 1 - h * h : Number(h > 0),
        gradient: gradientAfter['h']![j]!,
      }));
      terms.sort((a, b) => Math.abs(product(b)) - Math.abs(product(a)));
      const others = terms.slice(SHOWN);
      const rest = others.reduce((sum, term) => sum + product(term), 0);
      return { cell, unit, total, terms: terms.slice(0, SHOWN), others: others.length, rest };
    }
    case 'lstm':
      return {
        cell, unit, total, dh,
        forget: sigmoid(gate(1)),
        output: sigmoid(gate(3)),
        squashed: Math.tanh(after['c']![unit]!),
        dc: gradientAfter['c']![unit]!,
      }; // prettier-ignore
    case 'gru':
      return { cell, unit, total, dh, keep: sigmoid(gate(1)) };
  }
}
