/** The numbers that words and pictures share: means and intervals by number of labels, and the sum at the coefficient set. */
import type { TuningState } from './model';
import { HELD_OUT, SHOTS, type TuningValues } from './params';
import { estimate, type Estimate } from './statistics';

/** As shares; `gap` is of the pairs: how much further the fine-tuned net of each pair came. */
export type Point = { readonly shots: number } & Readonly<Record<'tuned' | 'scratch' | 'gap' | 'after', Estimate>>;

/** What every repeat said at a number of labels: right ones of HELD_OUT. */
export const countsAt = (list: readonly number[], shots: number): readonly number[] =>
  list.filter((_, job) => SHOTS[job % SHOTS.length] === shots);

const shares = (counts: readonly number[]) => counts.map((right) => right / HELD_OUT);

/** One point for each number of labels that has been tried. */
export function curveOf({ tuned, scratch, after }: TuningState): readonly Point[] {
  return SHOTS.slice(0, tuned.length).map((shots) => {
    const [t, s, a] = [tuned, scratch, after].map((list) => shares(countsAt(list, shots))) as [
      number[],
      number[],
      number[],
    ];
    return {
      shots,
      tuned: estimate(t),
      scratch: estimate(s),
      gap: estimate(t.map((share, i) => share - s[i]!)),
      after: estimate(a),
    };
  });
}

export const pointAt = (state: TuningState, { shots }: Pick<TuningValues, 'shots'>): Point | undefined =>
  curveOf(state).find((point) => String(point.shots) === shots);

/** Shares of right ones in A and B and the mean loss on B, by the factor; nothing before the first repeat. */
export type Blend = Readonly<Record<'factor' | 'a' | 'b' | 'loss', number>>;
export const blends = ({ mix }: TuningState): readonly Blend[] =>
  mix.repeats === 0
    ? []
    : mix.factors.map((factor, i) => ({
        factor,
        a: mix.a[i]! / mix.repeats / HELD_OUT,
        b: mix.b[i]! / mix.repeats / HELD_OUT,
        loss: mix.loss[i]! / mix.repeats,
      }));
export const blendAt = (state: TuningState, factor: number): Blend | undefined =>
  blends(state).find((blend) => blend.factor === factor);
