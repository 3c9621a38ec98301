/** What a classifier got right and wrong, counted, and every rate that is read off the four counts. */
import { checkList, checkNumbers } from '@/lib/check';
import { require } from '@/lib/errors';
import { silent, type Note } from '../derivation';

/** Counts, ≥ 0. Positive is what is looked for: the defect, the fraud, the disease. */
export type Confusion = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
};

/**
 * The four counts of predictions against the truth.
 *
 * @param predicted, actual as many of each, at least one
 * @throws {DomainError} lists of different lengths, or empty
 * @example confusion([true, true, false], [true, false, false]) // { truePositives: 1, falsePositives: 1, falseNegatives: 0, trueNegatives: 1 }
 */
export function confusion(predicted: readonly boolean[], actual: readonly boolean[]): Confusion {
  require(predicted.length > 0, 'confusion', 'there is at least one prediction', predicted);
  require(predicted.length === actual.length, 'confusion', `there are ${predicted.length} true labels`, actual.length);
  const count = (p: boolean, a: boolean) => predicted.filter((x, i) => x === p && actual[i] === a).length;
  return {
    truePositives: count(true, true),
    falsePositives: count(true, false),
    falseNegatives: count(false, true),
    trueNegatives: count(false, false),
  };
}

/** num / den, refused by name where it is 0/0: no answer is not 0. */
function ratio(where: string, numerator: number, denominator: number, missing: string): number {
  require(denominator > 0, where, missing, `${numerator}/${denominator}`);
  return numerator / denominator;
}

function checked(where: string, c: Confusion): Confusion {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = c;
  checkNumbers(where, { truePositives, falsePositives, falseNegatives, trueNegatives }, { min: 0 });
  return c;
}

/**
 * (TP + TN) / all
 *
 * @throws {DomainError} no case at all
 * @example accuracy({ truePositives: 40, falsePositives: 10, falseNegatives: 5, trueNegatives: 45 }) // 0.85
 */
export function accuracy(c: Confusion): number {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = checked('accuracy', c);
  return ratio('accuracy', tp + tn, tp + fp + fn + tn, 'there is at least one case');
}

/**
 * TP / (TP + FP): how many alarms are true.
 *
 * @throws {DomainError} no alarm
 * @example precision({ truePositives: 40, falsePositives: 10, falseNegatives: 5, trueNegatives: 45 }) // 0.8
 */
export function precision(c: Confusion): number {
  const { truePositives: tp, falsePositives: fp } = checked('precision', c);
  return ratio('precision', tp, tp + fp, 'something is predicted positive');
}

/**
 * TP / (TP + FN): how many of those looked for are found; also sensitivity.
 *
 * @throws {DomainError} nothing to be found
 * @example recall({ truePositives: 45, falsePositives: 10, falseNegatives: 5, trueNegatives: 40 }) // 0.9
 */
export function recall(c: Confusion): number {
  const { truePositives: tp, falseNegatives: fn } = checked('recall', c);
  return ratio('recall', tp, tp + fn, 'something is positive');
}

/**
 * TN / (TN + FP): how many of the others are left alone.
 *
 * @throws {DomainError} no others
 * @example specificity({ truePositives: 45, falsePositives: 10, falseNegatives: 5, trueNegatives: 40 }) // 0.8
 */
export function specificity(c: Confusion): number {
  const { trueNegatives: tn, falsePositives: fp } = checked('specificity', c);
  return ratio('specificity', tn, tn + fp, 'something is negative');
}

/**
 * 2·TP / (2·TP + FP + FN), the harmonic mean of precision and recall.
 *
 * @throws {DomainError} nothing positive and nothing predicted positive
 * @example f1({ truePositives: 40, falsePositives: 10, falseNegatives: 10, trueNegatives: 40 }) // 0.8
 */
export function f1(c: Confusion): number {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = checked('f1', c);
  return ratio('f1', 2 * tp, 2 * tp + fp + fn, 'something is positive or predicted so');
}

/**
 * Matthews' correlation of prediction and truth, −1 to 1; 0 for guessing, whatever the prevalence.
 *
 *   (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN))
 *
 * @throws {DomainError} a row or column without a case: there is nothing to correlate
 * @example mcc({ truePositives: 5, falsePositives: 0, falseNegatives: 0, trueNegatives: 5 }) // 1
 * @source Matthews 1975
 */
export function mcc(c: Confusion): number {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = checked('mcc', c);
  // Root by root: the product of four counts of millions is beyond exact integers.
  const spread = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return ratio('mcc', tp * tn - fp * fn, spread, 'every row and column has a case');
}

/**
 * The manuscript's "performance" as printed:  accuracy · recall.  A product of two rates that is neither (erratum E27).
 *
 * @example printedPerformance(0.9, 0.85) // 0.765
 */
export function printedPerformance(accuracyRate: number, recallRate: number): number {
  checkNumbers('printedPerformance', { accuracyRate, recallRate }, { min: 0, max: 1 });
  return accuracyRate * recallRate;
}

/**
 * What mistakes cost:  FP · cost of a false alarm + FN · cost of a miss
 *
 * @param costs currency units, ≥ 0
 * @example expectedLoss({ truePositives: 1, falsePositives: 10, falseNegatives: 2, trueNegatives: 1 }, { falsePositive: 5, falseNegative: 100 }) // 250
 */
export function expectedLoss(
  c: Confusion,
  costs: { readonly falsePositive: number; readonly falseNegative: number },
): number {
  const { falsePositives, falseNegatives } = checked('expectedLoss', c);
  checkNumbers('expectedLoss', { falsePositive: costs.falsePositive, falseNegative: costs.falseNegative }, { min: 0 });
  return falsePositives * costs.falsePositive + falseNegatives * costs.falseNegative;
}

/**
 * What an alarm and an all-clear mean where a part of all cases is positive, by Bayes:
 *
 *   PPV = s·p / (s·p + (1 − c)(1 − p)),   NPV = c(1 − p) / (c(1 − p) + (1 − s)·p)
 *
 * @param sensitivity s, the recall, in [0, 1]
 * @param clearance   c, the specificity, in [0, 1]
 * @param prevalence  p, in [0, 1]
 * @returns positive and negative predictive value, fractions
 * @throws {DomainError} a test that never alarms, or always does
 * @example predictiveValues(0.9, 0.9, 0.5) // { positive: 0.9, negative: 0.9 }
 */
export function predictiveValues(sensitivity: number, clearance: number, prevalence: number, note: Note = silent) {
  const where = 'predictiveValues';
  checkNumbers(where, { sensitivity, specificity: clearance, prevalence }, { min: 0, max: 1 });
  const [hits, alarms] = [sensitivity * prevalence, (1 - clearance) * (1 - prevalence)];
  const [clears, misses] = [clearance * (1 - prevalence), (1 - sensitivity) * prevalence];
  const inputs = { s: sensitivity, c: clearance, p: prevalence };
  return {
    positive: note(
      { symbol: 'PPV', name: { zh: '阳性预测值', en: 'positive predictive value' }, formula: 's · p / (s · p + (1 − c) · (1 − p))', inputs, unit: 'fraction' },
      ratio(where, hits, hits + alarms, 'the test sometimes alarms'),
    ),
    negative: note(
      { symbol: 'NPV', name: { zh: '阴性预测值', en: 'negative predictive value' }, formula: 'c · (1 − p) / (c · (1 − p) + (1 − s) · p)', inputs, unit: 'fraction' },
      ratio(where, clears, clears + misses, 'the test sometimes clears'),
    ),
  }; // prettier-ignore
}

/**
 * The confusion at a threshold: positive is predicted where the score is at least as high.
 *
 * @example confusionAt([0.1, 0.9], [false, true], 0.5).truePositives // 1
 */
export function confusionAt(scores: readonly number[], actual: readonly boolean[], threshold: number): Confusion {
  checkList('confusionAt', 'scores', scores);
  checkNumbers('confusionAt', { threshold });
  return confusion(scores.map((score) => score >= threshold), actual); // prettier-ignore
}
