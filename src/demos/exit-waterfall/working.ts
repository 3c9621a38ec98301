/** "Show the working": the steps of the waterfall, each as its formula and as the numbers in it, in millions. */
import type { DerivationStep } from '@/finance/derivation';
import type { Lang, Text } from '@/lib/text';
import type { Sale } from './model';
import type { Holder } from './terms';
import { HOLDER_NAMES, inBoth, plainNumber } from './words';

export type Line = {
  readonly holder: Holder | null;
  readonly name: Text;
  readonly symbol: string;
  readonly formula: string;
  /** The formula with its numbers in place. */
  readonly numbers: Text;
  readonly result: Text;
  /** '544/25' where the result is not a round number. */
  readonly exact: string | null;
};

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

export function workingOf({ steps, payouts }: Sale): Line[] {
  const classes = payouts.filter(({ holder }) => holder !== 'debt');
  return steps
    .filter(({ symbol }) => symbol !== 'c') // there are no costs of the sale here
    .map((step) => {
      const holder = /^w\d/.test(step.symbol) ? classes[Number(step.symbol.slice(1)) - 1]!.holder : null;
      const name = holder ? { zh: `${HOLDER_NAMES[holder].zh}得`, en: `${HOLDER_NAMES[holder].en} get` } : step.name;
      return {
        holder,
        name: holder?.startsWith('round') ? { ...name, en: `${name.en}s` } : name,
        symbol: step.symbol,
        formula: step.formula.replace(' − c', ''),
        numbers: inBoth((lang) => substituted(step, lang)),
        result: inBoth((lang) => plainNumber(step.value, lang)),
        exact: step.exact?.includes('/') ? step.exact : null,
      };
    });
}
