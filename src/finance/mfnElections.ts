/** The choice of a most-favoured-nation holder: which later instrument to take over, seen from one possible round. */
import { require } from '@/lib/errors';
import type { CapTable } from './capTable';
import { pricedRound, type ConversionResult, type PricedRoundTerms } from './pricedRound';

export type MfnElection = {
  /** Whose terms are taken over; undefined: none, the SAFE converts at the price of the round. */
  readonly elects: string | undefined;
  readonly conversion: ConversionResult;
};

/**
 * What each election would bring the holder of an MFN SAFE in a round, most shares first. It is made once and before the
 * round is known: run it over several rounds to see that the best one may change.
 *
 * @param stakeholder whose MFN SAFE is among the convertibles of the terms
 * @throws {DomainError} no MFN SAFE of that holder; as pricedRound
 * @throws {NoSolutionError} as pricedRound
 * @example mfnElections(capTable([{ stakeholder: 'Ada', quantity: 8e6 }]), { name: 'A', preMoney: 12e6, investments: [{ stakeholder: 'Fund', amount: 3e6 }], conversionMethod: 'percentage-ownership', convertibles: [{ type: 'MFN SAFE', stakeholder: 'YC', amount: 1e5 }, { type: 'post-money SAFE', stakeholder: 'Angel', amount: 1e5, cap: 5e6 }] }, 'YC').map(({ elects }) => elects) // ['Angel', undefined]
 */
export function mfnElections(before: CapTable, terms: PricedRoundTerms, stakeholder: string): readonly MfnElection[] {
  const all = terms.convertibles ?? [];
  const own = all.findIndex((one) => one.type === 'MFN SAFE' && one.stakeholder === stakeholder);
  const mfn = all[own];
  require(mfn?.type === 'MFN SAFE', 'mfnElections', 'the holder has an MFN SAFE', stakeholder);
  const models = all.filter(({ type }) => type !== 'MFN SAFE' && type !== 'fixed percentage SAFE');
  const choices = [undefined, ...new Set(models.map((model) => model.stakeholder))];
  const elections = choices.map((elects): MfnElection => {
    const elected = { type: mfn.type, stakeholder, amount: mfn.amount, ...(elects === undefined ? {} : { elects }) };
    const convertibles = all.map((one, k) => (k === own ? elected : one));
    return { elects, conversion: pricedRound(before, { ...terms, convertibles }).conversions[own]! };
  });
  return elections.sort((a, b) => b.conversion.shares.compare(a.conversion.shares));
}
