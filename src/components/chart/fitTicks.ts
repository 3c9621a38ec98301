import type { Lang } from '@/lib/text';
import type { Scale } from './scale';
import { textWidth } from './textWidth';
import { linearTicks, logTicks, tickTexts } from './ticks';
import type { Dimension } from './types';

export type Ticks = { readonly ticks: readonly number[]; readonly texts: readonly string[] };

/** About `count` ticks of a dimension within its domain, and what is written at them. */
export function ticksOf(dimension: Dimension, domain: readonly [number, number], count: number, lang: Lang): Ticks {
  const { log = false, format } = dimension;
  const [lo, hi] = [Math.min(...domain), Math.max(...domain)];
  const ticks =
    dimension.ticks?.filter((t) => t >= lo && t <= hi) ?? (log ? logTicks(lo, hi, count) : linearTicks(lo, hi, count));
  return { ticks, texts: format ? ticks.map(format) : tickTexts(ticks, lang, log) };
}

/**
 * As many ticks along a horizontal scale as stand apart from one another.
 *
 * @param scale its range is in px
 */
export function fitTicks(dimension: Dimension, scale: Scale, lang: Lang): Ticks {
  const length = Math.abs(scale.range[1] - scale.range[0]);
  for (let count = Math.max(4, Math.round(length / 110)); ; count--) {
    const fit = ticksOf(dimension, scale.domain, Math.max(1, count), lang);
    const apart = fit.ticks.every((tick, i) => {
      if (i === 0) return true;
      const gap = Math.abs(scale(tick) - scale(fit.ticks[i - 1]!));
      return gap >= (textWidth(fit.texts[i]!) + textWidth(fit.texts[i - 1]!)) / 2 + 14;
    });
    if (apart || count <= 1) return fit;
  }
}
