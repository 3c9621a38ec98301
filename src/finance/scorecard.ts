/** Two methods for companies without numbers: compared with its neighbours, and credited for what it has done. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from './derivation';

/** How a company compares in one respect. */
export type Factor = {
  readonly name: string;
  /** What the respect counts, a fraction; the weights of all factors add up to 1. */
  readonly weight: number;
  /** 1 as good as the usual company of the region and stage, 1.5 half as good again; ≥ 0. */
  readonly score: number;
};

/** Payne's respects, and what each counts. */
export const PAYNE_WEIGHTS: Readonly<Record<string, number>> = {
  team: 0.3,
  opportunity: 0.25,
  product: 0.15,
  competition: 0.1,
  channels: 0.1,
  funding: 0.05,
  other: 0.05,
};

/**
 * The scorecard method:  V = median · Σ wᵢ sᵢ
 *
 * @param median  the usual pre-money value of such companies in the region, currency units, > 0
 * @param factors at least one
 * @returns       the factor Σ wᵢ sᵢ, and the pre-money value in currency units
 * @throws {DomainError} no factor, a number that is not finite or out of its range, weights that do not add up to 1
 * @example scorecard(2e6, [{ name: 'team', weight: 0.6, score: 1.25 }, { name: 'rest', weight: 0.4, score: 0.75 }]).value // 2.1e6
 * @source B. Payne, Scorecard Valuation Methodology, 2019 revision
 */
export function scorecard(
  median: number,
  factors: readonly Factor[],
  note: Note = silent,
): { readonly factor: number; readonly value: number } {
  const where = 'scorecard';
  checkNumbers(where, { median }, { above: 0 });
  require(factors.length > 0, where, 'there is at least one factor', factors);
  for (const { name, weight, score } of factors) {
    checkNumbers(where, { [`the weight of ${name}`]: weight }, { min: 0, max: 1 });
    checkNumbers(where, { [`the score of ${name}`]: score });
    require(score >= 0, where, `the score of ${name} is at least 0`, score);
  }
  const weights = factors.reduce((sum, { weight }) => sum + weight, 0);
  require(Math.abs(weights - 1) < 1e-9, where, 'the weights add up to 1', weights);

  const factor = note(
    {
      symbol: 'S',
      name: { zh: '加权得分', en: 'weighted score' },
      formula: factors.map((_, i) => `w${i + 1} · s${i + 1}`).join(' + '),
      inputs: Object.fromEntries(
        factors.flatMap(({ weight, score }, i) => [
          [`w${i + 1}`, weight],
          [`s${i + 1}`, score],
        ]),
      ),
      unit: 'times',
    },
    factors.reduce((sum, { weight, score }) => sum + weight * score, 0),
  );
  const name = { zh: '投前估值', en: 'pre-money value' };
  const value = note(
    { symbol: 'V', name, formula: 'M · S', inputs: { M: median, S: factor }, unit: 'money' },
    median * factor,
  );
  return { factor, value };
}

/**
 * The Berkus method: up to a fixed sum for each thing done, for a company that may reach 20 million in revenue in five years.
 *
 * @param credits what each is credited with, by name (sound idea, prototype, team, relationships, sales), currency units, ≥ 0
 * @param most    the most that each may count, currency units, > 0
 * @returns       pre-money value, currency units
 * @throws {DomainError} no credit, one below 0 or above `most`
 * @example berkus({ idea: 250_000, prototype: 350_000, team: 300_000 }) // 900_000
 * @example berkus({ team: 600_000 }) // throws "berkus: the credit for team is from 0 to 500000; got 600000"
 * @source D. Berkus, The Berkus Method: valuing an early stage investment
 */
export function berkus(credits: Readonly<Record<string, number>>, most = 500_000, note: Note = silent): number {
  const entries = Object.entries(credits);
  require(entries.length > 0, 'berkus', 'there is at least one credit', credits);
  checkNumbers('berkus', { most }, { above: 0 });
  for (const [name, credit] of entries) {
    require(credit >= 0 && credit <= most, 'berkus', `the credit for ${name} is from 0 to ${most}`, credit);
  }
  const list = entries.map(([, credit]) => credit);
  return note(
    {
      symbol: 'V',
      name: { zh: '投前估值', en: 'pre-money value' },
      formula: 'sum(c)',
      inputs: { c: list },
      unit: 'money',
    },
    list.reduce((sum, credit) => sum + credit, 0),
  );
}
