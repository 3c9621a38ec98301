/** The company and its term sheets as the finance library reads them. Money and shares in millions, so a price is per share. */
import { capTable, type CapTable } from '@/finance/capTable';
import type { ExitTerms, OptionTerms, PreferredTerms } from '@/finance/exitTerms';
import type { Values } from '@/lib/params';
import type { ExitParams } from './params';

/** In the order of the stack, from the bottom. */
export const HOLDERS = ['founders', 'options', 'round1', 'round2', 'round3', 'debt'] as const;
export type Holder = (typeof HOLDERS)[number];

export type ExitValues = Values<ExitParams>;

/** What a round has negotiated. */
export type Clauses = {
  readonly multiple: number;
  readonly participation: 'none' | 'full' | 'capped';
  readonly cap: number;
};
/** All rounds of the company, the last first (standard) or side by side. */
export type Sheet = { readonly rounds: readonly Clauses[]; readonly seniority: 'standard' | 'pari' };

/** The term sheets as they are. */
export const sheetOf = ({ multiple, angel, seriesA, seriesB, caps, seniority }: ExitValues): Sheet => ({
  rounds: [angel, seriesA, seriesB].map((participation, i) => ({
    multiple: multiple[i]!,
    participation,
    cap: caps[i]!,
  })),
  seniority,
});

/** What a founder would ask for: the investment back, or its shares, and nothing besides. */
export const cleanSheet = (sheet: Sheet): Sheet => ({
  ...sheet,
  rounds: sheet.rounds.map((round) => ({ ...round, multiple: 1, participation: 'none' })),
});

/** Holders and classes carry the same name: each holder has one class. */
export const tableOf = ({ founders, options, shares }: ExitValues): CapTable =>
  capTable(
    [founders, options, ...shares].flatMap((quantity, i) =>
      quantity > 0 ? [{ stakeholder: HOLDERS[i]!, stockClass: HOLDERS[i]!, quantity }] : [],
    ),
  );

/** @example roundsOf({ shares: [0, 2, 1.5] }) // [1, 2] */
export const roundsOf = ({ shares }: Pick<ExitValues, 'shares'>): number[] =>
  shares.flatMap((quantity, i) => (quantity > 0 ? [i] : []));

export function termsOf(values: ExitValues, { rounds, seniority }: Sheet): ExitTerms {
  const { invested, options, strike, debt } = values;
  const preferred = roundsOf(values).map((i): PreferredTerms => {
    const { multiple, participation, cap } = rounds[i]!;
    return {
      stockClass: HOLDERS[i + 2]!,
      invested: invested[i]!,
      multiple,
      seniority: seniority === 'standard' ? rounds.length - 1 - i : 0,
      participation: participation === 'capped' ? { cap } : participation,
    };
  });
  const granted: OptionTerms[] = options > 0 ? [{ stockClass: 'options', strike }] : [];
  return {
    classes: [...granted, ...preferred],
    debt: debt > 0 ? [{ name: 'debt', principal: debt, seniority: 0 }] : [],
  };
}
