/** The working of a priced round, line by line, as a page prints it. */
import type { Conversion } from './convertible';
import type { Note, Unit } from './derivation';
import type { Deal } from './pricedRoundTerms';
import type { GuardedSeries } from './roundProtection';
import { rational, type Rational } from './rational';
import { addLines, lineAt, type Line } from './roundEquation';

/** What is known once the round is solved. */
export type SolvedRound = {
  /** Whether the pool is enlarged after the money. */
  readonly after: boolean;
  readonly T: Rational;
  /** The lines that hold at T: investors, pool, earlier shares, protected series, conversions. */
  readonly lines: readonly Line[];
  readonly exactPrice: Rational;
  readonly topUp: Rational;
  readonly chosen: readonly Conversion[];
  readonly guarded: readonly GuardedSeries[];
};

type Inputs = Readonly<Record<string, Rational | readonly Rational[]>>;

/**
 * Takes the working of a solved round down, without rounding.
 *
 * @example explain((note) => pricedRound(capTable([{ stakeholder: 'Ada', quantity: 2e6 }]), { name: 'A', preMoney: 8e6, investments: [{ stakeholder: 'Fund', amount: 2e6 }] }, note)).steps.map((step) => step.symbol) // ['I', 'C', 's', 'T', 'P', 'N']
 */
export function noteRound(note: Note, deal: Deal, solved: SolvedRound): void {
  const { after, T, lines, exactPrice: P, topUp, chosen, guarded } = solved;
  const step = (symbol: string, zh: string, en: string, formula: string, inputs: Inputs, unit: Unit, value: Rational) =>
    note({ symbol, name: { zh, en }, formula, inputs, unit }, value);
  const { preMoney: V, investment: I, method, amounts, convertibles, poolTarget: t, pool: E } = deal;

  step('I', '本轮新资金', 'new money', 'sum(i)', { i: deal.investors.map(({ amount }) => amount) }, 'money', I);
  const { slope: s, constant: C } = addLines(lines);
  const [c, p] = [lines.map(({ constant }) => constant), lines.map(({ slope }) => slope)];
  step('C', '与总股数无关的股数', 'shares that do not depend on the total', 'sum(c)', { c }, 'shares', C);
  step('s', '按总股数比例要求的部分', 'parts asked of the total', 'sum(p)', { p }, 'fraction', s);
  step('T', '融资后总股数', 'all shares after the round', 'C / (1 − s)', { C, s }, 'shares', T);
  const price = (formula: string, inputs: Inputs) =>
    step('P', '每股价格', 'price per share', formula, inputs, 'money per share', P);
  if (method === 'pre-money') price('V / counted', { V, counted: V.div(P) });
  else if (method === 'percentage-ownership') price('(V + I) / T', { V, I, T });
  else price('(V + I + sum(A)) / T', { V, I, A: amounts, T });
  step('N', '新投资人股数', 'shares of the new investors', 'I / P', { I, P }, 'shares', I.div(P));

  guarded.forEach(({ stockClass, shares: n, claim, conversionPrice: CP1, outstanding: A }, k) => {
    const line = lines[3 + k]!;
    if (line === claim[0]) return;
    const name = [`${stockClass}：调整后可转股数`, `${stockClass}: shares after its adjustment`] as const;
    const [formula, inputs]: [string, Inputs] = A
      ? ['n · CP1 · (A + N) / (A · CP1 + I)', { n, CP1, A, N: I.div(P), I }]
      : ['n · CP1 / P', { n, CP1, P }];
    step(`n${k + 1}`, ...name, formula, inputs, 'shares', lineAt(line, T));
  });
  chosen.forEach(({ basis, base, term, shares }, k) => {
    const who = convertibles[k]!.stakeholder;
    const [A, S, B] = [amounts[k]!, lineAt(shares, T), base ? lineAt(base, T) : rational(0)];
    const [own, got] = [`p${k + 1}`, `S${k + 1}`];
    const name = [`${who}：转换所得股数`, `${who}: shares on conversion`] as const;
    if (basis === 'percentage') {
      step(got, ...name, 'part · B', { part: term, B }, 'shares', S);
      return;
    }
    const [formula, inputs]: [string, Inputs] =
      basis === 'cap' ? ['K / B', { K: term, B }] : ['(1 − d) · P', { d: term, P }];
    step(own, `${who}：转换价格`, `${who}: conversion price`, formula, inputs, 'money per share', A.div(S));
    step(got, ...name, `A / ${own}`, { A, [own]: A.div(S) }, 'shares', S);
  });
  if (!t) return;
  const formula = after ? '(t · T − E) / (1 − t)' : 't · T − E';
  step('D', '期权池新增股数', 'shares added to the pool', formula, { t, T, E }, 'shares', topUp);
}
