/**
 * Published figures with their dates. Hardware and architectures stay; prices age in months: show the date beside them.
 * Money in US dollars.
 */

import type { Text } from '@/lib/text';

/** Where a figure stands and when it was true (a year, or a year and month); `weak`: why it deserves doubt. */
export type Sourced = { readonly date: string; readonly source: string; readonly weak?: Text };

const COPY: Text = { zh: '转引自他人，未读原始出处', en: 'as others quote it; the original was not read' };
const ESTIMATE: Text = {
  zh: '外部估计，非公司披露；转引自他人',
  en: 'an estimate from outside, not disclosed; as others quote it',
};
const ASSUMED: Text = { zh: '论文自己假设的租金，非成交价', en: 'a rent that the paper assumes, not one paid' };
const OTHER_GPU: Text = {
  zh: '实际为 H800；不含前期研究与失败的训练',
  en: 'really H800; without earlier research and failed runs',
};

/** peak: FLOP/s in bf16, dense; bandwidth: bytes/s; memory: bytes. */
export type Gpu = Sourced & { readonly peak: number; readonly bandwidth: number; readonly memory: number };

export const GPUS = {
  'A100 SXM 80 GB': { peak: 312e12, bandwidth: 2.039e12, memory: 80e9, date: '2021-06', source: 'NVIDIA A100 datasheet' },
  'H100 SXM': { peak: 989.4e12, bandwidth: 3.35e12, memory: 80e9, date: '2022-03', source: 'NVIDIA H100 datasheet, half of the figure with sparsity' },
  'H200 SXM': { peak: 989.4e12, bandwidth: 4.8e12, memory: 141e9, date: '2023-11', source: 'NVIDIA H200 datasheet, half of the figure with sparsity' },
} as const satisfies Record<string, Gpu>; // prettier-ignore

type Shape = Readonly<Record<'parameters' | 'layers' | 'width' | 'heads' | 'kvHeads' | 'headDim' | 'feedForward' | 'vocabulary', number>>; // prettier-ignore

/** Shapes as the checkpoints' config.json says them. */
export const MODELS = {
  'Llama 2 70B': { parameters: 68_976_648_192, layers: 80, width: 8192, heads: 64, kvHeads: 8, headDim: 128, feedForward: 28672, vocabulary: 32000, date: '2023-07', source: 'meta-llama/Llama-2-70b config.json' },
  'Llama 3 8B': { parameters: 8_030_261_248, layers: 32, width: 4096, heads: 32, kvHeads: 8, headDim: 128, feedForward: 14336, vocabulary: 128256, date: '2024-04', source: 'meta-llama/Meta-Llama-3-8B config.json' },
  'Llama 3 70B': { parameters: 70_553_706_496, layers: 80, width: 8192, heads: 64, kvHeads: 8, headDim: 128, feedForward: 28672, vocabulary: 128256, date: '2024-04', source: 'meta-llama/Meta-Llama-3-70B config.json' },
  'Llama 3.1 405B': { parameters: 405_853_388_800, layers: 126, width: 16384, heads: 128, kvHeads: 8, headDim: 128, feedForward: 53248, vocabulary: 128256, date: '2024-07', source: 'meta-llama/Llama-3.1-405B config.json' },
} as const satisfies Record<string, Sourced & Shape>; // prettier-ignore

/** parameters: active ones; hours: GPU hours as the makers report them, of the final run. */
export type ReportedRun = Sourced & {
  readonly parameters: number;
  readonly tokens: number;
  readonly hours: number;
  readonly gpu: string;
};

export const TRAINING_RUNS = {
  'LLaMA 7B': { parameters: 6.7e9, tokens: 1e12, hours: 82_432, gpu: 'A100 SXM 80 GB', date: '2023-02', source: 'Touvron et al. 2023, arXiv:2302.13971, table 15' },
  'LLaMA 65B': { parameters: 65.2e9, tokens: 1.4e12, hours: 1_022_362, gpu: 'A100 SXM 80 GB', date: '2023-02', source: 'Touvron et al. 2023, arXiv:2302.13971, table 15' },
  'Llama 2 70B': { parameters: 70e9, tokens: 2e12, hours: 1_720_320, gpu: 'A100 SXM 80 GB', date: '2023-07', source: 'meta-llama/llama-models, llama2/MODEL_CARD.md' },
  'Llama 3 70B': { parameters: 70e9, tokens: 15e12, hours: 6.4e6, gpu: 'H100 SXM', date: '2024-04', source: 'meta-llama/llama-models, llama3/MODEL_CARD.md' },
  'Llama 3.1 405B': { parameters: 405e9, tokens: 15.6e12, hours: 30.84e6, gpu: 'H100 SXM', date: '2024-07', source: 'meta-llama/llama-models, llama3_1/MODEL_CARD.md' },
  'DeepSeek-V3': { parameters: 37e9, tokens: 14.8e12, hours: 2.664e6, gpu: 'H100 SXM', date: '2024-12', source: 'DeepSeek-AI 2024, arXiv:2412.19437: pre-training on H800, whose arithmetic is that of H100', weak: OTHER_GPU },
} as const satisfies Record<string, ReportedRun>; // prettier-ignore

/** Dollars per GPU and hour, rented. */
export const GPU_PRICES = [
  { gpu: 'H800', price: 2, date: '2024-12', source: 'DeepSeek-AI 2024, arXiv:2412.19437, table 1: the price it assumes', weak: ASSUMED },
  { gpu: 'H100 SXM', price: 2.49, date: '2025', source: 'Lambda on demand, as quoted by computespec.pages.dev', weak: COPY },
  { gpu: 'H100 SXM', price: 12.29, date: '2025', source: 'AWS p5.48xlarge at $98.32 for eight, as quoted by computespec.pages.dev', weak: COPY },
] as const satisfies readonly (Sourced & { gpu: string; price: number })[]; // prettier-ignore

/** List prices, dollars per million tokens. */
export const API_PRICES = [
  { model: 'gpt-4', input: 30, output: 60, date: '2023-03', source: 'OpenAI list price; AgentOps-AI/tokencost@e7f7c19', weak: COPY },
  { model: 'gpt-4o', input: 2.5, cachedInput: 1.25, output: 10, date: '2024-10', source: 'OpenAI list price; AgentOps-AI/tokencost@e7f7c19 (cached)', weak: COPY },
  { model: 'gpt-4o-mini', input: 0.15, cachedInput: 0.075, output: 0.6, date: '2024-10', source: 'OpenAI list price, as kept in public price tables', weak: COPY },
  { model: 'gpt-5', input: 1.25, cachedInput: 0.125, output: 10, date: '2025-08', source: 'OpenAI list price; BerriAI/litellm#15945', weak: COPY },
  { model: 'DeepSeek-V3', input: 0.27, cachedInput: 0.07, output: 1.1, date: '2025-02', source: 'api-docs.deepseek.com/quick_start/pricing, until 2025-09-05' },
  { model: 'DeepSeek-V3.1', input: 0.56, cachedInput: 0.07, output: 1.68, date: '2025-09', source: 'api-docs.deepseek.com/quick_start/pricing, from 2025-09-05' },
] as const satisfies readonly (Sourced & { model: string; input: number; cachedInput?: number; output: number })[]; // prettier-ignore

/** How many times cheaper a year. */
export const PRICE_DECLINES = [
  { factor: 10, what: { zh: '同等质量', en: 'the same quality' }, date: '2024-11', source: 'a16z, LLMflation: $60 to $0.06 in three years' },
  { factor: 9, what: { zh: '最慢的任务', en: 'the slowest task' }, date: '2025-03', source: 'Epoch AI, LLM inference price trends' },
  { factor: 40, what: { zh: '博士级科学题达到 GPT-4 水平', en: 'GPT-4 level at PhD science' }, date: '2025-03', source: 'Epoch AI, LLM inference price trends' },
  { factor: 900, what: { zh: '最快的任务', en: 'the fastest task' }, date: '2025-03', source: 'Epoch AI, LLM inference price trends' },
] as const satisfies readonly (Sourced & { factor: number; what: Text })[]; // prettier-ignore

/** What training a model was estimated to cost, in dollars of cloud rental. */
export const TRAINING_COSTS = [
  { model: 'Transformer', cost: 930, date: '2017', source: 'AI Index 2024, estimate of Epoch AI', weak: ESTIMATE },
  { model: 'PaLM 540B', cost: 12.4e6, date: '2022', source: 'AI Index 2024, estimate of Epoch AI', weak: ESTIMATE },
  { model: 'GPT-4', cost: 78.4e6, date: '2023', source: 'AI Index 2024, estimate of Epoch AI', weak: ESTIMATE },
  { model: 'Gemini Ultra', cost: 191e6, date: '2023', source: 'AI Index 2024, estimate of Epoch AI', weak: ESTIMATE },
] as const satisfies readonly (Sourced & { model: string; cost: number })[]; // prettier-ignore
