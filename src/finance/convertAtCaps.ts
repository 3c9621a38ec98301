/** SAFEs before there is a round: what each owns if it converted at its cap, the least that a good round leaves it. */
import { NoSolutionError, require } from '@/lib/errors';
import { POOL, fullyDiluted, type CapTable } from './capTable';
import { conversions, type Convertible } from './convertible';
import { sum } from './rational';
import { line, lineAt, solveRound } from './roundEquation';

/**
 * The cap table as if every SAFE and note converted at its cap now: with post-money caps only,
 *
 *   all shares = (shares + pool) / (1 − Σ Iₖ / Kₖ),   and holder k owns Iₖ / Kₖ
 *
 * @param convertibles with a cap or a fixed percentage each; a discount alone has no price before a round
 * @throws {DomainError} nobody holds shares, an instrument without cap, terms outside their range
 * @throws {NoSolutionError} the instruments add up to all of the company or more
 * @example convertAtCaps(capTable([{ stakeholder: 'Ada', quantity: 9e6 }]), [{ type: 'post-money SAFE', stakeholder: 'Angel', amount: 1e6, cap: 1e7 }])[1].quantity.toString() // '1000000'
 * @source YC post-money SAFE v1.2, Company Capitalization
 */
export function convertAtCaps(before: CapTable, convertibles: readonly Convertible[]): CapTable {
  const where = 'convertAtCaps';
  const shares = fullyDiluted(before);
  require(before.some(({ stakeholder }) => stakeholder !== POOL), where, 'somebody holds shares', before); // prettier-ignore
  const everything = line(1, 0);
  const lines = { perMoney: line(0, 0), existing: line(0, shares), converted: everything, all: everything };
  const claims = convertibles.map((convertible) => {
    const [atCap] = conversions(convertible, convertibles, lines);
    const usable = atCap!.basis === 'cap' || atCap!.basis === 'percentage';
    require(usable, where, 'every instrument has a cap, as there is no round to set a price', convertible.stakeholder);
    return [atCap!.shares];
  });
  const solution = solveRound([[line(0, shares)], ...claims]);
  if ('asked' in solution) {
    const asked = `${sum(solution.asked).mul(100).toFixed(2)} %`;
    throw new NoSolutionError(`${where}: what converts takes less than the whole company; got ${asked}`);
  }
  const converted = convertibles.map(({ stakeholder }, k) => ({
    stakeholder,
    stockClass: `SAFE-${k + 1}`,
    quantity: lineAt(solution.lines[k + 1]!, solution.sharesAfter),
  }));
  return [...before, ...converted];
}
