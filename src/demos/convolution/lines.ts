/** The arithmetic as lines of text: what the panel, the sentence and the tests read. */
import { formatFixed, formatSignificant } from '@/lib/format';
import type { Lang } from '@/lib/text';
import { isThere, type ConvolutionState, type Map2d } from './state';
import type { ConvolutionValues } from './params';

/** As it was typed where it has no more than four decimals, else four significant digits. */
export function write(x: number, lang: Lang): string {
  const typed = /^\d{1,6}(?:\.(\d{1,4}))?$/.exec(String(Math.abs(Number(x.toPrecision(6)))));
  return typed ? formatFixed(x, typed[1]?.length ?? 0, lang) : formatSignificant(x, 4, lang);
}
const inner = (x: number, lang: Lang) => (x < 0 ? `(${write(x, lang)})` : write(x, lang));

export type Tap = {
  /** Place in the image; outside it is padding, and reads 0. */
  readonly row: number;
  readonly column: number;
  readonly pixel: number;
  readonly weight: number;
  readonly product: number;
};

/** What the window at an output multiplies, row by row of the kernel. */
export function tapsAt({ image, kernel, along }: ConvolutionState, [r, c]: readonly [number, number]): Tap[] {
  const { stride, dilation, before } = along;
  return kernel.used.map((weight, i) => {
    const row = r * stride - before + Math.floor(i / kernel.side) * dilation;
    const column = c * stride - before + (i % kernel.side) * dilation;
    const inside = row >= 0 && column >= 0 && row < image.side && column < image.side;
    const pixel = inside ? image.values[row * image.side + column]! : 0;
    return { row, column, pixel, weight, product: pixel * weight };
  });
}

export const at = ({ side, values }: Map2d, [row, column]: readonly [number, number]): number =>
  values[row * side + column]!;

const sum = (list: readonly number[]) => list.reduce((total, x) => total + x, 0);

/** “0 × (−1) + 8 × 0 + 8 × 1 = 8”, one for each row of the kernel, and its result. */
export function productLines(state: ConvolutionState, lang: Lang): { text: string; result: string; value: number }[] {
  const taps = tapsAt(state, state.cell);
  return Array.from({ length: state.kernel.side }, (_, i) => {
    const row = taps.slice(i * state.kernel.side, (i + 1) * state.kernel.side);
    const value = sum(row.map(({ product }) => product));
    const text = row.map(({ pixel, weight }) => `${write(pixel, lang)} × ${inner(weight, lang)}`).join(' + ');
    return { text, result: write(value, lang), value };
  });
}

/** “z = 1.14 + 0.23 + 0.7 + b = 2.76, b = 0.69” */
export function sumLine(state: ConvolutionState & { z: Map2d }, { bias }: ConvolutionValues, lang: Lang): string {
  const parts = productLines(state, lang).map(({ value }) => inner(value, lang));
  const [terms, tail] =
    bias === 0 ? [parts, ''] : [[...parts, 'b'], `${lang === 'zh' ? '，' : ', '}b = ${write(bias, lang)}`];
  return `z = ${terms.join(' + ')} = ${write(at(state.z, state.cell), lang)}${tail}`;
}

/** “a = ReLU(−12) = 0” */
export function activationLine(
  state: ConvolutionState & { z: Map2d; a: Map2d },
  { activation }: ConvolutionValues,
  lang: Lang,
): string {
  const [z, a] = [write(at(state.z, state.cell), lang), write(at(state.a, state.cell), lang)];
  if (activation === 'relu') return `a = ReLU(${z}) = max(0, ${z}) = ${a}`;
  return activation === 'sigmoid' ? `a = σ(${z}) = ${a}` : `a = ReLU(σ(${z})) = max(0, ${a}) = ${a}`;
}

/** Where in the pooled map the output looked at goes; undefined where no window reaches it. */
export function pooledCell({ cell, pooled }: ConvolutionState, pool: number): readonly [number, number] | undefined {
  const place = [Math.floor(cell[0] / pool), Math.floor(cell[1] / pool)] as const;
  return isThere(pooled) && Math.max(...place) < pooled.side ? place : undefined;
}

/** “m = max(17, 9, 8, 4) = 17” */
export function poolLine(state: ConvolutionState & { a: Map2d }, { pool }: ConvolutionValues, lang: Lang): string {
  const place = pooledCell(state, pool);
  if (!place) return lang === 'zh' ? '没有一个完整的池化窗口读到它' : 'no whole pooling window reaches it';
  const window = Array.from({ length: pool * pool }, (_, i) =>
    write(at(state.a, [place[0] * pool + Math.floor(i / pool), place[1] * pool + (i % pool)]), lang),
  );
  return `m = max(${window.join(', ')}) = ${write(at(state.pooled as Map2d, place), lang)}`;
}

/** “⌊(8 + 0 − 1 × (3 − 1) − 1) / 1⌋ + 1 = 6”, and what it says of a window that does not fit. */
export function sizeLine({ along }: ConvolutionState): string {
  const { pixels, before, after, taps, dilation, stride, extent, places } = along;
  const p = before + after;
  const numerator = `${pixels} + ${p} − ${dilation} × (${taps} − 1) − 1`;
  const room = pixels + p - extent;
  if (places === 0) return `${numerator} = −${-room} < 0`;
  const whole = room % stride === 0;
  return `${whole ? '' : '⌊'}(${numerator}) / ${stride}${whole ? '' : '⌋'} + 1 = ${places}`;
}

/** Sum, activation and pool of the output looked at; nothing where there is no output. */
export function resultLines(state: ConvolutionState, values: ConvolutionValues, lang: Lang): string[] {
  const { z, a, pooled } = state;
  if (!isThere(z) || !isThere(a)) return [];
  const there = { ...state, z, a };
  const lines = [sumLine(there, values, lang), activationLine(there, values, lang)];
  return isThere(pooled) ? [...lines, poolLine(there, values, lang)] : lines;
}

/** “Side of the output (n + p − d(k − 1) − 1) / s + 1: (8 + 0 − 1 × (3 − 1) − 1) / 1 + 1 = 6” */
export function sizeText(state: ConvolutionState, lang: Lang): string {
  const { places, unread } = state.along;
  const line = `(n + p − d(k − 1) − 1) / s + 1 = ${sizeLine(state)}`;
  const rest = places > 0 && unread > 0;
  return lang === 'zh'
    ? `输出的边长 ${line}${rest ? `；末尾有 ${unread} 个像素没有读到` : ''}`
    : `Side of the output ${line}${rest ? `; pixels at the end not read: ${unread}` : ''}`;
}

/** In a cell of a picture: whole, or with as few digits as tell cells apart. */
export function brief(x: number, lang: Lang): string {
  const size = Math.abs(x);
  if (Number.isInteger(x)) return formatFixed(x, 0, lang);
  return formatFixed(x, size < 10 ? (Math.abs(10 * x - Math.round(10 * x)) < 1e-6 ? 1 : 2) : 1, lang);
}
