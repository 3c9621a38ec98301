/** What a large model costs to train and to serve. */
import { apiPrice } from '@/finance/llm/api';
import { APPROACHES, powerLaw, powerLawTokens } from '@/finance/llm/approaches';
import { chinchillaLoss, COEFFICIENTS, computeOptimal, type Coefficients } from '@/finance/llm/chinchilla';
import { checkpointBytes, kvCacheBytes, weightBytes } from '@/finance/llm/memory';
import { chinchillaFlops, chinchillaParameters, gpt2Parameters, llamaParameters } from '@/finance/llm/parameters';
import { computeSeconds, readSeconds } from '@/finance/llm/serving';
import * as training from '@/finance/llm/training';
import { AnyOf, has as hasOne, read, readList, readNumber, type Adapters, type Inputs } from './adapter';

const { gpuHours, hardwareFlops, modelFlopsUtilisation, palmFlopsPerToken, trainingDays, trainingFlops } = training;
const has = (inputs: Inputs, ...names: string[]) => hasOne(inputs, names);
const N = ['N', 'params', 'parameters', 'active'];
const D = ['D', 'tokens'];
const MFU = ['mfu', 'util', 'eff', 'utilisation', 'utilization'];
const HOURS = ['gpu_hours', 'hours'];
const RENT = ['price_per_hour', 'price', 'usd_per_hour', 'rate'];

/** Bytes of one number: as said, by bits, or by the name of its type. */
function bytesOf(inputs: Inputs, fallback?: number): number {
  if (has(inputs, 'bits')) return read(inputs, ['bits']) / 8;
  const type = String(inputs['dtype'] ?? inputs['precision'] ?? '').toLowerCase();
  const bits = /(?:fp|bf|int|float|e\dm)(\d+)/.exec(type)?.[1];
  if (type !== '' && bits === undefined) throw new TypeError(`bytesOf: a type like bf16; got ${type}`);
  return bits === undefined ? read(inputs, ['bytes_per_param', 'bytes'], fallback) : Number(bits) / 8;
}

/** GPT-2 124M, without biases, as nanoGPT's notebook has it: what its formulas mean when no shape is given. */
const GPT2 = { n_layer: 12, n_embd: 768, n_head: 12, block: 1024, vocab: 50257, bias: false, tied: true };

const gpt2Of = (inputs: Inputs) => ({
  layers: read(inputs, ['n_layer', 'layers']),
  width: read(inputs, ['n_embd', 'd_model']),
  context: read(inputs, ['block', 'context', 'seq']),
  vocabulary: read(inputs, ['vocab']),
  bias: inputs['bias'] !== false,
  tied: inputs['tied'] !== false,
});

const chinchillaOf = (inputs: Inputs) => ({
  layers: read(inputs, ['n_layers', 'n_layer', 'layers']),
  width: read(inputs, ['d_model']),
  feedForward: read(inputs, ['ffw', 'ffw_size']),
  heads: read(inputs, ['heads', 'n_heads']),
  context: read(inputs, ['seq', 'context']),
  vocabulary: read(inputs, ['vocab']),
});

/** 'Hoffmann rounded', 'Epoch refit', or values: 'a=6.0 b=6.0 e=0.5 alpha=.34 beta=.28', small letters being logarithms. */
function coefficientsOf(coef: unknown): Coefficients {
  if (typeof coef === 'object' && coef !== null) return coef as Coefficients;
  const text = String(coef);
  const values = Object.fromEntries(
    [...text.matchAll(/(\w+)\s*=\s*([\d.]+(?:e[+-]?\d+)?)/gi)].map(([, name, value]) => [name, Number(value)]),
  );
  if (values['alpha'] !== undefined) {
    const { A = Math.exp(values['a']!), B = Math.exp(values['b']!), E = Math.exp(values['e']!), alpha, beta } = values;
    return { A, B, E, alpha, beta: beta! };
  }
  if (/epoch|refit|besiroglu/i.test(text)) return COEFFICIENTS.refit;
  if (/unrounded|tex/i.test(text)) return COEFFICIENTS.unrounded;
  if (/rounded|hoffmann/i.test(text)) return COEFFICIENTS.rounded;
  throw new TypeError(`coefficientsOf: a set of coefficients; got ${text}`);
}

/** '10^(7..11) step 1/16': the sizes to choose among. */
function gridOf(text: string): number[] {
  const parts = /10\^\(([\d.]+)\.\.([\d.]+)\)\s*step\s*([\d./]+)/.exec(text);
  if (!parts) throw new TypeError(`gridOf: a grid like 10^(7..11) step 1/16; got ${text}`);
  const [from, to, step] = parts.slice(1).map((part) => readNumber(part)) as [number, number, number];
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => 10 ** (from + i * step));
}

const sumOf = (table: unknown) => Object.values(table as Inputs).reduce<number>((sum, x) => sum + readNumber(x), 0);

/** A year of machine time, as Epoch counts it. */
const HOURS_PER_YEAR = 365.25 * 24;

export const llm: Adapters = {
  params(inputs) {
    if (!has(inputs, 'kv_heads')) return gpt2Parameters(gpt2Of(inputs));
    return llamaParameters({
      layers: read(inputs, ['n_layer', 'layers']),
      width: read(inputs, ['n_embd', 'd_model', 'hidden']),
      heads: read(inputs, ['heads', 'n_head']),
      kvHeads: read(inputs, ['kv_heads']),
      feedForward: read(inputs, ['ffw', 'ffn', 'intermediate']),
      vocabulary: read(inputs, ['vocab']),
      tied: inputs['tied'] === true,
    });
  },
  'train-flops'(inputs) {
    if (has(inputs, 'formula')) {
      const given: Inputs = { ...GPT2, ...inputs };
      const shape = gpt2Of(given);
      const heads = read(given, ['n_head', 'heads']);
      const counted = has(inputs, ...N) ? read(inputs, N) : gpt2Parameters(shape) - shape.context * shape.width;
      const attention = { layers: shape.layers, heads, headDim: shape.width / heads, context: shape.context };
      return palmFlopsPerToken(counted, attention) * shape.context;
    }
    if (has(inputs, 'd_model')) {
      const shape = chinchillaOf(inputs);
      const parameters = chinchillaParameters(shape);
      const flops = chinchillaFlops(shape);
      return { N: parameters, flops, ratio_exact_over_6ND: flops / trainingFlops(parameters, shape.context) };
    }
    const sixND = trainingFlops(read(inputs, N), read(inputs, D));
    if (!has(inputs, 'peak')) return trainingFlops(read(inputs, N), read(inputs, D), inputs['recompute'] === true);
    const hours = has(inputs, 'tpu_years')
      ? read(inputs, ['tpu_years']) * HOURS_PER_YEAR
      : read(inputs, ['gpu_hours', 'hours']);
    const hw = hardwareFlops(hours, read(inputs, ['peak']), read(inputs, MFU));
    return { sixND, hw, geomean: Math.sqrt(sixND * hw) };
  },
  mfu(inputs) {
    const [gpus, peak] = [read(inputs, ['gpus'], 1), read(inputs, ['peak'])];
    if (has(inputs, 'achieved_tflops')) return modelFlopsUtilisation(read(inputs, ['achieved_tflops']) * 1e12, 1, peak);
    if (has(inputs, 'tokens_per_s')) {
      return modelFlopsUtilisation(trainingFlops(read(inputs, N), read(inputs, ['tokens_per_s'])), gpus, peak);
    }
    const FLOPS = ['flops_per_seq', 'flops'];
    const flops = has(inputs, ...FLOPS) ? read(inputs, FLOPS) : trainingFlops(read(inputs, N), read(inputs, D));
    const seconds = has(inputs, ...HOURS)
      ? (read(inputs, HOURS) * 3600) / gpus
      : has(inputs, 'days')
        ? read(inputs, ['days']) * 86_400
        : read(inputs, ['iter_s', 'seconds']);
    return modelFlopsUtilisation((flops * read(inputs, ['batch'], 1)) / seconds, gpus, peak);
  },
  'train-time'(inputs) {
    const gpus = read(inputs, ['gpus']);
    if (has(inputs, ...HOURS) && !has(inputs, ...N))
      return new AnyOf({ days: trainingDays(read(inputs, HOURS), gpus) });
    if (!has(inputs, 'achieved_tflops')) {
      return trainingDays(
        gpuHours(
          trainingFlops(read(inputs, N), read(inputs, D), inputs['recompute'] === true),
          read(inputs, ['peak']),
          read(inputs, MFU),
        ),
        gpus,
      );
    }
    // What a machine achieved counts the recomputation that it did: 8ND unless said otherwise.
    const flops = trainingFlops(read(inputs, N), read(inputs, D), inputs['recompute'] !== false);
    return { days: trainingDays(gpuHours(flops, read(inputs, ['achieved_tflops']) * 1e12, 1), gpus) };
  },
  memory(inputs) {
    const bytes = bytesOf(inputs);
    // A checkpoint is printed in GB, weights in bytes.
    return has(inputs, 'adam_buffers')
      ? checkpointBytes(read(inputs, N), bytes, read(inputs, ['adam_buffers'])) / 1e9
      : weightBytes(read(inputs, N), bytes);
  },
  chinchilla(inputs) {
    if (has(inputs, 'table')) {
      const law = powerLaw(inputs['table'] as [number, number][]);
      return has(inputs, 'query_N') ? { ...law, tokens: powerLawTokens(read(inputs, ['query_N']), law) } : law;
    }
    if (Array.isArray(inputs['N']))
      return readList(inputs, ['N']).map((n) => powerLawTokens(n, powerLaw(APPROACHES[1])));
    if (has(inputs, 'tokens_per_param', 'ratio')) {
      // C = 6·N·(ratio·N).
      const ratio = read(inputs, ['tokens_per_param', 'ratio']);
      const n = Math.sqrt(read(inputs, ['C']) / 6 / ratio);
      return { N: n, D: ratio * n };
    }
    const c = coefficientsOf(inputs['coef']);
    if (has(inputs, 'N')) return chinchillaLoss(read(inputs, ['N']), read(inputs, ['D']), c);
    if (has(inputs, 'C_closest')) {
      const flops = read(inputs, ['C_closest']);
      const optimum = computeOptimal(flops, c);
      // At C = 6 the optimum is G itself; the source rounds the exponent of N = G·(C/6)^a.
      const n = has(inputs, 'exponent_a')
        ? computeOptimal(6, c).parameters * (flops / 6) ** read(inputs, ['exponent_a'])
        : optimum.parameters;
      return flops / 6 / n / n;
    }
    const flops = read(inputs, ['C']);
    if (!has(inputs, 'grid')) {
      const { parameters, tokens } = computeOptimal(flops, c);
      return { N: parameters, D: tokens, ratio: tokens / parameters };
    }
    const loss = (n: number) => chinchillaLoss(n, flops / (6 * n), c);
    const best = gridOf(String(inputs['grid'])).reduce((a, b) => (loss(b) < loss(a) ? b : a));
    return { N: best, D: flops / (6 * best) };
  },
  'gpu-hours'(inputs) {
    const given: unknown = inputs['hours'] ?? inputs['hours_M'] ?? inputs['gpu_hours'];
    const hours =
      typeof given === 'object'
        ? sumOf(given)
        : given !== undefined
          ? readNumber(given, 'hours')
          : gpuHours(trainingFlops(read(inputs, N), read(inputs, D)), read(inputs, ['peak']), read(inputs, MFU, 1));
    return new AnyOf({ hours, ...(has(inputs, ...RENT) ? { cost: hours * read(inputs, RENT) } : {}) });
  },
  'kv-cache': (inputs) =>
    kvCacheBytes(
      {
        layers: read(inputs, ['layers', 'n_layer', 'n_layers']),
        // Only the width of all heads given: as one head.
        kvHeads: has(inputs, 'head_dim') ? read(inputs, ['kv_heads', 'heads']) : 1,
        headDim: read(inputs, ['head_dim', 'hidden', 'd_model']),
        bytes: bytesOf(inputs, 2),
      },
      read(inputs, ['tokens', 'context', 'seq', 'seq_len'], 1),
      read(inputs, ['batch', 'batch_size'], 1),
    ),
  'decode-latency'(inputs) {
    const moved = Object.entries(inputs).filter(([name]) => name.endsWith('_bytes'));
    const bytes = has(inputs, ...N)
      ? weightBytes(read(inputs, N), bytesOf(inputs, 2))
      : moved.reduce((sum, [name, value]) => sum + readNumber(value, name), 0);
    const seconds = readSeconds(bytes, read(inputs, ['bw', 'bandwidth']) * read(inputs, ['gpus'], 1));
    return new AnyOf({ decode_ms: seconds * 1e3, tokens_per_s: read(inputs, ['batch'], 1) / seconds });
  },
  'prefill-latency': (inputs) => ({
    prefill_ms:
      computeSeconds(
        has(inputs, 'flops') ? read(inputs, ['flops']) : 2 * read(inputs, N) * read(inputs, D),
        read(inputs, ['peak']) * read(inputs, ['gpus'], 1),
        read(inputs, MFU, 1),
      ) * 1e3,
  }),
  'api-cost'(inputs) {
    const PROMPT = ['prompt', 'prompt_tokens', 'input_tokens'];
    if (has(inputs, ...PROMPT)) {
      const input = read(inputs, ['price_in', 'price_input']);
      const prices = {
        input,
        cachedInput: read(inputs, ['price_cached'], input),
        output: read(inputs, ['price_out', 'price_output'], 0),
      };
      const usage = {
        prompt: read(inputs, PROMPT),
        cached: read(inputs, ['cached', 'cached_tokens'], 0),
        completion: read(inputs, ['completion', 'completion_tokens', 'output_tokens'], 0),
      };
      const discount = read(inputs, ['discount', 'batch_discount'], 0);
      // What is written to the cache is part of the prompt at a price of its own.
      const written = read(inputs, ['cache_write', 'cache_creation', 'cache_creation_tokens'], 0);
      const rest = apiPrice({ ...usage, prompt: usage.prompt - written }, prices, discount);
      const dearer = read(inputs, ['price_cache_write', 'price_write'], input);
      return rest + apiPrice({ prompt: written, completion: 0 }, { input: dearer, output: 0 }, discount);
    }
    // Pairs: a number of tokens, and the price of a thousand or a million of them.
    const bills: number[] = [];
    let tokens: number | undefined;
    for (const [name, value] of Object.entries(inputs)) {
      if (!name.includes('price')) {
        tokens = readNumber(value, name);
        continue;
      }
      if (tokens === undefined) throw new TypeError(`api-cost: tokens stand before their price; got ${name} first`);
      const perMillion = readNumber(value, name) * (/1k$/i.test(name) ? 1000 : 1);
      bills.push(apiPrice({ prompt: tokens, completion: 0 }, { input: perMillion, output: 0 }));
    }
    return new AnyOf({ bills, ...(bills.length === 1 ? { bill: bills[0] } : {}) });
  },
};
