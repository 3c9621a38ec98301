/** Which assumption moves the answer most: one is turned at a time, the others stay. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

/** One bar: the answer with this input at its low and at its high end. */
export type Bar<K extends string = string> = {
  readonly input: K;
  readonly low: number;
  readonly high: number;
  readonly atLow: number;
  readonly atHigh: number;
  /** |atHigh − atLow| */
  readonly swing: number;
};

/**
 * The bars, longest first.
 *
 * @param model  the answer to a set of inputs
 * @param base   the inputs as they are thought to be
 * @param ranges [low, high] of those to be turned; the base lies within
 * @throws {DomainError} a range that does not hold the base, an input that is not there, an answer that is not finite
 * @example tornado(({ a, b }) => a + 10 * b, { a: 1, b: 1 }, { a: [0, 2], b: [0.9, 1.2] }).map((bar) => bar.input) // ['b', 'a']
 */
export function tornado<K extends string>(
  model: (inputs: Readonly<Record<K, number>>) => number,
  base: Readonly<Record<K, number>>,
  ranges: Readonly<Partial<Record<K, readonly [low: number, high: number]>>>,
): Bar<K>[] {
  const answer = (input: K, value: number) => {
    const result = model({ ...base, [input]: value });
    require(Number.isFinite(result), 'tornado', `the answer with ${input} at ${value} is finite`, result);
    return result;
  };
  const bars = (Object.entries(ranges) as [K, readonly [number, number]][]).map(([input, [low, high]]) => {
    require(base[input] !== undefined, 'tornado', 'every input of the ranges is in the base', input);
    checkNumbers('tornado', { [input]: base[input] }, { min: low, max: high });
    const [atLow, atHigh] = [answer(input, low), answer(input, high)];
    return { input, low, high, atLow, atHigh, swing: Math.abs(atHigh - atLow) };
  });
  require(bars.length > 0, 'tornado', 'at least one input is turned', bars);
  return bars.sort((a, b) => b.swing - a.swing);
}
