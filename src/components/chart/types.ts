/** What the charts are told: words, tones, dimensions. Data come as plain arrays. */
import type { Lang, Text } from '@/lib/text';
import type { Scale } from './scale';

/** A colour by its meaning: the name of a token in styles/tokens.css. */
export type Tone =
  | 'ink' | 'muted' | 'gold' | 'bubble' | 'input' | 'weight-pos' | 'weight-neg' | 'activation' | 'gradient' | 'loss'
  | 'baseline' | 'founder' | 'pool' | 'investor-1' | 'investor-2' | 'investor-3' | 'investor-4' | 'debt' | 'forecast'
  | 'danger'; // prettier-ignore

/** A `Text`, or a symbol that is the same in every language: 'x₁'. */
export type Words = Text | string;

/** @example say({ zh: '损失', en: 'loss' }, 'en') // 'loss' */
export const say = (words: Words, lang: Lang): string => (typeof words === 'string' ? words : words[lang]);

/** One axis of a chart. */
export type Dimension = {
  readonly label: Words;
  readonly unit?: Words;
  /** Exactly this far; from the data, rounded outwards, when absent. */
  readonly domain?: readonly [number, number];
  /** Logarithmic; what is zero or less has no place on it and leaves a gap. */
  readonly log?: boolean;
  /** The domain reaches to zero. */
  readonly zero?: boolean;
  /** Where the ticks stand, in place of round numbers. */
  readonly ticks?: readonly number[];
  /** Writes a value, on the axis and in the readout. */
  readonly format?: (value: number) => string;
};

/** The inside of a chart, in px: what its marks are placed by. */
export type Frame = {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
};

/** A line of a readout. */
export type Row = { readonly name: string; readonly value: string; readonly tone?: Tone; readonly dashed?: boolean };
