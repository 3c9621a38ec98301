/** "Show the working": the steps of the waterfall, each as its formula and as the numbers in it, in millions. */
import { explain, type DerivationStep } from '@/finance/derivation';
import { waterfall } from '@/finance/waterfall';
import { formatFixed, formatSignificant } from '@/lib/format';
import type { Lang, Text } from '@/lib/text';
import { sheetOf, tableOf, termsOf, type ExitValues, type Holder } from './terms';
import { HOLDER_NAMES, inBoth } from './words';

export type Line = {
  readonly holder: Holder | null;
  readonly name: Text;
  readonly symbol: string;
  readonly formula: string;
  /** The formula with its numbers in place. */
  readonly numbers: Text;
  readonly result: Text;
  /** '32/85' where the result is rounded. */
  readonly exact: string | null;
};

/** Up to six significant digits and no trailing zeros: what a reader checks with a pencil. */
export function plainNumber(x: number, lang: Lang): string {
  const value = Number(x.toPrecision(6));
  const text = String(value);
  if (text.includes('e')) return formatSignificant(value, 3, lang);
  return formatFixed(value, text.split('.')[1]?.length ?? 0, lang);
}

/** The numbers in place of the names; a list in a sum is added up before the reader's eyes, without its zeros. */
export function substituted({ formula, inputs }: Pick<DerivationStep, 'formula' | 'inputs'>, lang: Lang): string {
  const list = (name: string) => {
    const terms = [inputs[name]!].flat().filter((x) => x !== 0).map((x) => plainNumber(x as number, lang)); // prettier-ignore
    return terms.length === 0 ? '0' : terms.length === 1 ? terms[0]! : `(${terms.join(' + ')})`;
  };
  return formula
    .replace(/sum\((\w+)\)|\b(?!sum|min|max)[A-Za-z]\w*/g, (name, listed?: string) => list(listed ?? name))
    .replace(/ [+−] 0(?![\d.,])/g, '')
    .replace(/^\(([^()]*)\)$/, '$1');
}

/** The steps of the sale that `values` say. */
export function workingOf(values: ExitValues): Line[] {
  const table = tableOf(values);
  const { steps } = explain((note) => waterfall(table, termsOf(values, sheetOf(values)), values.exit, note));
  return steps
    .filter(({ symbol }) => symbol !== 'c') // there are no costs of the sale here
    .map((step) => {
      const holder = /^w\d/.test(step.symbol) ? (table[Number(step.symbol.slice(1)) - 1]!.stakeholder as Holder) : null;
      const round = holder?.startsWith('round');
      const name = holder && {
        zh: `${HOLDER_NAMES[holder].zh}得`,
        en: `${HOLDER_NAMES[holder].en} get${round ? 's' : ''}`,
      };
      return {
        holder,
        name: name ?? step.name,
        symbol: step.symbol,
        formula: step.formula.replace(' − c', ''),
        numbers: inBoth((lang) => substituted(step, lang)),
        result: inBoth((lang) => plainNumber(step.value, lang)),
        exact: Number(step.value.toPrecision(6)) === step.value ? null : step.exact!,
      };
    });
}
