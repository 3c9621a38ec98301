import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, type Note } from '@/finance/derivation';
import { APPROACHES, powerLaw, powerLawTokens } from '@/finance/llm/approaches';
import { drawRefits, optimalBand, REFIT_ERRORS } from '@/finance/llm/band';
import * as law from '@/finance/llm/chinchilla';
import { GPUS, MODELS, TRAINING_RUNS } from '@/finance/llm/figures';
import { lifetimeOptimal } from '@/finance/llm/lifetime';
import * as parameters from '@/finance/llm/parameters';
import * as training from '@/finance/llm/training';
import { assertClose } from '../../support/assertClose';
import { evaluate } from '../../support/formula';
import { refusal } from '../../support/refusal';

const { chinchillaLoss, COEFFICIENTS, computeForLoss, computeOptimal, tokensForLoss } = law;
const { chinchillaFlops, chinchillaParameters, gpt2Parameters, llamaParameters, moeParameters } = parameters;
const { gpuHours, hardwareFlops, modelFlopsUtilisation, palmFlopsPerToken, trainingCost, trainingDays, trainingFlops } =
  training;
const sets = Object.entries(COEFFICIENTS);

describe('parameters', () => {
  const gpt2 = { layers: 12, width: 768, context: 1024, vocabulary: 50257, bias: true, tied: true };
  test('GPT-2: the four checkpoints of Hugging Face', () => {
    const sizes = [[12, 768], [24, 1024], [36, 1280], [48, 1600]] as const; // prettier-ignore
    expect(sizes.map(([layers, width]) => gpt2Parameters({ ...gpt2, layers, width }))).toEqual([
      124_439_808, 354_823_168, 774_030_080, 1_557_611_200,
    ]);
  });
  test('without biases: 124,337,664 (nanoGPT, transformer_sizing.ipynb)', () => {
    expect(gpt2Parameters({ ...gpt2, bias: false })).toBe(124_337_664);
    expect(gpt2Parameters({ ...gpt2, tied: false }) - gpt2Parameters(gpt2)).toBe(50257 * 768);
  });
  test.each(Object.entries(MODELS))('%s has as many as its checkpoint', (_, model) => {
    expect(llamaParameters(model)).toBe(model.parameters);
  });
  test('Llama 2 7B and 13B (safetensors metadata)', () => {
    const seven = { layers: 32, width: 4096, heads: 32, kvHeads: 32, feedForward: 11008, vocabulary: 32000 };
    expect(llamaParameters(seven)).toBe(6_738_415_616);
    expect(llamaParameters({ ...seven, layers: 40, width: 5120, heads: 40, kvHeads: 40, feedForward: 13824 })).toBe(
      13_015_864_320,
    );
  });
  test('Mixtral 8x7B: 46.7 B in all, 12.9 B for a token (Jiang et al. 2024: 47 B and 13 B)', () => {
    const expert = 32 * 3 * 4096 * 14336;
    const dense = llamaParameters({
      layers: 32,
      width: 4096,
      heads: 32,
      kvHeads: 8,
      feedForward: 14336,
      vocabulary: 32000,
    });
    const { total, active } = moeParameters(dense - expert + 32 * 8 * 4096, expert, 8, 2);
    expect(total).toBe(46_702_792_704);
    expect((active / 1e9).toFixed(1)).toBe('12.9');
  });
  test('Chinchilla’s 74M model: parameters, and FLOPs 2.5 % over 6ND (nanoGPT, scaling_laws.ipynb)', () => {
    const shape = { layers: 10, width: 640, feedForward: 2560, heads: 10, context: 2048, vocabulary: 32000 };
    expect(chinchillaParameters(shape)).toBe(73_825_280);
    assertClose(chinchillaFlops(shape) / trainingFlops(73_825_280, 2048), 1.025036, { rel: 1e-6 });
  });
});

describe('arithmetic, hours, days, money', () => {
  test('PaLM’s count for GPT-2: 875,062,886,400 a sequence; 37.14 % of an A100 (nanoGPT)', () => {
    const perToken = palmFlopsPerToken(124_337_664 - 1024 * 768, { layers: 12, heads: 12, headDim: 64, context: 1024 });
    expect(perToken * 1024).toBe(875_062_886_400);
    assertClose(modelFlopsUtilisation((874_944_921_600 * 100) / 0.755, 1, 312e12), 0.3714, { abs: 5e-5 });
  });
  test('GPT-2 on eight A100: 3.46 days at 30 % (nanoGPT)', () => {
    const run = {
      parameters: 124_337_664,
      tokens: 300e9,
      peak: 312e12,
      mfu: 0.3,
      gpus: 8,
      pricePerHour: 2,
      overhead: 0.5,
    };
    const { days, cost, hours } = trainingCost(run);
    assertClose(days, 3.46, { abs: 0.005 });
    assertClose(cost, hours * 3, { rel: 1e-14 });
  });
  test('recomputation: 8ND; GPT-3 in 34 days on 1,024 A100 at 140 TFLOP/s (Narayanan et al. 2021, section 5.1)', () => {
    // Their eq. 4: 8·T·P/(n·X) = 34 days for 175 B, 300 B tokens, 1,024 GPUs at 140 TFLOP/s.
    const days = trainingDays(gpuHours(trainingFlops(175e9, 300e9, true), 140e12, 1), 1024);
    expect(Math.round(days)).toBe(34);
    expect(trainingFlops(1, 1, true) / trainingFlops(1, 1)).toBe(8 / 6);
  });
  test('hardwareFlops is the inverse of gpuHours', () => {
    assertClose(hardwareFlops(gpuHours(1e24, 989e12, 0.4), 989e12, 0.4), 1e24, { rel: 1e-14 });
  });
  test('what the makers report comes out at a quarter to half of the peak', () => {
    for (const { parameters: n, tokens, hours, gpu } of Object.values(TRAINING_RUNS)) {
      const mfu = modelFlopsUtilisation(trainingFlops(n, tokens) / (hours * 3600), 1, GPUS[gpu].peak);
      expect(mfu).toBeGreaterThan(0.25);
      expect(mfu).toBeLessThan(0.55);
    }
    const { 'Llama 3.1 405B': llama, 'DeepSeek-V3': deepseek } = TRAINING_RUNS;
    assertClose(trainingFlops(llama.parameters, llama.tokens), 3.79e25, { rel: 1e-3 });
    assertClose(deepseek.hours * 2, 5.328e6, { rel: 1e-12 }); // pre-training alone in the paper's table 1
  });
  test('cost is linear in tokens and in the price', () => {
    const base = { parameters: 7e9, tokens: 1e12, peak: 312e12, mfu: 0.5, gpus: 64, pricePerHour: 1.5 };
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (k) => {
        const { cost } = trainingCost(base);
        assertClose(trainingCost({ ...base, tokens: k * base.tokens }).cost, k * cost, { rel: 1e-12 });
        assertClose(trainingCost({ ...base, pricePerHour: k * base.pricePerHour }).cost, k * cost, { rel: 1e-12 });
      }),
    );
  });
});

describe('the scaling law', () => {
  test.each([
    // closed forms computed apart, in Python: N and D in B, D/N, at 1e21, 5.88e23 and 1e25 FLOP
    ['rounded', [1.8242, 91.363, 50.084, 32.491, 3016.2, 92.832, 116.82, 14266.6, 122.12]],
    ['unrounded', [2.21695, 75.178, 33.911, 40.7427, 2405.3, 59.037, 148.546, 11219.9, 75.531]],
    ['refit', [2.77846, 59.985, 21.589, 73.0164, 1342.16, 18.382, 312.07, 5340.7, 17.114]],
  ] as const)('the optima of the %s coefficients', (name, expected) => {
    const got = [1e21, 5.88e23, 1e25].flatMap((flops) => {
      const { parameters: n, tokens } = computeOptimal(flops, COEFFICIENTS[name]);
      return [n / 1e9, tokens / 1e9, tokens / n];
    });
    assertClose(got, expected, { rel: 5e-5 });
  });
  test('no other split of the budget has a lower loss', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sets),
        fc.double({ min: 18, max: 27, noNaN: true }),
        fc.double({ min: -2, max: 2, noNaN: true }),
        ([, c], log, shift) => {
          const flops = 10 ** log;
          const { parameters: n, loss, tokens } = computeOptimal(flops, c);
          assertClose(6 * n * tokens, flops, { rel: 1e-12 });
          expect(chinchillaLoss(n * Math.exp(shift), tokens / Math.exp(shift), c)).toBeGreaterThanOrEqual(
            loss * (1 - 1e-14),
          );
          assertClose(computeForLoss(loss, c), flops, { rel: 1e-7 });
          assertClose(tokensForLoss(n, loss, c), tokens, { rel: 1e-8 });
        },
      ),
    );
  });
  test('the two tables of the paper: approach 2 has slope 1.04096 and intercept 0.93539 (nanoGPT)', () => {
    const { slope, intercept } = powerLaw(APPROACHES[2]);
    assertClose([slope, intercept], [1.0409573169995892, 0.9353887152390791], { rel: 1e-10 });
    assertClose(powerLawTokens(124e6, { slope, intercept }), 2_292_426_000, { rel: 1e-6 });
    for (const [n, tokens] of APPROACHES[1])
      assertClose(powerLawTokens(n, powerLaw(APPROACHES[1])), tokens, { rel: 0.07 });
  });
  test('the band keeps every published error', () => {
    const draws = drawRefits(20_000, 3);
    const deviation = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    };
    const { alpha, beta, exponent, A } = REFIT_ERRORS;
    assertClose(
      [
        deviation(draws.map((d) => d.alpha)),
        deviation(draws.map((d) => d.beta)),
        deviation(draws.map((d) => d.beta / (d.alpha + d.beta))),
      ],
      [alpha, beta, exponent],
      { rel: 0.02 },
    );
    assertClose(deviation(draws.map((d) => d.A)), A, { rel: 0.06 }); // skewed: the lognormal has the median, not the mean, of the refit
  });
  test('at Chinchilla’s budget the band of 80 % holds its 20 tokens per parameter, and neither of the older sets', () => {
    const { ratio, parameters: n } = optimalBand(5.76e23);
    assertClose(ratio[0], 13.2, { abs: 0.6 }); // 200,000 draws of numpy: 13.23 and 25.01
    assertClose(ratio[2], 25, { abs: 0.9 });
    expect(ratio[0] < 20 && 20 < ratio[2]).toBe(true);
    expect(n[0] < n[1] && n[1] < n[2]).toBe(true);
    for (const c of [COEFFICIENTS.rounded, COEFFICIENTS.unrounded]) {
      const other = computeOptimal(5.76e23, c);
      expect(other.tokens / other.parameters).toBeGreaterThan(ratio[2]);
    }
    expect(optimalBand(1e22, 0.8, 500, 9)).toEqual(optimalBand(1e22, 0.8, 500, 9));
  });
});

describe('over a lifetime', () => {
  test('with nothing to serve it is the optimum of training', () => {
    for (const [, c] of sets) {
      const loss = computeOptimal(1e22, c).loss;
      const best = lifetimeOptimal(loss, 0, c);
      assertClose(best.parameters, computeOptimal(1e22, c).parameters, { rel: 1e-5 });
      assertClose(best.trainingFlops, 1e22, { rel: 1e-9 });
    }
  });
  test('the more it serves, the smaller it is and the longer it trains; no size near it is cheaper', () => {
    const c = COEFFICIENTS.refit;
    const best = [0, 1e12, 1e13, 1e14].map((served) => ({ served, ...lifetimeOptimal(2.1, served, c) }));
    for (let i = 1; i < best.length; i++) {
      expect(best[i]!.parameters).toBeLessThan(best[i - 1]!.parameters);
      expect(best[i]!.tokens).toBeGreaterThan(best[i - 1]!.tokens);
    }
    for (const { served, parameters: n, trainingFlops: t, servingFlops: s } of best) {
      for (const k of [0.9, 1.1])
        expect(6 * k * n * tokensForLoss(k * n, 2.1, c) + 2 * k * n * served).toBeGreaterThan(t + s);
    }
  });
});

test('the working is the calculation', () => {
  const runs: ((note: Note) => unknown)[] = [
    (note) =>
      trainingCost(
        {
          parameters: 7e9,
          tokens: 1e12,
          recompute: true,
          peak: 312e12,
          mfu: 0.5,
          gpus: 64,
          pricePerHour: 1.5,
          overhead: 0.3,
        },
        note,
      ),
    (note) => computeOptimal(1e22, COEFFICIENTS.refit, note),
  ];
  for (const run of runs) {
    const { steps } = explain(run);
    expect(steps.length).toBeGreaterThan(3);
    for (const step of steps) assertClose(evaluate(step.formula, step.inputs), step.value, { rel: 1e-13 });
  }
});

test('refusals', () => {
  const c = COEFFICIENTS.refit;
  const calls = [
    () => gpt2Parameters({ layers: 0, width: 1, context: 1, vocabulary: 1, bias: true, tied: true }),
    () => llamaParameters({ layers: 1, width: 10, heads: 3, kvHeads: 1, feedForward: 1, vocabulary: 1 }),
    () => moeParameters(1, 1, 2, 3),
    () => trainingFlops(0, 1),
    () => modelFlopsUtilisation(2, 1, 1),
    () => gpuHours(1, 1, 1.2),
    () => trainingDays(1, 0),
    () => trainingCost({ parameters: 1, tokens: 1, peak: 1, mfu: 1, gpus: 1, pricePerHour: -1 }),
    () => chinchillaLoss(-1, 1, c),
    () => computeOptimal(NaN, c),
    () => computeForLoss(1.8172, c),
    () => tokensForLoss(1e6, 2, c),
    () => lifetimeOptimal(1.5, 0, c),
    () => optimalBand(1e22, 80),
    () => powerLaw([[1, 1], [2, 2]]), // prettier-ignore
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: gpt2Parameters: layers is a finite whole number at least 1; got 0",
      "DomainError: llamaParameters: headDim is a finite whole number at least 1; got 3.3333333333333335",
      "DomainError: moeParameters: active is a finite whole number from 1 to 2; got 3",
      "DomainError: trainingFlops: parameters is a finite number greater than 0; got 0",
      "DomainError: modelFlopsUtilisation: utilisation is a finite number at most 1; got 2",
      "DomainError: gpuHours: mfu is a finite number greater than 0 and at most 1; got 1.2",
      "DomainError: trainingDays: gpus is a finite number greater than 0; got 0",
      "DomainError: trainingCost: pricePerHour is a finite number at least 0; got -1",
      "DomainError: chinchillaLoss: parameters is a finite number greater than 0; got -1",
      "DomainError: computeOptimal: flops is a finite number greater than 0; got NaN",
      "DomainError: computeForLoss: loss is a finite number greater than 1.8172; got 1.8172",
      "DomainError: tokensForLoss: loss is a finite number greater than 5.764099321139659; got 2",
      "DomainError: lifetimeOptimal: loss is a finite number greater than 1.8172; got 1.5",
      "DomainError: optimalBand: level is a finite number greater than 0 and less than 1; got 80",
      "DomainError: fitLine: there are at least 3 points; got 2",
    ]
  `);
});
