/** One layer of attention over a sentence: what model, words and picture agree on. Nothing here computes but the start. */
import type { State } from '@/lib/demo';
import type { Values } from '@/lib/params';
import { createRandom } from '@/lib/random';
import type { params } from './demo';
import { MOST, tokensOf, vocabularyOf } from './tokens';

export type AttentionValues = Values<typeof params>;
export type ScaleName = AttentionValues['scale'];

/** C: numbers in the vector of a token. */
export const WIDTH = 8;

/** Whose numbers a state holds; the settings may already ask for others. */
export type Setup = {
  /** Places in the vocabulary of the sentence (T). */
  readonly tokens: readonly number[];
  readonly text: string;
  readonly heads: number;
  readonly size: number;
  readonly scale: ScaleName;
  readonly causal: boolean;
  readonly temperature: number;
  readonly seed: number;
  readonly learningRate: number;
  /** In the tasks: the query knows which token stands at its place. */
  readonly ownToken: boolean;
};

export function setupOf(values: AttentionValues): Setup {
  const { text, heads, size, scale, causal, temperature, seed, learningRate, ownToken } = values;
  const tokens = vocabularyOf(tokensOf(text, 'zh')); // the example is as long in every language
  return { tokens, text, heads, size: Number(size), scale, causal, temperature, seed, learningRate, ownToken };
}

/** What the products q·k are multiplied by before softmax, and the output after it. */
export const innerOf = ({ scale, size, temperature }: Setup): number =>
  (scale === 'inside' ? 1 / Math.sqrt(size) : 1) / temperature;
export const outerOf = ({ scale, size }: Setup): number => (scale === 'printed' ? 1 / Math.sqrt(size) : 1);

export const WEIGHTS = ['WQ', 'WK', 'WV', 'WO'] as const;
export type WeightName = (typeof WEIGHTS)[number];
/** Wq, Wk, Wv (C, H·D) and Wo (H·D, C), row by row. */
export type Weights = Readonly<Record<WeightName, readonly number[]>>;

/**
 * The vectors x (T,C) ~ N(0, 1), and weights that keep that size: Wq, Wk, Wv ~ N(0, 1/C), Wo ~ N(0, 1/(H·D)). So each
 * number of q and k is about N(0, 1), and their product over D numbers has a variance of about D.
 */
export function startOf({ tokens, heads, size, seed }: Setup): { x: number[]; weights: Weights } {
  const random = createRandom(seed);
  const draw = (n: number, scale: number) => Array.from({ length: n }, () => Math.fround(scale * random.normal()));
  const table = draw(MOST * WIDTH, 1);
  const inner = WIDTH * heads * size;
  const [WQ, WK, WV] = [1, 2, 3].map(() => draw(inner, 1 / Math.sqrt(WIDTH))) as [number[], number[], number[]];
  const WO = draw(inner, 1 / Math.sqrt(heads * size));
  return { x: tokens.flatMap((t) => table.slice(t * WIDTH, (t + 1) * WIDTH)), weights: { WQ, WK, WV, WO } };
}

/** Of one way to scale: what becomes of the weights, the output and the gradient. */
export type Measure = {
  readonly scale: ScaleName;
  /** Mean over heads and rows of −Σ p log₂ p. */
  readonly bits: number;
  /** Mean over heads and rows of the largest weight. */
  readonly largest: number;
  /** Root of the mean square of the output of the heads. */
  readonly output: number;
  /** √Σ(∂L/∂p)² and √Σ(∂L/∂s)² over all heads: the gradient before softmax on the way back, and after it. */
  readonly dP: number;
  readonly dS: number;
};

/** Matrices as they are kept: (T,C), of every head (H,T,D) and (H,T,T), and the gradient of Wq (C, H·D). */
export type Kept =
  | 'Y' | 'dY' | 'Q' | 'K' | 'V' | 'O' | 'dO' | 'dV' | 'dQ' | 'dK' | 'S' | 'P' | 'dP' | 'dS' | 'dWQ'; // prettier-ignore

export type SentenceState = State & {
  readonly mode: 'sentence';
  readonly setup: Setup;
  /** From 1: how often the layer has been gone through. */
  readonly round: number;
  /** Place in stagesOf(setup). */
  readonly at: number;
  /** What this round has computed so far. */
  readonly kept: Readonly<Partial<Record<Kept, readonly number[]>>>;
  /** Those of this round; those of startOf when absent. */
  readonly weights?: Weights;
  /** At an update: those that it makes, and the loss with them. */
  readonly moved?: { readonly weights: Weights; readonly loss: number };
  /** ½ Σ (y − x of the next token)², over all tokens but the last. */
  readonly loss: number;
  readonly measures: readonly Measure[];
};
