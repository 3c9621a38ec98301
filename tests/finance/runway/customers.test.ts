import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, type Note } from '@/finance/derivation';
import * as efficiency from '@/finance/runway/efficiency';
import { fitSbg, sbgCurve, sbgLifetime, sbgResidualLifetime, sbgRetention, sbgSurvival } from '@/finance/runway/sbg';
import { assertClose } from '../../support/assertClose';
import { evaluate } from '../../support/formula';
import { refusal } from '../../support/refusal';

const { burnGrade, burnMultiple, cacPayback, lifetimeValue, magicNumber, magicPayback, revenueForMagic, ruleOf40 } =
  efficiency;

describe('ratios', () => {
  test('published ones', () => {
    expect(burnMultiple(1.2e6, 1e6)).toBe(1.2); // capitaly.vc
    expect(cacPayback(3000, 500, 0.7).toFixed(1)).toBe('8.6'); // igtms.com
    expect(magicNumber(480_000, 1.8e6).toFixed(2)).toBe('1.07'); // xlslides.com
    assertClose(magicPayback(magicNumber(480_000, 1.8e6)), 11.25, { rel: 1e-14 });
    expect(ruleOf40(0.6, -0.2)).toBeCloseTo(0.4, 15);
  });
  test('revenueForMagic is the inverse of magicNumber', () => {
    expect(magicNumber(revenueForMagic(0.75, 120_000), 120_000)).toBe(0.75);
  });
  test('the grades of Sacks, at their edges', () => {
    expect([0.99, 1, 1.5, 1.51, 2, 3, 3.01].map(burnGrade)).toEqual([
      'amazing',
      'great',
      'great',
      'good',
      'good',
      'suspect',
      'bad',
    ]);
  });
  test('lifetime value is the sum it stands for', () => {
    let sum = 0;
    for (let t = 0; t < 4000; t++) sum += (100 * 0.8 * 0.97 ** t) / 1.01 ** t;
    assertClose(lifetimeValue(100, 0.8, 0.03, 0.01), sum, { rel: 1e-12 });
  });
  test('the working is the calculation', () => {
    for (const compute of [
      (note: Note) => cacPayback(3000, 500, 0.7, note),
      (note: Note) => burnMultiple(3e6, 1e6, note),
      (note: Note) => magicNumber(3e4, 12e4, note),
      (note: Note) => lifetimeValue(100, 0.8, 0.03, 0.01, note),
    ]) {
      const { result, steps } = explain(compute);
      for (const step of steps) assertClose(evaluate(step.formula, step.inputs), step.value, { rel: 1e-14 });
      expect(steps.at(-1)!.value).toBe(result);
    }
  });
});

describe('customers who differ (sBG)', () => {
  // Fader & Hardie 2007, table 1 and p. 81: two cohorts of a contract, and the estimates they print.
  const highEnd = [0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491];
  const regular = [0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241];
  test.each([
    ['High End', highEnd, 0.668, 3.806],
    ['Regular', regular, 0.704, 1.182],
  ])('the published estimates for %s', (_, survival, alpha, beta) => {
    const fit = fitSbg(survival);
    expect([fit.alpha.toFixed(3), fit.beta.toFixed(3)]).toEqual([alpha.toFixed(3), beta.toFixed(3)]);
  });
  test('what they project for years 8 to 12 of High End', () => {
    const fit = fitSbg(highEnd);
    assertClose([8, 9, 10, 11, 12].map((t) => sbgSurvival(fit, t)), [0.46, 0.436, 0.414, 0.395, 0.378], { abs: 0.001 }); // prettier-ignore
  });
  test('survival is a ratio of beta functions: S(t) = E[(1 − θ)^t] over Beta(α, β)', () => {
    const [alpha, beta] = [2, 3]; // density 12 θ (1 − θ)²; Simpson's rule
    const n = 2000;
    const f = (x: number) => 12 * x * (1 - x) ** 2 * (1 - x) ** 4;
    let integral = f(0) + f(1);
    for (let i = 1; i < n; i++) integral += (i % 2 ? 4 : 2) * f(i / n);
    assertClose(sbgSurvival({ alpha, beta }, 4), integral / (3 * n), { rel: 1e-10 });
  });
  test('the curve is the survival of each month', () => {
    const sbg = { alpha: 0.7, beta: 1.2 };
    assertClose(sbgCurve(sbg, 9), [0, 1, 2, 3, 4, 5, 6, 7, 8].map((t) => sbgSurvival(sbg, t)), { rel: 1e-14 }); // prettier-ignore
  });
  const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  test('the lifetimes are the sums they stand for', () => {
    fc.assert(
      fc.property(
        positive(0.05, 20),
        positive(0.05, 20),
        positive(0.02, 0.5),
        fc.integer({ min: 1, max: 12 }),
        (alpha, beta, d, n) => {
          const sbg = { alpha, beta };
          let [life, residual, survival] = [0, 0, 1];
          const before = sbgSurvival(sbg, n - 1);
          for (let t = 0; t < 3000; t++) {
            if (t > 0) survival *= sbgRetention(sbg, t);
            life += survival / (1 + d) ** t;
            if (t >= n) residual += survival / before / (1 + d) ** (t - n);
          }
          assertClose([sbgLifetime(sbg, d), sbgResidualLifetime(sbg, n, d)], [life, residual], { rel: 1e-11 });
        },
      ),
      { numRuns: 40 },
    );
  });
  test('a small discount tends to none', () => {
    assertClose(sbgLifetime({ alpha: 3, beta: 2 }, 1e-7), sbgLifetime({ alpha: 3, beta: 2 }, 0), { rel: 1e-6 });
    assertClose(sbgLifetime({ alpha: 1, beta: 3 }, 1e-5), sbgLifetime({ alpha: 1.0000001, beta: 3 }, 1e-5), {
      rel: 1e-5,
    });
  });
  test('tends to the formula of constant churn as customers become alike', () => {
    fc.assert(
      fc.property(positive(0.02, 0.9), positive(0, 0.2), (churn, d) => {
        const gap = [1e3, 1e5, 1e7].map((size) => {
          const sbg = { alpha: churn * size, beta: (1 - churn) * size };
          return Math.abs(sbgLifetime(sbg, d) / lifetimeValue(1, 1, churn, d) - 1);
        });
        expect(gap[2]).toBeLessThan(1e-4);
        expect(gap[2]).toBeLessThan(gap[0]! / 1000 + 1e-12);
        expect(gap[1]).toBeLessThan(gap[0]! + 1e-12);
      }),
    );
  });
  test('differing customers are worth more than their average churn says, and survivors more than newcomers', () => {
    const sbg = fitSbg(highEnd);
    const average = lifetimeValue(1, 1, sbg.alpha / (sbg.alpha + sbg.beta), 0.1);
    expect(sbgLifetime(sbg, 0.1)).toBeGreaterThan(average);
    expect(sbgResidualLifetime(sbg, 8, 0.1)).toBeGreaterThan(sbgResidualLifetime(sbg, 1, 0.1));
  });
  test('a fit gives back what made the series', () => {
    fc.assert(
      fc.property(positive(0.3, 5), positive(0.3, 5), (alpha, beta) => {
        const survival = [1, 2, 3, 4, 5, 6].map((t) => sbgSurvival({ alpha, beta }, t));
        const fit = fitSbg(survival);
        assertClose([fit.alpha, fit.beta], [alpha, beta], { rel: 1e-4 });
      }),
      { numRuns: 15 },
    );
  });
});

test('refusals', () => {
  const calls = [
    () => burnMultiple(-1, 1),
    () => burnMultiple(1, 0),
    () => magicNumber(1, 0),
    () => magicPayback(0),
    () => cacPayback(1, 0, 0.5),
    () => cacPayback(1, 1, 0),
    () => lifetimeValue(1, 1, 0),
    () => ruleOf40(NaN, 0),
    () => sbgSurvival({ alpha: 0, beta: 1 }, 1),
    () => sbgSurvival({ alpha: 1, beta: 1 }, 1.5),
    () => sbgLifetime({ alpha: 0.5, beta: 1 }, 0),
    () => fitSbg([0.9]),
    () => fitSbg([0.8, 0.9]),
    () => fitSbg([1, 1]),
    () => fitSbg([0.9, 0.81, 0.729]),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: burnMultiple: netBurn is a finite number at least 0; got -1",
      "DomainError: burnMultiple: netNewArr is a finite number greater than 0; got 0",
      "DomainError: magicNumber: salesMarketing is a finite number greater than 0; got 0",
      "DomainError: magicPayback: magic is a finite number greater than 0; got 0",
      "DomainError: cacPayback: monthlyRevenue is a finite number greater than 0; got 0",
      "DomainError: cacPayback: grossMargin is a finite number greater than 0 and at most 1; got 0",
      "DomainError: lifetimeValue: churn is a finite number greater than 0 and at most 1; got 0",
      "DomainError: ruleOf40: growth is a finite number; got NaN",
      "DomainError: sbgSurvival: alpha is a finite number greater than 0; got 0",
      "DomainError: sbgSurvival: t is a finite whole number from 0 to 1000000; got 1.5",
      "DomainError: sbgLifetime: alpha is greater than 1 when nothing is discounted; got 0.5",
      "DomainError: fitSbg: there are at least two periods; got [0.9]",
      "DomainError: fitSbg: survival never rises; got [0.8, 0.9]",
      "DomainError: fitSbg: somebody leaves; got [1, 1]",
      "NoSolutionError: fitSbg: retention rises with age; got survival 0.9, 0.81, 0.729",
    ]
  `);
});
