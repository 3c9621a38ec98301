import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as confusionOf from '@/finance/risk/confusion';
import { precisionRecall, roc } from '@/finance/risk/curves';
import { fairness, groupRates } from '@/finance/risk/fairness';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

const {
  accuracy,
  confusion,
  confusionAt,
  expectedLoss,
  f1,
  mcc,
  precision,
  predictiveValues,
  printedPerformance,
  recall,
  specificity,
} = confusionOf;
const counts = (tp: number, fp: number, fn: number, tn: number) => ({
  truePositives: tp,
  falsePositives: fp,
  falseNegatives: fn,
  trueNegatives: tn,
});

describe('rates', () => {
  test('a worked example: 20 TP, 180 FP, 10 FN, 1,820 TN (Wikipedia, "Sensitivity and specificity")', () => {
    const c = counts(20, 180, 10, 1820);
    assertClose([recall(c), specificity(c), precision(c), accuracy(c)], [2 / 3, 0.91, 0.1, 1840 / 2030], {
      rel: 1e-14,
    });
    assertClose([f1(c), mcc(c)], [40 / 230, 34_600 / Math.sqrt(200 * 30 * 2000 * 1830)], { rel: 1e-12 });
  });
  test('scikit-learn’s matthews_corrcoef([+1, +1, +1, −1], [+1, −1, +1, +1]) is −0.33', () => {
    const c = confusion([true, false, true, true], [true, true, true, false]);
    assertClose(mcc(c), -1 / 3, { rel: 1e-14 });
  });
  test('the manuscript’s product is neither rate: 0.765 from 0.9 and 0.85 (E27)', () => {
    assertClose(printedPerformance(0.9, 0.85), 0.765, { rel: 1e-14 });
  });
  test('a model that never alarms is right in 99 of 100 and finds nothing', () => {
    const c = counts(0, 0, 10, 990);
    expect([accuracy(c), recall(c), f1(c)]).toEqual([0.99, 0, 0]);
  });
  const some = fc.integer({ min: 1, max: 1e6 });
  test('F1 is the harmonic mean; MCC is the correlation of 0/1 variables, and changes sign with the prediction', () => {
    fc.assert(
      fc.property(some, some, some, some, (tp, fp, fn, tn) => {
        const c = counts(tp, fp, fn, tn);
        assertClose(f1(c), 2 / (1 / precision(c) + 1 / recall(c)), { rel: 1e-12 });
        const n = tp + fp + fn + tn;
        const [p, notP] = [(tp + fp) / n, (fn + tn) / n]; // 1 − p would lose digits where p is near 1
        const [a, notA] = [(tp + fn) / n, (fp + tn) / n];
        const correlation = (tp / n - p * a) / Math.sqrt(p * notP * a * notA);
        assertClose(mcc(c), correlation, { rel: 1e-8, abs: 1e-9 });
        assertClose(mcc(counts(fn, tn, tp, fp)), -mcc(c), { rel: 1e-12, abs: 1e-15 });
        assertClose(accuracy(c), recall(c) * a + specificity(c) * notA, { rel: 1e-12 });
      }),
    );
  });
  test('predictive values: 99 % and 95 %, one in a hundred ill: an alarm is right one time in six', () => {
    const { positive, negative } = predictiveValues(0.99, 0.95, 0.01);
    assertClose(positive, 0.0099 / (0.0099 + 0.0495), { rel: 1e-14 });
    expect(negative).toBeGreaterThan(0.9998);
    fc.assert(
      fc.property(some, some, some, some, (tp, fp, fn, tn) => {
        const c = counts(tp, fp, fn, tn);
        assertClose(
          predictiveValues(recall(c), specificity(c), (tp + fn) / (tp + fp + fn + tn)).positive,
          precision(c),
          { rel: 1e-9 },
        );
      }),
    );
  });
  test('expected loss', () =>
    expect(expectedLoss(counts(1, 10, 2, 1), { falsePositive: 5, falseNegative: 100 })).toBe(250));
});

describe('curves', () => {
  const scores = [0.1, 0.4, 0.35, 0.8];
  const actual = [false, false, true, true];
  test('scikit-learn’s example: AUC 0.75, average precision 0.83, and its points', () => {
    expect(roc(scores, actual).points.map((p) => [p.threshold, p.falsePositiveRate, p.recall])).toEqual([
      [0.8, 0, 0.5],
      [0.4, 0.5, 0.5],
      [0.35, 0.5, 1],
      [0.1, 1, 1],
    ]);
    assertClose(precisionRecall(scores, actual).averagePrecision, 0.8333333333333333, { rel: 1e-14 });
    assertClose(precisionRecall(scores, actual).points.map((p) => p.precision), [1, 0.5, 2 / 3, 0.5], { rel: 1e-14 }); // prettier-ignore
  });
  const sample = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { minLength: 2, maxLength: 40 })
    .filter((list) => list.some(([, a]) => a) && list.some(([, a]) => !a));
  test('AUC is the probability that a positive scores above a negative, ties half', () => {
    fc.assert(
      fc.property(sample, (list) => {
        const [s, a] = [list.map(([x]) => x), list.map(([, y]) => y)];
        const positives = s.filter((_, i) => a[i]);
        const negatives = s.filter((_, i) => !a[i]);
        const wins = positives.flatMap((p) => negatives.map((n) => (p > n ? 1 : p === n ? 0.5 : 0) as number));
        assertClose(roc(s, a).auc, wins.reduce((x, y) => x + y, 0) / wins.length, { rel: 1e-12, abs: 1e-12 }); // prettier-ignore
      }),
    );
  });
  test('each point is the confusion at its threshold', () => {
    fc.assert(
      fc.property(sample, (list) => {
        const [s, a] = [list.map(([x]) => x), list.map(([, y]) => y)];
        for (const { threshold, recall: r, falsePositiveRate } of roc(s, a).points) {
          const c = confusionAt(s, a, threshold);
          assertClose([r, falsePositiveRate], [recall(c), 1 - specificity(c)], { rel: 1e-12, abs: 1e-12 });
        }
        for (const p of precisionRecall(s, a).points)
          assertClose(p.precision, precision(confusionAt(s, a, p.threshold)), { rel: 1e-12 });
      }),
    );
  });
});

describe('fairness', () => {
  test('by hand', () => {
    // 50 of 100 chosen against 20 of 100; 40/50 found against 10/25; 10/50 and 10/75 false alarms; precision 0.8 and 0.5
    const [a, b] = [counts(40, 10, 10, 40), counts(10, 10, 15, 65)];
    const { demographicParity, equalOpportunity, equalisedOdds, predictiveParity, disparateImpact } = fairness(a, b);
    assertClose(
      [demographicParity, equalOpportunity, equalisedOdds, predictiveParity, disparateImpact],
      [0.3, 0.4, 0.4, 0.3, 0.4],
      { rel: 1e-12 },
    );
    assertClose(groupRates(b).falsePositive, 10 / 75, { rel: 1e-12 });
  });
  test('equalised odds and predictive parity together force equal base rates (Chouldechova 2017, eq. 2.6)', () => {
    const rate = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(rate, rate, rate, (base, ppv, tpr) => {
        // FPR = p/(1−p) · (1−PPV)/PPV · TPR: with the other two equal it moves with the base rate p.
        const n = 1e6;
        const tp = tpr * base * n;
        const fp = (tp * (1 - ppv)) / ppv;
        fc.pre(fp < (1 - base) * n * 0.999);
        const c = counts(tp, fp, base * n - tp, (1 - base) * n - fp);
        const { falsePositive, precision: p, truePositive } = groupRates(c);
        assertClose([p, truePositive], [ppv, tpr], { rel: 1e-9 });
        assertClose(falsePositive, (base / (1 - base)) * ((1 - ppv) / ppv) * tpr, { rel: 1e-6 });
      }),
    );
  });
});

test('refusals: a ratio of 0 to 0 has no value', () => {
  const none = counts(0, 0, 0, 0);
  const calls = [
    () => confusion([], []),
    () => confusion([true], [true, false]),
    () => accuracy(none),
    () => precision(counts(0, 0, 5, 5)),
    () => recall(counts(0, 5, 0, 5)),
    () => specificity(counts(5, 0, 5, 0)),
    () => f1(counts(0, 0, 0, 9)),
    () => mcc(counts(5, 5, 0, 0)),
    () => accuracy(counts(-1, 1, 1, 1)),
    () => predictiveValues(0, 1, 0.5),
    () => predictiveValues(0.9, 0.9, 1.2),
    () => roc([0.1, 0.2], [true, true]),
    () => roc([0.1, NaN], [true, false]),
    () => precisionRecall([0.1], [false]),
    () => groupRates(none),
    () => fairness(counts(1, 1, 1, 1), counts(0, 0, 1, 1)),
    () => printedPerformance(90, 85),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: confusion: there is at least one prediction; got []",
      "DomainError: confusion: there are 1 true labels; got 2",
      "DomainError: accuracy: there is at least one case; got "0/0"",
      "DomainError: precision: something is predicted positive; got "0/0"",
      "DomainError: recall: something is positive; got "0/0"",
      "DomainError: specificity: something is negative; got "0/0"",
      "DomainError: f1: something is positive or predicted so; got "0/0"",
      "DomainError: mcc: every row and column has a case; got "0/0"",
      "DomainError: accuracy: truePositives is a finite number at least 0; got -1",
      "DomainError: predictiveValues: the test sometimes alarms; got "0/0"",
      "DomainError: predictiveValues: prevalence is a finite number from 0 to 1; got 1.2",
      "DomainError: roc: at least one case is negative; got [true, true]",
      "DomainError: roc: scores[1] is a finite number; got NaN",
      "DomainError: precisionRecall: at least one case is positive; got [false]",
      "DomainError: groupRates: the group has a member; got 0",
      "DomainError: precision: something is predicted positive; got "0/0"",
      "DomainError: printedPerformance: accuracyRate is a finite number from 0 to 1; got 90",
    ]
  `);
});
