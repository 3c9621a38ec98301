/** The working of a waterfall, line by line, as a page prints it. */
import type { Note, Unit } from './derivation';
import type { ExitLadder } from './exitLadder';
import { rational, sum, type Rational } from './rational';
import type { Waterfall } from './waterfall';

/**
 * Takes the working of one exit down.
 *
 * @example explain((note) => waterfall(capTable([{ stakeholder: 'Ada', quantity: 8 }]), {}, 4, note)).steps.map(({ symbol, value }) => `${symbol} ${value}`) // ['c 0', 'R 4', 'x 0.5', 'w1 4']
 */
export function noteWaterfall(note: Note, ladder: ExitLadder, result: Omit<Waterfall, 'payouts'>): void {
  const { exit, costs, debts, equity: R, perShare: x, classes } = result;
  const { curves, fixedCosts, costFraction: f, preferences } = ladder;
  type Inputs = Readonly<Record<string, Rational | readonly Rational[]>>;
  const step = (symbol: string, zh: string, en: string, formula: string, inputs: Inputs, value: Rational, unit: Unit = 'money') =>
    note({ symbol, name: { zh, en }, formula, inputs, unit }, value); // prettier-ignore

  step('c', '交易费用', 'costs of the sale', 'min(exit, fixed + f · exit)', { exit, fixed: fixedCosts, f }, costs);
  const paid = debts.map((debt) => debt.paid);
  step('R', '偿债后余额', 'left for the shareholders', 'exit − c − sum(debt)', { exit, c: costs, debt: paid }, R);

  if (R.compare(ladder.rungs[0]!.equity) < 0) {
    let left = R;
    for (const { total: tier, claims } of preferences) {
      for (const { name, amount: L } of claims) {
        const k = curves.findIndex(({ stockClass }) => stockClass === name);
        const inputs = { L, left, tier };
        step(`w${k + 1}`, `${name} 所得`, `${name} gets`, 'min(L, left · L / tier)', inputs, classes[k]!.payout);
      }
      left = left.compare(tier) < 0 ? rational(0) : left.sub(tier);
    }
    return;
  }
  const gaining = curves.map(({ shares }, k) => {
    const { election } = classes[k]!;
    return election === 'preference' || election === 'capped' || election === 'lapses' ? rational(0) : shares;
  });
  const strikes = curves.map(({ kind, strike }, k) => (kind === 'option' ? gaining[k]!.mul(strike) : rational(0)));
  const amounts = curves.map(({ preference }, k) => {
    const { election, payout } = classes[k]!;
    if (election === 'capped') return payout;
    return election === 'preference' || election === 'participates' ? preference : rational(0);
  });
  if (sum(gaining).compare(0) > 0) {
    const inputs = { R, fixed: amounts, strikes, n: gaining };
    const formula = '(R − sum(fixed) + sum(strikes)) / sum(n)';
    step('x', '每股普通股所得', 'what a common share gets', formula, inputs, x, 'money per share');
  }
  curves.forEach(({ stockClass, shares: n, preference: L, strike: s }, k) => {
    const { election, payout } = classes[k]!;
    const gets = (formula: string, inputs: Inputs) =>
      step(`w${k + 1}`, `${stockClass} 所得`, `${stockClass} gets`, formula, inputs, payout);
    if (election === 'shares' || election === 'converts') gets('n · x', { n, x });
    else if (election === 'participates') gets('L + n · x', { L, n, x });
    else if (election === 'exercises') gets('n · (x − s)', { n, x, s });
    else if (election !== 'lapses') gets('L', { L: payout });
  });
}
