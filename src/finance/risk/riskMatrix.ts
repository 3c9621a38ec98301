/** The risk matrix: likelihood times impact, on five steps each, and the money that the steps hide. */
import { checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';

/** Likelihood and impact from 1 to 5; probability of a year and loss in currency units where they are known. */
export type Risk = {
  readonly name: string;
  readonly likelihood: number;
  readonly impact: number;
  readonly probability?: number;
  readonly loss?: number;
};

export type Level = 'low' | 'medium' | 'high' | 'critical';

/**
 * likelihood · impact, 1 to 25.
 *
 * @throws {DomainError} a step that is no whole number from 1 to 5
 * @example riskScore({ likelihood: 4, impact: 5 }) // 20
 */
export function riskScore({ likelihood, impact }: Pick<Risk, 'likelihood' | 'impact'>): number {
  checkNumbers('riskScore', { likelihood, impact }, { min: 1, max: 5, whole: true });
  return likelihood * impact;
}

/**
 * The band of a score: to 4 low, to 9 medium, to 14 high, from 15 critical.
 *
 * @example riskLevel(12) // 'high'
 */
export function riskLevel(score: number): Level {
  checkNumbers('riskLevel', { score }, { min: 1, max: 25, whole: true });
  return score <= 4 ? 'low' : score <= 9 ? 'medium' : score <= 14 ? 'high' : 'critical';
}

export type RankedRisk = Risk & { readonly score: number; readonly level: Level; readonly expectedLoss?: number };

/**
 * The risks, highest score first; the order of equals stays. Expected loss = probability · loss where both are given: a
 * matrix can rank a risk of 1 % of 10 million below one of 90 % of a thousand.
 *
 * @throws {DomainError} no risk, a blank name, a step outside 1 to 5, a probability outside [0, 1], a negative loss
 * @example rankRisks([{ name: 'a', likelihood: 1, impact: 2 }, { name: 'b', likelihood: 5, impact: 4 }]).map((r) => r.level) // ['critical', 'low']
 * @source Cox 2008, "What's Wrong with Risk Matrices?", Risk Analysis 28(2)
 */
export function rankRisks(risks: readonly Risk[]): RankedRisk[] {
  require(risks.length > 0, 'rankRisks', 'there is at least one risk', risks);
  return risks
    .map((risk) => {
      const { name, probability, loss } = risk;
      require(name.trim() !== '', 'rankRisks', 'every risk has a name', name);
      if (probability !== undefined) checkNumbers('rankRisks', { probability }, { min: 0, max: 1 });
      if (loss !== undefined) checkNumbers('rankRisks', { loss }, { min: 0 });
      const score = riskScore(risk);
      const known = probability !== undefined && loss !== undefined ? { expectedLoss: probability * loss } : {};
      return { ...risk, score, level: riskLevel(score), ...known };
    })
    .sort((a, b) => b.score - a.score);
}
