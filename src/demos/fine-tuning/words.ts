/** Numbers and formulas as the words and the picture write them. */
import { formatFixed, formatPercent } from '@/lib/format';
import type { Lang, Text } from '@/lib/text';
import type { TuningValues } from './params';
import type { Estimate } from './statistics';

/** 73.5% */
export const share = (x: number, lang: Lang): string => formatPercent(x, 1, lang);
/** 73.5% ± 1.3% */
export const withBand = ({ mean, half, count }: Estimate, lang: Lang): string =>
  count > 1 ? `${share(mean, lang)} ± ${share(half, lang)}` : share(mean, lang);

/** 0.5, −0.25: as it was set. */
export const factorText = (x: number): string => String(Number(x.toPrecision(3))).replace('-', '−');

/** The letter of the coefficient. */
export const letter = (formula: TuningValues['formula']): string => (formula === 'arithmetic' ? 'λ' : 'α');

const PRE: Text = { zh: 'θ预', en: 'θpre' };
const OTHER: Readonly<Record<TuningValues['formula'], Text>> = {
  arithmetic: { zh: 'θ微', en: 'θfine' },
  printed: { zh: 'θ微', en: 'θfine' },
  strangers: { zh: 'θ零', en: 'θscratch' },
};

const bracket = (text: string) => (text.startsWith('−') ? `(${text})` : text);

/** The sum with its letters, or with numbers in their place: θpre + λ · (θfine − θpre), 0.21 + 0.5 × (0.40 − 0.21). */
export function sumOf(
  formula: TuningValues['formula'],
  lang: Lang,
  numbers?: { readonly start: number; readonly other: number; readonly factor: number },
): string {
  const [pre, other] = numbers
    ? [numbers.start, numbers.other].map((x) => formatFixed(x, 4, lang))
    : [PRE[lang], OTHER[formula][lang]];
  const factor = numbers ? `${bracket(factorText(numbers.factor))} × ` : `${letter(formula)} · `;
  return formula === 'arithmetic'
    ? `${pre} + ${factor}(${other} − ${bracket(pre!)})`
    : `${pre} + ${factor}${bracket(other!)}`;
}
