/** The arithmetic of a step as lines of text: what the picture's panel, the sentence and the tests read. */
import { formatFixed, formatSignificant } from '@/lib/format';
import type { Lang } from '@/lib/text';
import { GRAPHS, nameOf, type Op } from './graphs';
import type { BackpropState, Move } from './model';
import { slope, type Sent } from './rules';
import { localOf } from './tape';

/** Four significant digits, or the number as it was typed where it has no more than four decimals. */
export function write(x: number, lang: Lang, digits = 4): string {
  const typed = /^\d{1,6}(?:\.(\d{1,4}))?$/.exec(String(Math.abs(x)));
  return typed ? formatFixed(x, typed[1]?.length ?? 0, lang) : formatSignificant(x, digits, lang);
}

/** In a box of the picture: three digits after the point where they fit. */
export const brief = (x: number, lang: Lang): string =>
  Math.abs(x) < 9.9995 ? formatFixed(x, 3, lang) : formatSignificant(x, 3, lang);

const inner = (x: number, lang: Lang) => (x < 0 ? `(${write(x, lang)})` : write(x, lang));

/** Without the brackets that only a factor needs. */
const bare = (text: string) => text.replace(/^\((.*)\)$/, '$1');

/** The operation of a state, if it is at one. */
export const opOf = ({ graph, op }: BackpropState): Op | undefined => GRAPHS[graph].ops[op];

/** “z = p₁ + p₂ + b = 2 + 6 + (−3) = 5” */
export function forwardLine({ id, kind, from }: Op, { values }: BackpropState, lang: Lang): string {
  const names = from.map(nameOf);
  const numbers = from.map((name) => inner(values[name]!, lang));
  const half = from.length / 2;
  const squares = (parts: readonly string[]) =>
    Array.from({ length: half }, (_, i) => `(${parts[i]} − ${parts[half + i]})²`).join(' + ');
  const loss = (parts: readonly string[]) => (half > 1 ? `½[${squares(parts)}]` : `½ ${squares(parts)}`);
  const formula = {
    mul: (parts: readonly string[]) => parts.join(' × '),
    sum: (parts: readonly string[]) => parts.join(' + '),
    sigmoid: ([z]: readonly string[]) => `σ(${bare(z!)})`,
    loss,
  }[kind];
  return `${nameOf(id)} = ${formula(names)} = ${formula(numbers)} = ${write(values[id]!, lang)}`;
}

/** “∂p₁/∂w₁ = x₁ = −1”, for each number that the operation reads. */
export const localLines = (op: Op, { values }: BackpropState, lang: Lang): string[] =>
  op.from.map((from, i) => {
    const { name, value } = localOf(op, i, values);
    return `∂${nameOf(op.id)}/∂${nameOf(from)} = ${name === '1' ? '' : `${bare(name)} = `}${write(value, lang)}`;
  });

/** “∂L/∂w₁ = ∂L/∂p₁ × x₁ = 0.1437 × (−1) = −0.1437” */
export function sentLine({ to, factors, value, before }: Sent, lang: Lang): string {
  const left = before === 0 ? slope(to) : lang === 'zh' ? `再给 ${nameOf(to)}` : `more for ${nameOf(to)}`;
  const result = write(value, lang);
  if (factors.length === 0) return `${left}: ${result}`;
  const names = factors.length > 1 ? factors.map(({ name }) => name).join(' × ') : bare(factors[0]!.name);
  const numbers = factors.map((f) => inner(f.value, lang)).join(' × ');
  return `${left} = ${names} = ${factors.length > 1 ? `${numbers} = ` : ''}${result}`;
}

/** What is added up where a number is used twice; nothing where it is used once. */
export function shareLine({ to, value, before }: Sent, { checks }: BackpropState, lang: Lang): string | undefined {
  if (before !== 0)
    return `${slope(to)} = ${write(before, lang)} + ${inner(value, lang)} = ${write(before + value, lang)}`;
  if (checks[to]) return undefined;
  return lang === 'zh'
    ? `${nameOf(to)} 还有另一个去处：等那一份到了再相加`
    : `${nameOf(to)} is used once more: that share is still to be added`;
}

/** “印的如此：缺 σ′(s)、h₁，却乘了 ŷ” */
export function wrongLine({ wrong }: Sent, lang: Lang): string | undefined {
  if (!wrong) return undefined;
  const { lacks, instead } = wrong;
  return lang === 'zh'
    ? `照印的算：缺 ${lacks.join('、')}${instead ? `，却乘了 ${instead}` : ''}`
    : `as printed: ${lacks.join(' and ')} missing${instead ? `, ${instead} in its place` : ''}`;
}

/** “2 − 0.5 × (−0.1437) = 2.072” */
export const moveLine = ({ from, gradient, to }: Move, learningRate: number, lang: Lang): string =>
  `${write(from, lang)} − ${write(learningRate, lang)} × ${inner(gradient, lang)} = ${write(to, lang)}`;
