/** Numbers of chapter 1. */
import { dense, entry, FP16, GIGA, MEGA, sigmoid, type Entries } from './entry';

/** Bytes per parameter while training with Adam in mixed precision: 2 weight, 2 gradient, 4 + 4 + 4 in 32 bits. */
const ADAM_MIXED = 2 + 2 + 4 + 4 + 4;
/** Memory of one A100 or H100 accelerator of the larger kind, GB. */
const CARD = 80;

/** Probability that a positive result is right (Bayes), from sensitivity, specificity and prevalence, all fractions. */
const predictive = (sensitivity: number, specificity: number, prevalence: number) => {
  const right = sensitivity * prevalence;
  return right / (right + (1 - specificity) * (1 - prevalence));
};

/** What remains of one sale after model, checking and errors: price − model − check − errorRate · lossPerError. */
const contribution = (sale: { price: number; model: number; check: number; errorRate: number; loss: number }) =>
  sale.price - sale.model - sale.check - sale.errorRate * sale.loss;

/** The content start-up of the chapter: an example with assumed figures, in CNY per article. */
const article = { price: 20, model: 0.001, check: (15 / 60) * 60, errorRate: 0.05, loss: 50 };

/** Stakes that the three rounds of the case buy, as this book assumes them; the manuscript gives amounts only. */
const STAKES = [0.15, 0.2, 0.15] as const;
const kept = (stakes: readonly number[]) => stakes.reduce((rest, stake) => rest * (1 - stake), 1);

export const overview: Entries = {
  // What "large" means
  network341Parameters: entry('3 inputs, 4 hidden, 1 output', () => dense(3, 4, 1)),
  gpt2SmallFp16Megabytes: entry('gpt2-card', () => (124 * MEGA * FP16) / MEGA),
  gpt2LargestFp16Gigabytes: entry('gpt2-card', () => (1.5 * GIGA * FP16) / GIGA),
  gpt3Fp16Gigabytes: entry('brown2020', () => (175 * GIGA * FP16) / GIGA),
  llama405Fp16Gigabytes: entry('llama31-card', () => (405 * GIGA * FP16) / GIGA),
  bertBaseFp16Megabytes: entry('devlin2019', () => (110 * MEGA * FP16) / MEGA),
  bertLargeFp16Megabytes: entry('devlin2019', () => (340 * MEGA * FP16) / MEGA),
  resnet50Fp16Megabytes: entry('keras-applications', () => (25.6 * MEGA * FP16) / MEGA),
  inceptionV3Fp16Megabytes: entry('keras-applications', () => (23.9 * MEGA * FP16) / MEGA),
  vit22bFp16Gigabytes: entry('dehghani2023', () => (22 * GIGA * FP16) / GIGA),
  deepSpeech2Fp16Megabytes: entry('amodei2016', () => (38 * MEGA * FP16) / MEGA),
  whisperLargeFp16Gigabytes: entry('radford2022', () => (1550 * MEGA * FP16) / GIGA),
  gpt3OverResnet50: entry('brown2020, keras-applications', () => (175 * GIGA) / (25.6 * MEGA)),
  gpt3InferenceCards: entry('brown2020, nvidia-a100', () => Math.ceil((175 * GIGA * FP16) / GIGA / CARD)),
  gpt3TrainingGigabytes: entry('brown2020, rajbhandari2020', () => (175 * GIGA * ADAM_MIXED) / GIGA),
  gpt3TrainingCards: entry('brown2020, rajbhandari2020, nvidia-a100', () =>
    Math.ceil((175 * GIGA * ADAM_MIXED) / GIGA / CARD),
  ),
  adamBytesPerParameter: entry('rajbhandari2020', () => ADAM_MIXED),

  // What a model computes
  neuronExampleZ: entry('x = (1, 0, 1), θ = (0.5, −1, 0.25), b = −0.25', () => 0.5 * 1 - 1 * 0 + 0.25 * 1 - 0.25),
  neuronExampleY: entry('σ(0.5)', () => sigmoid(0.5)),

  // How it learns
  squaredErrorAtOnePercent: entry('target 1, prediction 0.01', () => (0.01 - 1) ** 2),
  crossEntropyAtOnePercent: entry('target 1, prediction 0.01', () => -Math.log(0.01)),
  slopeSquaredAtOnePercent: entry('|d/dz (ŷ − y)²| = 2 |ŷ − y| ŷ (1 − ŷ)', () => 2 * 0.99 * 0.01 * 0.99),
  slopeCrossEntropyAtOnePercent: entry('|d/dz cross-entropy| = |ŷ − y|', () => 0.99),
  slopeRatioAtOnePercent: entry('1 / (2 ŷ (1 − ŷ)) at ŷ = 0.01', () => 1 / (2 * 0.01 * 0.99)),
  halfSumFactor: entry('½ Σ over n = 3 samples is n / 2 times the mean', () => 3 / 2),
  halfSumEquivalentRate: entry('rate on the mean that equals 0.01 on ½ Σ, n = 3', () => (0.01 * 3) / 2),
  meanEquivalentRate: entry('rate on ½ Σ that equals 0.01 on the mean, n = 3', () => 0.01 / (3 / 2)),

  // The manuscript's program
  meanGuess: entry('mean of the targets 0, 1, 1', () => (0 + 1 + 1) / 3),
  meanGuessLoss: entry('mean squared error of guessing 2/3 for 0, 1, 1', () => ((2 / 3) ** 2 + 2 * (1 / 3) ** 2) / 3),
  largestBiasStep: entry(
    '0.01 · 2 · |ŷ − y| · ŷ (1 − ŷ) with |ŷ − y| ≤ 1, ŷ (1 − ŷ) ≤ ¼',
    () => 0.01 * 2 * 1 * (1 / 4),
  ),
  binaryInputs: entry('three inputs of 0 or 1', () => 2 ** 3),
  unseenInputs: entry('three inputs of 0 or 1, three samples seen', () => 2 ** 3 - 3),
  fittingFunctions: entry('each unseen input may be 0 or 1', () => 2 ** (2 ** 3 - 3)),

  // What start-ups use them for
  falseAlarmsPerDay: entry(
    'assumed: 100 cameras, one judgement a minute, 1 in 1000 wrong',
    () => (100 * 60 * 24) / 1000,
  ),
  judgementsPerDay: entry('assumed: 100 cameras, one judgement a minute', () => 100 * 60 * 24),
  cnetCorrectedShare: entry('verge2023', () => 41 / 77),
  articleModelDollars: entry('aiindex2025; assumed: 2000 tokens an article', () => (2000 * 0.07) / MEGA),
  articleCheckYuan: entry('assumed: 15 minutes at CNY 60 an hour', () => article.check),
  articleContributionYuan: entry('assumed: the example of the chapter', () => contribution(article)),
  articlesToBreakEven: entry('assumed: fixed cost of CNY 100,000 a month', () =>
    Math.ceil(100_000 / contribution(article)),
  ),
  articleContributionDearYuan: entry('the same with errors three times as frequent', () =>
    contribution({ ...article, errorRate: 3 * article.errorRate }),
  ),
  predictiveTrial: entry('abramoff2018', () => predictive(0.872, 0.907, 0.238)),
  predictive5: entry('abramoff2018; prevalence assumed', () => predictive(0.872, 0.907, 0.05)),
  predictive1: entry('abramoff2018; prevalence assumed', () => predictive(0.872, 0.907, 0.01)),

  // What makes it hard
  priceFall: entry('aiindex2025', () => 20 / 0.07),
  deepseekRentMillions: entry('deepseek2024', () => 2.788 * 2),
  llama405RentMillions: entry('llama31-card; price of deepseek2024', () => 30.84 * 2),
  deepseekRentWan: entry('deepseek2024', () => 278.8 * 2),
  llama405RentWan: entry('llama31-card; price of deepseek2024', () => 3084 * 2),
  llama405CardYears: entry('llama31-card', () => (30.84 * MEGA) / (24 * 365)),
  zhipuResearchOverRevenue: entry('zhipu2025', () => 2195 / 312.4),
  zhipuComputeShare: entry('zhipu2025', () => 1553 / 2195),

  // Who owns what
  stakeAtPre4: entry('1 / (4 + 1)', () => 1 / (4 + 1)),
  stakeAtPre9: entry('1 / (9 + 1)', () => 1 / (9 + 1)),
  postSeedMillions: entry('1 / 15 %', () => 1 / STAKES[0]),
  preSeedMillions: entry('1 / 15 % − 1', () => 1 / STAKES[0] - 1),
  postSeedWan: entry('100 / 15 %', () => 100 / STAKES[0]),
  preSeedWan: entry('100 / 15 % − 100', () => 100 / STAKES[0] - 100),
  sumOfStakes: entry('15 % + 20 % + 15 %', () => STAKES[0] + STAKES[1] + STAKES[2]),
  givenAway: entry('1 − 0.85 · 0.80 · 0.85', () => 1 - kept(STAKES)),
  foundersPaperMillions: entry('0.85 · 0.80 · 0.85 of 8 / 15 %', () => (kept(STAKES) * 8) / STAKES[2]),
  foundersPaperWan: entry('0.85 · 0.80 · 0.85 of 800 / 15 %', () => (kept(STAKES) * 800) / STAKES[2]),

  // Exercises
  network351Parameters: entry('3 inputs, 5 hidden, 1 output', () => dense(3, 5, 1)),
  network3441Parameters: entry('3 inputs, two hidden layers of 4, 1 output', () => dense(3, 4, 4, 1)),
  model7bFp16Gigabytes: entry('7 billion parameters', () => (7 * GIGA * FP16) / GIGA),
  model7bTrainingGigabytes: entry('7 billion parameters; rajbhandari2020', () => (7 * GIGA * ADAM_MIXED) / GIGA),
  preAtTwentyMillions: entry('8 / 20 % − 8', () => 8 / 0.2 - 8),
  preAtTwentyWan: entry('800 / 20 % − 800', () => 800 / 0.2 - 800),
  foundersLostAtTwenty: entry(
    '57.8 % less 54.4 %, percentage points',
    () => 100 * (kept(STAKES) - kept([STAKES[0], STAKES[1], 0.2])),
  ),
  screenFound: entry('abramoff2018; 100 of 10,000 people ill', () => 0.872 * 100),
  screenFalse: entry('abramoff2018; 9,900 of 10,000 people not ill', () => (1 - 0.907) * 9900),
  foundersAtTwenty: entry('0.85 · 0.80 · 0.80', () => kept([STAKES[0], STAKES[1], 0.2])),
};
