import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner, extendTrace, firstRow } from '@/components/demo/runner';
import { startWeights, type GradientValues } from '@/demos/rnn-gradients/cells';
import { CELLS, type Cell } from '@/demos/rnn-gradients/names';
import card, { params } from '@/demos/rnn-gradients/demo';
import { sentence, tables } from '@/demos/rnn-gradients/describe';
import { numberLines, stepLines, wholeWay } from '@/demos/rnn-gradients/lines';
import { createModel } from '@/demos/rnn-gradients/model';
import { clipped, factorsOf, meanFactor, type GradientState } from '@/demos/rnn-gradients/reading';
import { largestSingularValue, spectralRadius } from '@/demos/rnn-gradients/spectral';
import { drawSequences, INPUTS, LETTERS, oneHotOf, type Sequence } from '@/demos/rnn-gradients/task';
import type { Trace } from '@/lib/demo';
import { complete, type AnyValues } from '@/lib/params';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { logSoftmax } from '../oracle/softmax';
import { gru, lstm, rnn, type Weights } from '../oracle/recurrent';
import { add, gradients, linear, mul, nums, tanh, type Num } from '../oracle/tape';
import { assertClose } from '../support/assertClose';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

function run(change: Partial<AnyValues>, steps = 0) {
  const values = complete(params, change);
  let trace: Trace | undefined;
  const runner = createRunner((from) => {
    const model = createModel(values, kernels, from as GradientState | undefined);
    trace ??= firstRow(model);
    return model;
  });
  const progress = runner.advance(steps);
  runner.free();
  return {
    values,
    state: progress.state as GradientState,
    trace: extendTrace(trace!, progress),
    diverged: progress.diverged,
  };
}
const preset = (id: string) => {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run(values, steps);
};

/** Back-propagation through time in f64, step by step on the oracle's tape. */
function reference(cell: Cell, values: GradientValues, sequence: Sequence) {
  const { hidden: H, length: T, printed, activation } = values;
  const start = startWeights(values)[cell];
  const w = Object.fromEntries(
    Object.entries(start).map(([name, list]) => [name, nums(list)]),
  ) as unknown as Weights & {
    readWeight: Num[];
    readBias: Num[];
  };
  const x = oneHotOf([sequence]);
  const xs = Array.from({ length: T }, (_, t) => nums(x.slice(t * INPUTS, (t + 1) * INPUTS)));
  const one = { T: 1, B: 1, I: INPUTS, H, reverse: false, lengths: [1] };
  const zeros = () => nums(new Array<number>(H).fill(0));
  const states = [{ h: zeros(), c: zeros() }];
  for (const input of xs) {
    const { h, c } = states.at(-1)!;
    if (cell === 'rnn' && printed) {
      // The printed formula, word for word: both matrices multiply the state.
      const next = h.map((_, j) =>
        tanh(add(...h.flatMap((a, i) => [mul(a, w.wx[i * H + j]!), mul(a, w.wh[i * H + j]!)]))),
      );
      states.push({ h: next, c });
    } else if (cell === 'rnn') states.push({ h: rnn(one, input, w, h, activation === 'relu').hn, c });
    else if (cell === 'gru') states.push({ h: gru(one, input, w, h, false).hn, c });
    else {
      const { hn, cn } = lstm(one, input, w, h, c);
      states.push({ h: hn, c: cn.map((v) => linear(v, 1)) }); // what goes on to the next step, apart from what h is made of
    }
  }
  const n = LETTERS.length;
  const logits = w.readBias.map((b, k) => add(b, ...states.at(-1)!.h.map((a, j) => mul(a, w.readWeight[j * n + k]!))));
  const loss = linear(logSoftmax({ outer: 1, C: n, inner: 1 }, logits)[sequence[0]!]!, -1);
  const lists = states.slice(1).map(({ h, c }) => (cell === 'lstm' ? [...h, ...c] : h));
  const slopes = gradients([loss], [1], ...lists, ...xs);
  const norm = (list: readonly number[]) => Math.hypot(...list);
  return { norms: slopes.slice(0, T).map(norm), inputs: slopes.slice(T).map(norm), states };
}

describe('gradients through time', () => {
  const SETTINGS: Partial<AnyValues>[] = [
    { length: 24, hidden: 7 },
    { length: 30, hidden: 9, scale: 1.6, gateBias: 3, seed: 4 },
    { length: 12, hidden: 5, activation: 'relu', scale: 1.2, seed: 3 },
    { length: 10, hidden: 6, printed: true },
  ];
  it.each(SETTINGS)('%o: norms by state and by input agree with back-propagation in f64', (change) => {
    const { state, values } = run(change);
    const shown = drawSequences(1, values.length, values.seed)[0]!;
    for (const cell of CELLS) {
      const { norms, inputs } = reference(cell, values, shown);
      assertClose(state.cells[cell].norms, norms, { rel: 2e-4, abs: 1e-12 });
      assertClose(state.cells[cell].inputs, inputs, { rel: 2e-4, abs: 1e-12 });
    }
  });

  it.each(CELLS)('%s: the largest singular value is that of the Jacobian in f64, and no factor exceeds it', (cell) => {
    const { state, values } = run({ length: 9, hidden: 5, cell, scale: 1.3, seed: 5 });
    expect(state.bounds).toHaveLength(values.length - 1);
    for (const { t, factor } of factorsOf(state.cells[cell]))
      expect(factor).toBeLessThanOrEqual(state.bounds[t - 2]! * (1 + 1e-5));
    // The Jacobian by differences of the oracle's step would need its own oracle; the tape's gradient of each number is it.
    const shown = drawSequences(1, values.length, values.seed)[0]!;
    const { states } = reference(cell, values, shown);
    const [t, H] = [6, values.hidden];
    const before = states[t - 1]!;
    const after = states[t]!;
    const [from, to] =
      cell === 'lstm'
        ? [
            [...before.h, ...before.c],
            [...after.h, ...after.c],
          ]
        : [before.h, after.h];
    const rows = to.map((y) => gradients([y], [1], from)[0]!);
    expect(rows).toHaveLength(cell === 'lstm' ? 2 * H : H);
    let v = from.map((_, i) => Math.cos(1 + 3 * i));
    let size = 0;
    for (let round = 0; round < 3000; round++) {
      const av = rows.map((row) => row.reduce((sum, a, i) => sum + a * v[i]!, 0));
      size = Math.hypot(...av) / Math.hypot(...v);
      const back = from.map((_, i) => rows.reduce((sum, row, r) => sum + row[i]! * av[r]!, 0));
      v = back.map((b) => b / Math.hypot(...back));
    }
    assertClose(state.bounds[t - 2]!, size, { rel: 1e-4 });
  });

  it.each(CELLS)('%s: the number that is worked out is the one that the core found', (cell) => {
    const { state } = run({ cell });
    const { arithmetic } = state;
    if (!arithmetic || arithmetic.cell !== cell) throw new Error('the arithmetic is of the cell looked into');
    if (arithmetic.cell === 'rnn') {
      const sum = arithmetic.terms.reduce((s, { weight, slope, gradient }) => s + weight * slope * gradient, 0);
      assertClose(sum + arithmetic.rest, arithmetic.total, { rel: 1e-4 });
    } else if (arithmetic.cell === 'lstm') {
      const { forget, output, squashed, dc, dh, total } = arithmetic;
      assertClose(forget * (dc + output * (1 - squashed ** 2) * dh), total, { rel: 1e-4 });
    } else expect(Math.abs(arithmetic.keep * arithmetic.dh)).toBeLessThanOrEqual(2 * Math.abs(arithmetic.total));
  });

  it('starts all cells of a seed with the same candidate, at the spectral radius asked for', () => {
    const values = complete(params, { hidden: 6, scale: 1.7 });
    const weights = startWeights(values);
    const block = (cell: Cell, gates: number, g: number) =>
      Array.from({ length: 36 }, (_, i) => weights[cell].wh[Math.floor(i / 6) * 6 * gates + g * 6 + (i % 6)]!);
    expect(block('lstm', 4, 2)).toEqual(block('rnn', 1, 0));
    expect(block('gru', 3, 2)).toEqual(block('rnn', 1, 0));
    for (const g of [0, 1, 2, 3]) expect(spectralRadius(block('lstm', 4, g), 6)).toBeCloseTo(1.7, 5);
  });

  it('goes on from any of its states, bit for bit', () => {
    const values = complete(params, { length: 8, hidden: 4 });
    const whole = createModel(values, kernels);
    for (let i = 0; i < 3; i++) whole.step();
    const part = createModel(values, kernels, structuredClone(whole.state));
    expect(part.state).toEqual(whole.state);
    for (const model of [whole, part]) for (let i = 0; i < 3; i++) model.step();
    expect(part.state).toEqual(whole.state);
  });

  it('with ReLU a state may leave the range of f32: that cell has no curve, and training ends there', () => {
    const change = { activation: 'relu', hidden: 32, scale: 4, length: 100, seed: 2 };
    const { state, values, trace } = run(change);
    expect(state.cells.rnn.norms).toEqual([]);
    expect(state.cells.lstm.norms).toHaveLength(100);
    expect(sentence(state, values, trace).en).toContain('RNN beyond what f32 holds');
    expect(run(change, 2).diverged).toMatchObject({ step: 1, control: 'scale' });
  });
});

describe('how much a matrix stretches', () => {
  it('the spectral radius of a turn by any angle is its factor, of a triangle its largest entry on the diagonal', () => {
    const turn = (r: number, angle: number) => [
      r * Math.cos(angle), -r * Math.sin(angle), r * Math.sin(angle), r * Math.cos(angle),
    ]; // prettier-ignore
    for (const angle of [0.1, 1, 2.5]) expect(spectralRadius(turn(0.8, angle), 2)).toBeCloseTo(0.8, 6);
    expect(spectralRadius([1, 9, -4, 0, -3, 5, 0, 0, 2], 3)).toBeCloseTo(3, 5);
    expect(spectralRadius([0, 1, 0, 0], 2)).toBe(0);
  });
  it('the largest singular value of [[3, 0], [4, 5]] is √45', () => {
    expect(largestSingularValue([3, 0, 4, 5], 2)).toBeCloseTo(Math.sqrt(45), 7);
    expect(largestSingularValue([0, 0, 0, 0], 2)).toBe(0);
  });
});

describe('presets are claims', () => {
  const ends = ({ state }: ReturnType<typeof run>, cell: Cell) => {
    const { norms } = state.cells[cell];
    return [norms.at(-1)!, norms[0]!] as const;
  };
  it('vanishes: 0.490 to 2.42×10⁻⁹, 0.677 a step; the LSTM 473 times', () => {
    const seen = preset('vanishes');
    const [late, early] = ends(seen, 'rnn');
    expect([late.toFixed(3), early.toExponential(2)]).toEqual(['0.490', '2.42e-9']);
    expect(late / early).toBeGreaterThan(1.95e8);
    expect(late / early).toBeLessThan(2.05e8);
    expect(meanFactor(seen.state.cells.rnn)!.toFixed(3)).toBe('0.677');
    const [a, b] = ends(seen, 'lstm');
    expect(Math.round(a / b)).toBe(473);
  });
  it('explodes: 130 thousand times', () => {
    const [late, early] = ends(preset('explodes'), 'rnn');
    expect(early / late).toBeGreaterThan(1.25e5);
    expect(early / late).toBeLessThan(1.35e5);
  });
  it('keeps: the LSTM 0.438 to 0.772, the GRU almost half, the RNN as before', () => {
    const seen = preset('keeps');
    expect(ends(seen, 'lstm').map((x) => x.toFixed(3))).toEqual(['0.438', '0.772']);
    const [late, early] = ends(seen, 'gru');
    expect(early / late).toBeGreaterThan(0.45);
    expect(early / late).toBeLessThan(0.5);
    expect(ends(seen, 'rnn')[1].toExponential(2)).toBe('2.42e-9');
    expect((1 / (1 + Math.exp(-4))).toFixed(3)).toBe('0.982');
  });
  it('gate-shut: the LSTM 7.41×10⁻¹⁰, below the RNN; its forget gate near 0.5', () => {
    const seen = preset('gate-shut');
    expect(ends(seen, 'lstm')[1].toExponential(2)).toBe('7.41e-10');
    expect(ends(seen, 'lstm')[1]).toBeLessThan(ends(seen, 'rnn')[1]);
    const { arithmetic } = seen.state;
    expect(arithmetic?.cell === 'lstm' && Math.abs(arithmetic.forget - 0.5)).toBeLessThan(0.15);
  });
  it('clip-explodes: 105,000 to 1, and the curve of the RNN without clipping', () => {
    const { state, values } = preset('clip-explodes');
    const { gradient, norms } = state.cells.rnn;
    expect(Math.round(gradient / 1000)).toBe(105);
    expect(clipped(gradient, values)).toBe(1);
    expect(norms).toEqual(preset('explodes').state.cells.rnn.norms);
  });
  it('clip-vanishes: no gradient is longer than 1', () => {
    const seen = preset('clip-vanishes');
    for (const cell of CELLS) expect(seen.state.cells[cell].gradient).toBeLessThan(1);
    expect(ends(seen, 'rnn')[1].toExponential(2)).toBe('2.42e-9');
  });
  it('clipping bounds the gradient that the optimiser takes: with a limit of 0.01 another run', () => {
    const settings = { length: 8, hidden: 4 };
    const [free, bound] = [{}, { clip: true, maxNorm: 0.01 }].map((more) => run({ ...settings, ...more }, 2).state);
    // Adam divides by the size of the gradients, so that only their proportions between steps change; these do.
    expect(bound!.weights).not.toEqual(free!.weights);
  });
  it.each(['simd', 'relaxed'] as const)(
    'remembers, in the build %s: LSTM and GRU all, the RNN 24 %%',
    async (build) => {
      const { values, steps } = card.presets.find(({ id }) => id === 'remembers')!;
      const model = createModel(complete(params, values), await loadKernelsFromDisk(build));
      for (let i = 0; i < steps!; i++) model.step();
      expect(CELLS.map((cell) => model.state.cells[cell].accuracy)).toEqual([0.24, 1, 1]);
      expect(model.state.sequence).toHaveLength(50);
      model.free!();
    },
  );
  it('printed: the gradient by every input is exactly 0, and no other sequence moves the output', () => {
    const { state } = preset('printed');
    expect(state.cells.rnn.inputs).toEqual(new Array(50).fill(0));
    expect([state.cells.rnn.first, state.cells.rnn.all]).toEqual([0, 0]);
    for (const cell of ['lstm', 'gru'] as const) {
      expect(Math.min(...state.cells[cell].inputs)).toBeGreaterThan(0);
      expect(state.cells[cell].all).toBeGreaterThan(0.01);
    }
    const corrected = run({}).state.cells.rnn;
    expect(Math.min(...corrected.inputs)).toBeGreaterThan(0);
    expect(corrected.all).toBeGreaterThan(0.1);
  });
});

describe('what it says', () => {
  const say = (change: Partial<AnyValues>, steps = 0) => {
    const { state, values, trace } = run(change, steps);
    return { text: sentence(state, values, trace), tables: tables(state, values, trace), state, values };
  };
  it('at the start', () =>
    expect(say({}).text).toMatchInlineSnapshot(`
    {
      "en": "The gradient by the state, from step 50 back to step 1: RNN 0.49 → 2.4×10⁻⁹, LSTM 0.51 → 0.0011, GRU 0.51 → 2.3×10⁻⁵; the RNN multiplies by 0.677 a step on average.",
      "zh": "对状态的梯度，从第 50 步传回第 1 步：RNN 0.49 → 2.4×10⁻⁹，LSTM 0.51 → 0.0011，GRU 0.51 → 2.3×10⁻⁵；RNN 每步平均乘 0.677。",
    }
  `));
  it('as printed', () =>
    expect(say({ printed: true, of: 'input' }).text).toMatchInlineSnapshot(`
    {
      "en": "The gradient by the input, from step 50 back to step 1: RNN 0 → 0, LSTM 0.041 → 7.7×10⁻⁵, GRU 0.048 → 1.4×10⁻⁶. As printed no input enters the RNN: ∂L/∂x is 0 at every step, and with every symbol replaced its output moves by 0.",
      "zh": "对输入的梯度，从第 50 步传回第 1 步：RNN 0 → 0，LSTM 0.041 → 7.7×10⁻⁵，GRU 0.048 → 1.4×10⁻⁶。照手稿的公式，RNN 里没有输入：∂L/∂x 每一步都是 0，把所有符号都换掉，输出移动 0。",
    }
  `));
  it('clipped', () =>
    expect([say({ clip: true }).text.en, say({ clip: true, scale: 2.5, hidden: 32, seed: 2 }).text.zh])
      .toMatchInlineSnapshot(`
      [
        "The gradient by the state, from step 50 back to step 1: RNN 0.49 → 2.4×10⁻⁹, LSTM 0.51 → 0.0011, GRU 0.51 → 2.3×10⁻⁵; the RNN multiplies by 0.677 a step on average. No gradient is longer than 1: clipping does nothing.",
        "对状态的梯度，从第 50 步传回第 1 步：RNN 0.69 → 90,000，LSTM 0.60 → 12，GRU 0.55 → 0.14；RNN 每步平均乘 1.27。裁剪把全部权重的梯度缩到 1：RNN 原来是 105,000，LSTM 原来是 6.89。",
      ]
    `));
  it('after a step', () =>
    expect(say({ length: 10, hidden: 4 }, 1).text).toMatchInlineSnapshot(`
    {
      "en": "The gradient by the state, from step 10 back to step 1: RNN 0.46 → 4.9×10⁻⁴, LSTM 0.45 → 0.034, GRU 0.46 → 0.031; the RNN multiplies by 0.467 a step on average. After 1 training step, right on unseen sequences: RNN 25%, LSTM 27%, GRU 26% (guessing gets 25%).",
      "zh": "对状态的梯度，从第 10 步传回第 1 步：RNN 0.46 → 4.9×10⁻⁴，LSTM 0.45 → 0.034，GRU 0.46 → 0.031；RNN 每步平均乘 0.467。训练 1 步之后，没见过的序列答对：RNN 25%，LSTM 27%，GRU 26%（乱猜是 25%）。",
    }
  `));
  it('works a step out', () => {
    const lines = CELLS.map((cell) => {
      const { state, values } = say({ cell });
      return [
        ...stepLines(state, cell, 'en'),
        ...numberLines(state.arithmetic!, state.at, values, 'zh'),
        wholeWay(state.cells[cell], 'en'),
      ];
    });
    expect(lines).toMatchInlineSnapshot(`
      [
        [
          "|∂L/∂h₂₉| / |∂L/∂h₃₀| = 1.14×10⁻⁴ / 1.66×10⁻⁴ = 0.685",
          "largest singular value of the Jacobian ∂h₃₀/∂h₂₉: 1.11, the most that this step can stretch any gradient",
          "∂L/∂h₂₉[16] = Σⱼ Wₕ[16,j] × (1 − hⱼ²) × ∂L/∂h₃₀[j]",
          "= 0.285 × 0.997 × (−8.76×10⁻⁵)（j = 16）",
          "+ (−0.288) × 0.952 × 4.14×10⁻⁵（j = 3）",
          "+ (−0.198) × 0.992 × 4.21×10⁻⁵（j = 7）",
          "+ 其余 13 项之和 −1.42×10⁻⁵",
          "= −5.87×10⁻⁵",
          "0.490 × 0.677⁴⁹ = 2.42×10⁻⁹",
        ],
        [
          "|∂L/∂(h₂₉, c₂₉)| / |∂L/∂(h₃₀, c₃₀)| = 0.0163 / 0.0179 = 0.912",
          "largest singular value of the Jacobian ∂(h₃₀, c₃₀)/∂(h₂₉, c₂₉): 1.02, the most that this step can stretch any gradient",
          "∂L/∂c₂₉[13] = f × (∂L/∂c₃₀[13] + o × (1 − tanh²c) × ∂L/∂h₃₀[13])",
          "= 0.772 × ((−0.00794) + 0.534 × (1 − (−0.0300)²) × (−0.00327))",
          "= 0.772 × (−0.00969) = −0.00748",
          "0.508 × 0.882⁴⁹ = 0.00107",
        ],
        [
          "|∂L/∂h₂₉| / |∂L/∂h₃₀| = 0.00551 / 0.00666 = 0.827",
          "largest singular value of the Jacobian ∂h₃₀/∂h₂₉: 0.840, the most that this step can stretch any gradient",
          "∂L/∂h₂₉[15] = z × ∂L/∂h₃₀[15] + 经过候选与门的部分",
          "= 0.772 × (−0.00306) + (−3.03×10⁻⁴) = (−0.00236) + (−3.03×10⁻⁴) = −0.00267",
          "0.506 × 0.815⁴⁹ = 2.30×10⁻⁵",
        ],
      ]
    `);
  });
  it('in tables whose rows are as long as their heads', () => {
    for (const change of [{}, { printed: true, cell: 'gru' }])
      for (const table of say(change).tables)
        for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });
  it('works the last step out where the sequence is shorter', () => {
    expect(say({ length: 5 }).state.at).toBe(5);
    expect(say({ length: 2, at: 2 }).state.bounds).toHaveLength(1);
  });
});
