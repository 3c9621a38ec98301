/**
 * All real roots of a sum of exponentials, f(δ) = Σⱼ cⱼ e^(−δ tⱼ): the net present value as a function of δ = ln(1 + rate).
 *
 * By Descartes' rule, f has at most as many roots as its coefficients, in the order of the times, have changes of sign.
 * Rolle makes that a method: with τ between two times where the sign changes, g = e^(δτ) f has the roots of f, and
 * g' = Σ −cⱼ (tⱼ − τ) e^(−δ(tⱼ − τ)) has one change of sign less. Between the roots of g', which are found the same way,
 * g is monotone and has one root at most: none is missed, and no guess is needed.
 *
 * Magnitudes are kept as logarithms, so that neither long series nor extreme rates overflow.
 * Source: G. Pólya, G. Szegő, Problems and Theorems in Analysis II, part V, no. 77 (Descartes' rule for Dirichlet sums).
 */
import { require } from '@/lib/errors';

/** sign · e^log · e^(−δ time); sign is 1 or −1. */
type Term = { readonly sign: number; readonly log: number; readonly time: number };

/** Where |f| is below this part of Σ |terms|, f touches 0: closer than this a double cannot tell. */
const TOUCH = 1e-13;

/** f(δ) over the largest of its terms: in [−n, n], with the sign of f; `size` is Σ |terms| on the same scale. */
function scaled(terms: readonly Term[], delta: number): { value: number; size: number } {
  let top = -Infinity;
  for (const { log, time } of terms) top = Math.max(top, log - delta * time);
  let value = 0;
  let size = 0;
  for (const { sign, log, time } of terms) {
    const magnitude = Math.exp(log - delta * time - top);
    value += sign * magnitude;
    size += magnitude;
  }
  return { value, size };
}

/** −1, 0 or 1; 0 where f touches 0. */
function signAt(terms: readonly Term[], delta: number): number {
  const { value, size } = scaled(terms, delta);
  return Math.abs(value) <= TOUCH * size ? 0 : Math.sign(value);
}

/** The point of (a, b) where a monotone f changes its sign, which is `left` at a: halved until no double lies between. */
function bisect(terms: readonly Term[], a: number, b: number, left: number): number {
  for (;;) {
    const middle = (a + b) / 2;
    if (middle <= a || middle >= b) return middle;
    const sign = Math.sign(scaled(terms, middle).value);
    if (sign === 0) return middle;
    if (sign === left) a = middle;
    else b = middle;
  }
}

/** From `start` on, in steps that double in the given direction, to where f has `sign`: its sign at that infinity. */
function outwards(terms: readonly Term[], start: number, direction: 1 | -1, sign: number): number {
  let step = 1;
  while (Math.sign(scaled(terms, start + direction * step).value) !== sign) step *= 2;
  return start + direction * step;
}

function rootsOf(terms: readonly Term[]): number[] {
  const change = terms.findIndex((term, j) => j > 0 && term.sign !== terms[j - 1]!.sign);
  if (change < 0) return [];
  const tau = (terms[change - 1]!.time + terms[change]!.time) / 2;
  const turns = rootsOf(
    terms.map(({ sign, log, time }) => ({
      sign: time < tau ? sign : -sign,
      log: log + Math.log(Math.abs(time - tau)),
      time,
    })),
  );

  // δ → −∞ belongs to the last flow, δ → ∞ to the first.
  const [first, last] = [terms[0]!.sign, terms.at(-1)!.sign];
  const roots: number[] = [];
  let [point, sign] = [-Infinity, last];
  for (const turn of [...turns, Infinity]) {
    const next = turn === Infinity ? first : signAt(terms, turn);
    if (sign * next < 0) {
      const a = point === -Infinity ? outwards(terms, turns[0] ?? 0, -1, sign) : point;
      const b = turn === Infinity ? outwards(terms, turns.at(-1) ?? 0, 1, next) : turn;
      roots.push(bisect(terms, a, b, sign));
    }
    if (next === 0) roots.push(turn);
    [point, sign] = [turn, next];
  }
  return roots;
}

/**
 * Every δ with Σⱼ amounts[j] · e^(−δ · times[j]) = 0, ascending. Where the sum touches 0 without crossing, within what a
 * double can tell (1e-13 of the terms), it has one root there.
 *
 * @param amounts currency units, any order; those of the same time add up
 * @param times   years or periods, one for each amount
 * @throws {DomainError} not as many times as amounts
 * @example exponentialRoots([-100, 230, -132], [0, 1, 2]).map((delta) => Math.expm1(delta).toFixed(12)) // ['0.100000000000', '0.200000000000']
 * @example exponentialRoots([-100, 100, -100], [0, 1, 2]) // []
 */
export function exponentialRoots(amounts: readonly number[], times: readonly number[]): number[] {
  require(amounts.length === times.length, 'exponentialRoots', 'there is a time for each amount', times.length);
  const byTime = new Map<number, number>();
  times.forEach((time, j) => byTime.set(time, (byTime.get(time) ?? 0) + amounts[j]!));
  const terms = [...byTime]
    .filter(([, amount]) => amount !== 0)
    .sort(([a], [b]) => a - b)
    .map(([time, amount]) => ({ sign: Math.sign(amount), log: Math.log(Math.abs(amount)), time }));
  return rootsOf(terms);
}
