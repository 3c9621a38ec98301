/** The waterfall backwards: which exit gives a holder so much. */
import { require } from '@/lib/errors';
import type { CapTable } from './capTable';
import { exitLadder, ladderBreakpoints } from './exitLadder';
import type { ExitTerms } from './exitTerms';
import { rational, type Exact, type Rational } from './rational';
import { payOut } from './waterfall';

/**
 * The smallest exit at which a holder gets an amount: between two breakpoints the payout is a line, so it is exact. There always
 * is one, since every class shares without limit once it has converted.
 *
 * @param stakeholder a holder of the table
 * @param amount      currency units, ≥ 0
 * @returns           currency units
 * @throws {DomainError} a holder who is not in the table, a negative amount; as waterfall
 * @example exitFor(capTable([{ stakeholder: 'Ada', quantity: 8e6 }, { stakeholder: 'Fund', stockClass: 'A', quantity: 2e6 }]), { classes: [{ stockClass: 'A', invested: 5e6, seniority: 0 }] }, 'Fund', 15e6).toString() // '75000000'
 */
export function exitFor(table: CapTable, terms: ExitTerms, stakeholder: string, amount: Exact): Rational {
  const where = 'exitFor';
  const wanted = rational(amount);
  require(wanted.compare(0) >= 0, where, 'an amount is not negative', amount);
  const ladder = exitLadder(table, terms);
  const holds = ladder.curves.some(({ holdings }) => holdings.some((holding) => holding.stakeholder === stakeholder));
  require(holds, where, 'the holder is in the table', stakeholder);
  const gets = (exit: Rational) => payOut(ladder, exit).payouts.get(stakeholder)!;

  const exits = [rational(0), ...ladderBreakpoints(ladder).map(({ exit }) => exit)];
  let [low, high] = [-1, exits.length]; // payouts never fall: below `low` too little, from `high` on enough
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (gets(exits[middle]!).compare(wanted) >= 0) high = middle;
    else low = middle;
  }
  if (high === 0) return exits[0]!;
  const from = exits[low]!;
  const to = exits[high] ?? from.add(1);
  const [start, end] = [gets(from), gets(to)];
  return wanted.sub(start).mul(to.sub(from)).div(end.sub(start)).add(from);
}
