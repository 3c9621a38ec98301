/**
 * How wide a text is: Latin as the site's own interface font sets it, kerning included; full-width characters 1 em, so
 * that no Chinese font is needed to build and every machine lays a diagram out alike.
 */
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import type { Font } from 'fontkit';

const file = createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
const font = fontkit.openSync(file) as Font;

const FULL_WIDTH =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u;
const NO_WIDTH = /\p{M}|\u200B|\u200D/u;
/** A character that is in neither font: about the mean of the symbols that readers' fonts have, em. */
const UNKNOWN = 0.6;
/** How much wider bold letters run. */
const BOLD = 1.06;

/** A stretch of characters that the font has, in em. */
const setWidth = (text: string) => (text ? font.layout(text).advanceWidth / font.unitsPerEm : 0);

const widths = new Map<string, number>();

/** In em. */
function width(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  let [sum, stretch] = [0, ''];
  for (const character of text) {
    const full = FULL_WIDTH.test(character);
    if (!full && font.hasGlyphForCodePoint(character.codePointAt(0)!)) {
      stretch += character;
      continue;
    }
    sum += setWidth(stretch) + (full ? 1 : NO_WIDTH.test(character) ? 0 : UNKNOWN);
    stretch = '';
  }
  sum += setWidth(stretch);
  widths.set(text, sum);
  return sum;
}

/**
 * Rounded to 1/64 px, as browsers do. Unrounded widths leave float noise in mermaid's geometry, and its edges then end
 * in crooked last segments.
 */
export const toLayoutUnit = (px: number): number => Math.round(px * 64) / 64;

/**
 * The width of a text in px at a font size in px.
 *
 * @example textWidth('金矿', 16) // 32
 */
export const textWidth = (text: string, size: number, bold = false): number =>
  toLayoutUnit(width(text) * size * (bold ? BOLD : 1));

/** Above and below the baseline in px; browsers round both. */
export const ascent = (size: number): number => Math.round((font.ascent / font.unitsPerEm) * size);
export const descent = (size: number): number => Math.round((-font.descent / font.unitsPerEm) * size);
