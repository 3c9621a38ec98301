/** Positions of a slider, 0 … n, and the values of a number param; linear, or in powers of ten. */
import type { NumberParam } from '@/lib/params';

const LOG_STEPS_PER_DECADE = 20;

/** The last position of the slider of `param`. */
export const SLIDER_STEPS = (param: NumberParam): number =>
  param.scale === 'log'
    ? Math.round(Math.log10(param.max / param.min) * LOG_STEPS_PER_DECADE)
    : Math.round((param.max - param.min) / param.step);

/** The position nearest to `value`. */
export function toSlider(param: NumberParam, value: number): number {
  const part =
    param.scale === 'log'
      ? Math.log(value / param.min) / Math.log(param.max / param.min)
      : (value - param.min) / (param.max - param.min);
  return Math.round(part * SLIDER_STEPS(param));
}

/**
 * The value at a position: round numbers, never out of range.
 *
 * @example fromSlider({ kind: 'number', label: { zh: '', en: '' }, default: 1, min: 0.01, max: 10, step: 1, scale: 'log' }, 40) // 1
 */
export function fromSlider(param: NumberParam, position: number): number {
  const raw =
    param.scale === 'log'
      ? Number((param.min * 10 ** (position / LOG_STEPS_PER_DECADE)).toPrecision(2))
      : Number((param.min + position * param.step).toPrecision(12));
  return Math.min(param.max, Math.max(param.min, param.integer ? Math.round(raw) : raw));
}
