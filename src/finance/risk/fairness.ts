/** One decision rule, two groups: four ideas of what equal treatment is. They cannot all hold where base rates differ. */
import { require } from '@/lib/errors';
import { precision, recall, specificity, type Confusion } from './confusion';

/** What one group is dealt. Rates are fractions. */
export type GroupRates = {
  /** Part of the group that is chosen: (TP + FP) / all. */
  readonly selection: number;
  /** TP / (TP + FN) */
  readonly truePositive: number;
  /** FP / (FP + TN) */
  readonly falsePositive: number;
  /** TP / (TP + FP) */
  readonly precision: number;
};

/**
 * The four rates of a group.
 *
 * @throws {DomainError} a group without positives, without negatives, or with nobody chosen: a rate is 0/0 there
 * @example groupRates({ truePositives: 4, falsePositives: 1, falseNegatives: 1, trueNegatives: 4 }).selection // 0.5
 */
export function groupRates(c: Confusion): GroupRates {
  const all = c.truePositives + c.falsePositives + c.falseNegatives + c.trueNegatives;
  require(all > 0, 'groupRates', 'the group has a member', all);
  return {
    selection: (c.truePositives + c.falsePositives) / all,
    truePositive: recall(c),
    falsePositive: 1 - specificity(c),
    precision: precision(c),
  };
}

/** Differences first − second, 0 is equal; disparate impact is the quotient of the lower selection to the higher. */
export type Fairness = {
  /** Selection rates: demographic parity. */
  readonly demographicParity: number;
  /** True positive rates: equal opportunity. */
  readonly equalOpportunity: number;
  /** The larger of the differences of true and false positive rates, without sign: equalised odds. */
  readonly equalisedOdds: number;
  /** Precisions: predictive parity. */
  readonly predictiveParity: number;
  /** In [0, 1]; below 0.8 is the "four-fifths" warning of U.S. employment law. */
  readonly disparateImpact: number;
};

/**
 * Two groups compared.
 *
 * @throws {DomainError} as groupRates
 * @example fairness({ truePositives: 4, falsePositives: 1, falseNegatives: 1, trueNegatives: 4 }, { truePositives: 4, falsePositives: 1, falseNegatives: 1, trueNegatives: 4 }).equalisedOdds // 0
 * @source Hardt, Price & Srebro 2016, arXiv:1610.02413; Chouldechova 2017, arXiv:1703.00056 (predictive parity); 29 CFR 1607.4 D
 */
export function fairness(first: Confusion, second: Confusion): Fairness {
  const [a, b] = [groupRates(first), groupRates(second)];
  const equalOpportunity = a.truePositive - b.truePositive;
  return {
    demographicParity: a.selection - b.selection,
    equalOpportunity,
    equalisedOdds: Math.max(Math.abs(equalOpportunity), Math.abs(a.falsePositive - b.falsePositive)),
    predictiveParity: a.precision - b.precision,
    disparateImpact: Math.min(a.selection, b.selection) / Math.max(a.selection, b.selection),
  };
}
