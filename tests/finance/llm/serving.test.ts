import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, type Note } from '@/finance/derivation';
import { apiMargin, apiPrice, type ApiBusiness } from '@/finance/llm/api';
import { declinedPrice, declineFactor, marginAfter, underWater } from '@/finance/llm/decline';
import * as figures from '@/finance/llm/figures';
import { checkpointBytes, kvCacheBytes, weightBytes } from '@/finance/llm/memory';
import * as serving from '@/finance/llm/serving';
import { assertClose } from '../../support/assertClose';
import { evaluate } from '../../support/formula';
import { refusal } from '../../support/refusal';

const { costPerMillion, crossoverBatch, decodeStep, maxBatch, prefillSeconds } = serving;

describe('memory', () => {
  test('published keys and values', () => {
    expect(kvCacheBytes({ layers: 32, kvHeads: 32, headDim: 128, bytes: 2 }, 544)).toBe(285_212_672); // llm-analysis, LLaMA 7B
    expect(kvCacheBytes({ layers: 80, kvHeads: 8, headDim: 128, bytes: 2 }, 4096)).toBe(1_342_177_280); // draft-calabria-bmwg
  });
  test('weights and checkpoints', () => {
    assertClose(weightBytes(70.55e9, 2), 141e9, { rel: 2e-3 });
    assertClose(checkpointBytes(124_337_664, 4) / 1e9, 1.49, { abs: 5e-3 }); // nanoGPT
  });
});

// A 70 B model in bf16 on four H100 at $2, two thousand tokens of context.
const { peak, bandwidth, memory } = figures.GPUS['H100 SXM'];
const four = {
  parameters: 70.55e9,
  weights: 141.1e9,
  kvPerToken: 327_680,
  context: 2048,
  gpus: 4,
  peak,
  bandwidth,
  memory,
  pricePerHour: 2,
};

describe('serving', () => {
  test('LLaMA 7B on an A100: 6.73 ms a token, 22 ms for the prompt (llm-analysis)', () => {
    const bytes = 4294967296 + 8589934592 + 262144000 + 570425344;
    const step = decodeStep(
      { parameters: 6.7e9, weights: bytes, kvPerToken: 0, context: 0, gpus: 1, peak: 312e12, bandwidth: 2.039e12 },
      1,
    );
    assertClose(step.seconds * 1e3, 6.7307, { rel: 1e-3 });
    expect(step.bound).toBe('memory');
    assertClose(prefillSeconds({ parameters: 6868726448128 / 1024, gpus: 1, peak: 312e12 }, 512) * 1e3, 22.41, {
      rel: 0.02,
    });
  });
  test('dollars per million tokens, computed apart in Python', () => {
    const got = [1, 16, 64].map((batch) => costPerMillion(four, batch, 1));
    assertClose(got, [23.5115, 1.57386, 0.476915], { rel: 1e-4 });
  });
  test('the batch from which arithmetic limits: 153 on an A100, 295 on an H100', () => {
    expect(Math.round(crossoverBatch(312e12, 2.039e12, 2))).toBe(153);
    expect(Math.round(crossoverBatch(peak, bandwidth, 2))).toBe(295);
    const bare = { ...four, kvPerToken: 0, weights: 2 * four.parameters };
    expect([295, 296].map((batch) => decodeStep(bare, batch).bound)).toEqual(['memory', 'compute']);
  });
  test('cost never rises with the batch, up to what memory holds; beyond it is refused', () => {
    const sizes = fc.record({
      parameters: fc.double({ min: 1e8, max: 1e11, noNaN: true }),
      context: fc.integer({ min: 1, max: 8192 }),
      kvPerToken: fc.integer({ min: 1000, max: 1_000_000 }),
      gpus: fc.integer({ min: 4, max: 16 }),
    });
    fc.assert(
      fc.property(sizes, (size) => {
        const model = { ...four, ...size, weights: 2 * size.parameters };
        let limit: number;
        try {
          limit = maxBatch(model);
        } catch {
          fc.pre(false);
        }
        const steps = [1, 2, 3, 5, 9, 17, 65, 257, limit!].filter((b) => b <= limit).sort((a, b) => a - b);
        const costs = steps.map((batch) => costPerMillion(model, batch, 0.5));
        for (let i = 1; i < costs.length; i++) expect(costs[i]).toBeLessThanOrEqual(costs[i - 1]! * (1 + 1e-12));
        expect(() => costPerMillion(model, limit + 1, 0.5)).toThrow('batch is');
        assertClose(costPerMillion(model, 1, 0.25), 2 * costPerMillion(model, 1, 0.5), { rel: 1e-12 });
      }),
    );
  });
  test('memory holds what it says: one more does not fit', () => {
    const limit = maxBatch(four);
    expect(limit).toBe(Math.floor((4 * 80e9 * 0.9 - 141.1e9) / (327_680 * 2048)));
    expect(limit).toBe(218);
  });
});

describe('selling', () => {
  test('cached tokens are billed once (litellm#15945)', () => {
    assertClose(
      apiPrice({ prompt: 9126, cached: 4864, completion: 3197 }, { input: 1.25, cachedInput: 0.125, output: 10 }),
      0.0379055,
      { abs: 1e-12 },
    );
  });
  test('gpt-4, gpt-3.5 and gpt-4o (tokencost@e7f7c19)', () => {
    assertClose(
      [
        apiPrice({ prompt: 0, completion: 5 }, { input: 30, output: 60 }),
        apiPrice({ prompt: 10, completion: 0 }, { input: 1.5, output: 2 }),
        apiPrice({ prompt: 100, cached: 100, completion: 0 }, { input: 2.5, cachedInput: 1.25, output: 10 }),
      ],
      [0.0003, 1.5e-5, 0.000125],
      { rel: 1e-12 },
    );
  });
  const business: ApiBusiness = {
    usage: { prompt: 3e9, cached: 1e9, completion: 0.5e9 },
    prices: { input: 2, cachedInput: 0.5, output: 8 },
    costs: { input: 0.4, cachedInput: 0.02, output: 2 },
    batchShare: 0.25,
    batchDiscount: 0.5,
    freeShare: 0.2,
    utilisation: 0.5,
  };
  test('by hand: 8,500 listed, 5,950 paid, 1,820 busy, 3,640 with idle machines', () => {
    const { revenue, cost, margin } = apiMargin(business);
    assertClose([revenue, cost, margin], [5950, 3640, 1 - 3640 / 5950], { rel: 1e-12 });
  });
  test('the bill is linear in tokens; caching never raises it when cached input is cheaper', () => {
    const tokens = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(
        tokens,
        tokens,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 9 }),
        (prompt, completion, part, k) => {
          const usage = { prompt, cached: part * prompt, completion };
          const many = { prompt: k * prompt, cached: k * usage.cached, completion: k * completion };
          assertClose(apiPrice(many, business.prices), k * apiPrice(usage, business.prices), { rel: 1e-10 });
          expect(apiPrice(usage, business.prices)).toBeLessThanOrEqual(
            apiPrice({ prompt, completion }, business.prices) + 1e-12,
          );
        },
      ),
    );
  });
  test('margin falls with free users and idle machines', () => {
    const at = (change: Partial<ApiBusiness>) => apiMargin({ ...business, ...change }).margin;
    expect(at({ freeShare: 0.3 })).toBeLessThan(at({}));
    expect(at({ utilisation: 0.4 })).toBeLessThan(at({}));
    expect(at({ batchShare: 0 })).toBeGreaterThan(at({}));
    expect(at({ freeShare: 0.9 })).toBeLessThan(0);
  });
});

describe('deflation', () => {
  test('a16z: $60 to $0.06 in three years; Epoch: two years at 9, 40 and 900 times', () => {
    assertClose(Object.values(declineFactor(60, 0.06, 3)), [1000, 10], { rel: 1e-12 });
    assertClose([9, 40, 900].map((f) => declinedPrice(1, f, 2)), [1 / 81, 1 / 1600, 1 / 810_000], { rel: 1e-12 }); // prettier-ignore
  });
  test('the margin is 0 when it goes under water, and stays when cost keeps pace', () => {
    const prices = { price: 10, cost: 3, priceFactor: 10, costFactor: 4 };
    const { years } = underWater(prices) as { years: number };
    assertClose(marginAfter(prices, years), 0, { abs: 1e-12 });
    expect(marginAfter({ ...prices, costFactor: 10 }, 7)).toBeCloseTo(0.7, 12);
    expect(underWater({ ...prices, cost: 11 })).toEqual({ happens: true, years: 0 });
    expect(underWater({ ...prices, costFactor: 10 })).toEqual({ happens: false });
  });
});

test('figures: every one has a date and a source', () => {
  const { API_PRICES, GPU_PRICES, GPUS, MODELS, PRICE_DECLINES, TRAINING_COSTS, TRAINING_RUNS } = figures;
  const all = [GPUS, MODELS, TRAINING_RUNS].flatMap((list) => Object.values(list));
  for (const { date, source } of [...all, ...API_PRICES, ...GPU_PRICES, ...PRICE_DECLINES, ...TRAINING_COSTS]) {
    expect(date).toMatch(/^20\d\d(-\d\d)?$/);
    expect(source.length).toBeGreaterThan(10);
  }
});

test('the working is the calculation', () => {
  const runs: ((note: Note) => unknown)[] = [
    (note) => costPerMillion(four, 64, 0.6, note),
    (note) =>
      apiPrice(
        { prompt: 9126, cached: 4864, completion: 3197 },
        { input: 1.25, cachedInput: 0.125, output: 10 },
        0.5,
        note,
      ),
    (note) =>
      apiMargin(
        {
          usage: { prompt: 3, completion: 1 },
          prices: { input: 2, output: 8 },
          costs: { input: 1, output: 3 },
          utilisation: 0.9,
          freeShare: 0.1,
        },
        note,
      ),
    (note) => kvCacheBytes({ layers: 80, kvHeads: 8, headDim: 128, bytes: 2 }, 4096, 3, note),
  ];
  for (const run of runs) {
    const { steps } = explain(run);
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) assertClose(evaluate(step.formula, step.inputs), step.value, { rel: 1e-13 });
  }
});

test('refusals', () => {
  const calls = [
    () => kvCacheBytes({ layers: 0, kvHeads: 8, headDim: 128, bytes: 2 }),
    () => weightBytes(1e9, 0),
    () => checkpointBytes(1e9, 4, -1),
    () => prefillSeconds(four, 0),
    () => decodeStep(four, 1.5),
    () => maxBatch({ ...four, gpus: 1 }),
    () => costPerMillion(four, 219, 1),
    () => costPerMillion(four, 1, 0),
    () => apiPrice({ prompt: 10, cached: 11, completion: 0 }, { input: 1, output: 1 }),
    () => apiPrice({ prompt: 10, completion: -1 }, { input: 1, output: 1 }),
    () =>
      apiMargin({
        usage: { prompt: 0, completion: 0 },
        prices: { input: 1, output: 1 },
        costs: { input: 1, output: 1 },
      }),
    () =>
      apiMargin({
        usage: { prompt: 1, completion: 0 },
        prices: { input: 1, output: 1 },
        costs: { input: 1, output: 1 },
        freeShare: 1,
      }),
    () => declinedPrice(1, 0, 1),
    () => declineFactor(1, 0, 1),
    () => underWater({ price: 0, cost: 1, priceFactor: 1, costFactor: 1 }),
  ];
  expect(calls.map(refusal)).toMatchInlineSnapshot(`
    [
      "DomainError: kvCacheBytes: layers is a finite number greater than 0; got 0",
      "DomainError: weightBytes: bytes is a finite number greater than 0; got 0",
      "DomainError: checkpointBytes: buffers is a finite number at least 0; got -1",
      "DomainError: prefillSeconds: tokens is a finite number greater than 0; got 0",
      "DomainError: decodeStep: batch is a finite whole number at least 1; got 1.5",
      "NoSolutionError: maxBatch: weights and one sequence fit in memory; got -69100000000 bytes beside the weights",
      "DomainError: costPerMillion: batch is a finite whole number from 1 to 218; got 219",
      "DomainError: costPerMillion: utilisation is a finite number greater than 0 and at most 1; got 0",
      "DomainError: apiPrice: cached is a finite number from 0 to 10; got 11",
      "DomainError: apiPrice: completion is a finite number at least 0; got -1",
      "DomainError: apiMargin: something is paid for; got 0",
      "DomainError: apiMargin: freeShare is a finite number at least 0 and less than 1; got 1",
      "DomainError: declinedPrice: factor is a finite number greater than 0; got 0",
      "DomainError: declineFactor: to is a finite number greater than 0; got 0",
      "DomainError: underWater: price is a finite number greater than 0; got 0",
    ]
  `);
});
