import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitCurve } from '@/finance/market/curve';
import { fitBass, fitCompound, fitExponential, fitLogistic, forecastExponential } from '@/finance/market/fitGrowth';
import { bassAdopters, exponentialGrowth, logisticGrowth } from '@/finance/market/growth';
import { fitLine, forecastLine, rSquared } from '@/finance/market/line';
import { incompleteBeta, logGamma, studentQuantile } from '@/finance/market/student';
import { assertClose } from '../../support/assertClose';
import { refusal } from '../../support/refusal';

describe('Student', () => {
  // scipy 1.17 stats.t.ppf; the first two are printed in every table of t (2.228, 4.303).
  test.each([
    [0.975, 10, 2.228138851986274],
    [0.975, 2, 4.302652729749462],
    [0.9, 5, 1.4758840488244815],
    [0.995, 100, 2.6258905214380173],
    [0.6, 1, 0.32491969623290634],
    [0.975, 1.5, 6.016663104427929],
  ])('t(%d; %d) = %d', (p, freedom, expected) => {
    assertClose(studentQuantile(p, freedom), expected, { rel: 1e-11 });
    assertClose(studentQuantile(1 - p, freedom), -expected, { rel: 1e-11 });
  });
  test('Γ of whole and half numbers', () => {
    assertClose(logGamma(11), Math.log(3_628_800), { rel: 1e-14 });
    assertClose(logGamma(0.5), Math.log(Math.PI) / 2, { rel: 1e-13 });
  });
  test('I_x(a, b) of powers, and its mirror', () => {
    assertClose(incompleteBeta(0.3, 4, 1), 0.3 ** 4, { rel: 1e-13 });
    assertClose(incompleteBeta(0.3, 1, 4), 1 - 0.7 ** 4, { rel: 1e-13 });
    assertClose(incompleteBeta(0.8, 2.5, 7) + incompleteBeta(0.2, 7, 2.5), 1, { rel: 1e-14 });
  });
});

describe('a line', () => {
  // Anscombe 1973, data set I; his paper prints intercept 3.0, slope 0.5, error of the slope 0.118, R² 0.667.
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
  test('of Anscombe’s first set, with errors and the band of scipy 1.17', () => {
    const fit = fitLine(x, y);
    assertClose(
      [fit.intercept, fit.slope, fit.interceptError, fit.slopeError, rSquared(y, fit.residuals)],
      [3.0000909090909103, 0.5000909090909091, 1.1247467908086437, 0.11790550059563408, 0.666542459508775],
      { rel: 1e-12 },
    );
    const { value, low, high } = forecastLine(fit, 20, 0.9);
    assertClose([value, low, high], [13.001909090909095, 9.64660559615511, 16.35721258566308], { rel: 1e-11 });
  });
  test('the band is narrowest at the mean of x', () => {
    const fit = fitLine(x, y);
    const width = (at: number) => forecastLine(fit, at).high - forecastLine(fit, at).low;
    expect(width(9)).toBeLessThan(Math.min(width(8.9), width(9.1)));
  });
});

describe('growth', () => {
  test('fits of exact series give back what made them', () => {
    const times = [0, 1, 2, 4, 7];
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 0.8, noNaN: true }), (k) => {
        const demand = times.map((t) => exponentialGrowth(40, k, t));
        const fit = fitExponential(times, demand);
        assertClose([fit.k, fit.initial], [k, 40], { abs: 1e-12, rel: 1e-12 });
        assertClose(fitCompound(times, demand).g, Math.exp(k) - 1, { abs: 1e-12, rel: 1e-12 });
        assertClose(forecastExponential(fit, 9).value, exponentialGrowth(40, k, 9), { rel: 1e-10 });
      }),
    );
  });
  test('a band of 90 % holds nine of ten new observations (1,000 seeded series)', () => {
    let [inside, seed] = [0, 1];
    const noise = () => {
      let sum = -6; // twelve uniforms: standard normal near enough for a count
      for (let i = 0; i < 12; i++) sum += (seed = (seed * 48271) % 2147483647) / 2147483647;
      return sum;
    };
    const at = (t: number) => Math.exp(3 + 0.2 * t + 0.3 * noise());
    const times = Array.from({ length: 8 }, (_, i) => i);
    for (let i = 0; i < 1000; i++) {
      const { low, high } = forecastExponential(fitExponential(times, times.map(at)), 12, 0.9); // prettier-ignore
      const seen = at(12);
      if (low <= seen && seen <= high) inside++;
    }
    expect(Math.abs(inside - 900)).toBeLessThan(38); // four standard errors of a binomial
  });

  // NIST StRD Ratkowsky2 (Rat42), pasture yield: certified b₁ = 72.462237576, b₂ = 2.6180768402, b₃ = 0.067359200066,
  // with y = b₁ / (1 + e^(b₂ − b₃x)); so ceiling = b₁, k = b₃, midpoint = b₂/b₃.
  const time = [9, 14, 21, 28, 42, 57, 63, 70, 79];
  const yields = [8.93, 10.8, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08];
  test('logistic: the certified values of NIST', () => {
    const fit = fitLogistic(time, yields);
    assertClose(
      [fit.ceiling, fit.k, fit.midpoint, fit.errors.ceiling, fit.errors.k, fit.deviation],
      [72.462237576, 0.067359200066, 2.6180768402 / 0.067359200066, 1.7340283401, 0.0034465663377, 1.1587725499],
      { rel: 1e-7 },
    );
    assertClose(fit.residuals.reduce((sum, r) => sum + r * r, 0), 8.0565229338, { rel: 1e-9 }); // prettier-ignore
  });
  test('logistic: a market that shrinks', () => {
    const times = [0, 1, 2, 3, 4, 5];
    const fit = fitLogistic(times, times.map((t) => logisticGrowth(50, -1.3, 2, t))); // prettier-ignore
    assertClose([fit.ceiling, fit.k, fit.midpoint], [50, -1.3, 2], { rel: 1e-8 });
  });
  test('Bass: the answer of scipy 1.17 curve_fit', () => {
    const times = Array.from({ length: 15 }, (_, i) => i + 1);
    const adopters = [27, 57, 112, 173, 250, 354, 454, 574, 671, 761, 822, 882, 919, 941, 967];
    const fit = fitBass(times, adopters);
    assertClose(
      [fit.ceiling, fit.innovation, fit.imitation],
      [1001.4336396629182, 0.01998420357842812, 0.39928938816864745],
      { rel: 1e-6 },
    );
    assertClose(
      [fit.errors.ceiling, fit.errors.innovation, fit.errors.imitation],
      [4.00490669912063, 0.00043500810032539666, 0.005545681563619481],
      { rel: 1e-4 },
    );
  });
  test('Bass: gives back what made the series, from any p and q', () => {
    const times = [1, 2, 4, 6, 8, 11, 15, 20];
    const p = fc.double({ min: 0.005, max: 0.05, noNaN: true });
    const q = fc.double({ min: 0.2, max: 0.8, noNaN: true });
    fc.assert(
      fc.property(p, q, (innovation, imitation) => {
        const fit = fitBass(times, times.map((t) => bassAdopters(5e6, innovation, imitation, t))); // prettier-ignore
        assertClose([fit.ceiling, fit.innovation, fit.imitation], [5e6, innovation, imitation], { rel: 1e-5 });
      }),
      { numRuns: 10 },
    );
  });
});

test('refusals', () => {
  const line = [0, 1, 2, 3, 4, 5];
  const calls = [
    () => fitLine([1, 2], [1, 2]),
    () => fitLine([1, 1, 1], [1, 2, 3]),
    () => fitLine([1, 2, 3], [1, 2]),
    () => rSquared([2, 2], [0, 0]),
    () => fitExponential([0, 1, 2], [1, 0, 2]),
    () => fitExponential([], []),
    () => fitLogistic(line, line.map((t) => Math.exp(t))), // prettier-ignore
    () => fitLogistic([0, 1, 2], [1, 2, 3]),
    () => fitBass([-1, 0, 1, 2], [1, 2, 3, 4]),
    () => fitBass(line, line.map(() => 0)), // prettier-ignore
    () => fitCurve(([a, b], x) => a! + b! + x, [0, 1, 2], [0, 1, 2], [1, 1]),
    () => studentQuantile(1, 3),
    () => forecastLine(fitLine([0, 1, 2], [0, 1, 2]), 5, 95),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: fitLine: there are at least 3 points; got 2",
      "DomainError: fitLine: the x are not all equal; got [1, 1, 1]",
      "DomainError: fitLine: there are as many ys as xs, 3; got 2",
      "DomainError: rSquared: the values are not all equal; got [2, 2]",
      "DomainError: fitExponential: demand[1] is a finite number greater than 0; got 0",
      "DomainError: fitExponential: demand is not empty; got []",
      "NoSolutionError: fitLogistic: the series bends, so that it has a ceiling; got “fitCurve: the fit settles within 500 steps; got parameters 11088.414587436348, 1.0070818970164155, 9.270054265108138 still moving”",
      "DomainError: fitLogistic: there are at least 4 points; got 3",
      "DomainError: fitBass: times[0] is a finite number at least 0; got -1",
      "DomainError: fitBass: some demand is greater than 0; got [0, 0, 0, 0, 0, 0]",
      "NoSolutionError: fitCurve: the data determine every parameter; got a flat direction at -1.2289243573817397e-13,1.2289243573817397e-13",
      "DomainError: studentQuantile: probability is a finite number greater than 0 and less than 1; got 1",
      "DomainError: forecastLine: level is a finite number greater than 0 and less than 1; got 95",
    ]
  `);
});
