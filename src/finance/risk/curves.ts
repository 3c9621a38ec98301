/** A classifier at every threshold: the ROC and the precision–recall curve, and the areas under them. */
import { checkList } from '@/lib/check';
import { require } from '@/lib/errors';

/** Rates at a threshold: positive is predicted from it on. */
export type RocPoint = { readonly threshold: number; readonly falsePositiveRate: number; readonly recall: number };
export type PrPoint = { readonly threshold: number; readonly precision: number; readonly recall: number };

/**
 * ROC: one point for each different score, from the strictest on; the point (0, 0) of no alarm is left to the drawing.
 *
 * @param scores higher is more positive
 * @param actual as many, with at least one of each kind
 * @returns points, and auc, the area under them from (0, 0): the probability that a positive scores above a negative, ties half
 * @throws {DomainError} only one kind, lists of different lengths, a score that is not finite
 * @example roc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).auc // 0.75
 * @source scikit-learn, roc_auc_score: its example
 */
export function roc(
  scores: readonly number[],
  actual: readonly boolean[],
): { readonly points: RocPoint[]; readonly auc: number } {
  const { steps, positives, negatives } = cumulate('roc', scores, actual);
  require(negatives > 0, 'roc', 'at least one case is negative', actual);
  const points = steps.map(({ threshold, hits, alarms }) => ({
    threshold,
    falsePositiveRate: alarms / negatives,
    recall: hits / positives,
  }));
  let [auc, x, y] = [0, 0, 0];
  for (const { falsePositiveRate, recall } of points) {
    auc += ((falsePositiveRate - x) * (recall + y)) / 2;
    [x, y] = [falsePositiveRate, recall];
  }
  return { points, auc };
}

/**
 * Precision against recall, from the strictest threshold on, and the average precision  Σ (Rₙ − Rₙ₋₁)·Pₙ  (no trapezoids:
 * between two points of this curve a straight line promises too much).
 *
 * @throws {DomainError} no positive case, lists of different lengths, a score that is not finite
 * @example precisionRecall([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).averagePrecision.toFixed(2) // '0.83'
 * @source scikit-learn, average_precision_score: its example; Davis & Goadrich 2006
 */
export function precisionRecall(scores: readonly number[], actual: readonly boolean[]) {
  const { steps, positives } = cumulate('precisionRecall', scores, actual);
  const points: PrPoint[] = steps.map(({ threshold, hits, alarms }) => ({
    threshold,
    precision: hits / (hits + alarms),
    recall: hits / positives,
  }));
  let [averagePrecision, before] = [0, 0];
  for (const { precision, recall } of points) {
    averagePrecision += (recall - before) * precision;
    before = recall;
  }
  return { points, averagePrecision };
}

/** Hits and false alarms at each different score, from the highest down. */
function cumulate(where: string, scores: readonly number[], actual: readonly boolean[]) {
  checkList(where, 'scores', scores);
  require(scores.length === actual.length, where, `there are ${scores.length} true labels`, actual.length);
  const positives = actual.filter(Boolean).length;
  require(positives > 0, where, 'at least one case is positive', actual);
  const order = scores.map((score, i) => ({ score, positive: actual[i]! })).sort((a, b) => b.score - a.score);
  const steps: { threshold: number; hits: number; alarms: number }[] = [];
  let [hits, alarms] = [0, 0];
  order.forEach(({ score, positive }, i) => {
    if (positive) hits++;
    else alarms++;
    if (order[i + 1]?.score !== score) steps.push({ threshold: score, hits, alarms });
  });
  return { steps, positives, negatives: scores.length - positives };
}
