/** What each clause of a term sheet costs the founders: the exit paid out again with that one clause struck out. */
import { rational, type Rational } from '@/finance/rational';
import { waterfall } from '@/finance/waterfall';
import type { Text } from '@/lib/text';
import { ROUNDS } from './params';
import { cleanSheet, HOLDERS, roundsOf, sheetOf, tableOf, termsOf } from './terms';
import type { Clauses, ExitValues, Holder, Sheet } from './terms';

export type ClauseKind = 'multiple' | 'participation' | 'cap' | 'seniority' | 'all';

/** In millions. */
export type ClausePrice = {
  readonly kind: ClauseKind;
  /** 0, 1, 2; null for what concerns all rounds. */
  readonly round: number | null;
  /** What the founders lose by it at this exit; below 0 where the clause is in their favour. */
  readonly cost: number;
  /** What it brings everybody else, as far as it is not 0; with the founders' loss it sums to 0. */
  readonly gains: readonly { readonly holder: Holder; readonly amount: number }[];
};

/** The clauses that are there to be struck out, each with the sheet without it. All of them together come last. */
export function variants(
  sheet: Sheet,
  rounds: readonly number[],
): (Pick<ClausePrice, 'kind' | 'round'> & { sheet: Sheet })[] {
  const without = (round: number, change: Partial<Clauses>): Sheet => ({
    ...sheet,
    rounds: sheet.rounds.map((clauses, i) => (i === round ? { ...clauses, ...change } : clauses)),
  });
  const single = rounds.flatMap((round) => {
    const { multiple, participation } = sheet.rounds[round]!;
    return [
      ...(multiple > 1 ? [{ kind: 'multiple' as const, round, sheet: without(round, { multiple: 1 }) }] : []),
      ...(participation !== 'none'
        ? [{ kind: 'participation' as const, round, sheet: without(round, { participation: 'none' }) }]
        : []),
      ...(participation === 'capped'
        ? [{ kind: 'cap' as const, round, sheet: without(round, { participation: 'full' }) }]
        : []),
    ];
  });
  const ranked = rounds.length > 1 && sheet.seniority === 'standard';
  const order = ranked
    ? [{ kind: 'seniority' as const, round: null, sheet: { ...sheet, seniority: 'pari' as const } }]
    : [];
  return [...single, ...order, { kind: 'all', round: null, sheet: cleanSheet(sheet) }];
}

/** Every clause at the exit of `values`. */
export function priceClauses(values: ExitValues): ClausePrice[] {
  const table = tableOf(values);
  const present = sheetOf(values);
  const pays = (sheet: Sheet) => waterfall(table, termsOf(values, sheet), values.exit).payouts;
  const now = pays(present);
  return variants(present, roundsOf(values)).map(({ kind, round, sheet }) => {
    const then = pays(sheet);
    const gain = (holder: Holder): Rational => (now.get(holder) ?? rational(0)).sub(then.get(holder) ?? 0);
    const gains = HOLDERS.filter((holder) => holder !== 'founders')
      .map((holder) => ({ holder, amount: gain(holder).toNumber() }))
      .filter(({ amount }) => amount !== 0);
    return { kind, round, cost: gain('founders').neg().toNumber() + 0, gains };
  });
}

/** What a clause is called. */
export function clauseName({ kind, round }: Pick<ClausePrice, 'kind' | 'round'>, values: ExitValues): Text {
  if (kind === 'all') return { zh: '全部改成干净条款', en: 'All of it, against clean terms' };
  if (kind === 'seniority') return { zh: '后投先得', en: 'Last in, first out' };
  const { multiple, cap } = sheetOf(values).rounds[round!]!;
  const name = ROUNDS[round!]!;
  if (kind === 'multiple')
    return { zh: `${name.zh}优先清算 ${multiple} 倍而非 1 倍`, en: `${name.en}: preference of ${multiple}×, not 1×` };
  if (kind === 'cap') return { zh: `${name.zh}的上限 ${cap} 倍`, en: `${name.en}: cap of ${cap}×` };
  return { zh: `${name.zh}参与分配`, en: `${name.en}: participation` };
}
