import type { Tone } from './types';

/** @example tone('weight-pos') // 'var(--weight-pos)' */
export const tone = (name: Tone): string => `var(--${name})`;

/**
 * A tone thinned with the paper it stands on: 0 is paper, 1 the tone itself. Sequential scales are one tone,
 * diverging ones two that meet in paper.
 *
 * @example tint('loss', 0.25) // 'color-mix(in oklab, var(--loss) 25%, var(--surface))'
 */
export const tint = (name: Tone, share: number): string =>
  `color-mix(in oklab, var(--${name}) ${Math.round(100 * Math.min(1, Math.max(0, share)))}%, var(--surface))`;

/** Tones too pale, on one paper or the other, for letters (WCAG asks 4.5 : 1 of text, 3 : 1 of marks). */
const PALE: readonly Tone[] = ['investor-1', 'investor-4', 'debt'];

/**
 * The colour of a name that stands beside its mark.
 *
 * @example textTone('loss') // 'var(--loss)'
 * @example textTone('debt') // 'var(--ink)'
 */
export const textTone = (name: Tone): string => tone(PALE.includes(name) ? 'ink' : name);
