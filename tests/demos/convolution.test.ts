import { describe, expect, it } from 'vitest';
import card from '@/demos/convolution/demo';
import { sentence, tables } from '@/demos/convolution/describe';
import { NAMED } from '@/demos/convolution/kernels';
import { facts } from '@/demos/convolution/facts';
import { activationLine, poolLine, productLines, sizeLine, sumLine, tapsAt } from '@/demos/convolution/lines';
import { isThere } from '@/demos/convolution/state';
import { LANGS } from '@/lib/text';
import { createRandom } from '@/lib/random';
import type { AnyValues } from '@/lib/params';
import * as oracle from './../oracle/conv2d';
import { nums, relu, sigmoid, valuesOf, type Num } from './../oracle/tape';
import { assertClose } from '../support/assertClose';
import { made, scribble } from './convolution/made';

const preset = (id: string) => made(card.presets.find((p) => p.id === id)!.values);
/** f32 against f64, of sums of at most 25 products. */
const F32 = { rel: 1e-5, abs: 1e-4 };

describe('the numbers', () => {
  it('the manuscript’s toy by hand: its ones stand at the corners and in the middle of the kernel', () => {
    const w = NAMED.random;
    const sum = w[0] + w[2] + w[4] + w[6] + w[8] + 0.69;
    expect(preset('printed-sum').map('z').values[0]).toBeCloseTo(sum, 6);
    expect(sum).toBeCloseTo(2.76, 12);
  });
  it('its kernel and bias are the generator’s, to two digits', () => {
    const random = createRandom(4);
    const drawn = Array.from({ length: 10 }, () => Math.round(100 * random.uniform()) / 100);
    expect([...NAMED.random, preset('printed-sum').values.bias]).toEqual(drawn);
  });

  const settings = (next: () => number): Partial<AnyValues> => {
    const pick = <T>(...list: T[]) => list[Math.floor(next() * list.length)]!;
    const size = 3 + Math.floor(10 * next());
    const weights = (n: number) => Array.from({ length: n }, () => Math.round(40 * next() - 20) / 4);
    return {
      image: 'drawing',
      size,
      drawing: scribble(size, next),
      kernel: pick('own3', 'own5'),
      own3: weights(9),
      own5: weights(25),
      operation: pick('cross', 'true'),
      stride: pick(1, 2, 3),
      dilation: pick(1, 2),
      padding: pick('none', 'same', 'ends'),
      before: pick(0, 1, 2),
      after: pick(0, 1, 4),
      activation: pick('relu', 'sigmoid', 'printed'),
      bias: pick(0, -3.5, 2),
      pool: pick(1, 2, 3),
    };
  };
  it('on random settings every map is that of the f64 oracle', () => {
    const random = createRandom(5);
    let compared = 0;
    for (let round = 0; round < 120; round++) {
      const change = settings(() => random.uniform());
      const { values, state, map } = made(change);
      if (!isThere(state.z)) continue;
      compared++;
      const { along, image } = state;
      const given = (values.kernel === 'own3' ? values.own3 : values.own5) as readonly number[];
      const w = values.operation === 'true' ? given.toReversed() : given;
      const p = along.before;
      const window = {
        N: 1,
        H: image.side,
        W: image.side,
        C: 1,
        kernel: [along.taps, along.taps] as const,
        stride: [values.stride, values.stride] as const,
        padding: [p, p, along.after, along.after] as const,
        dilation: [values.dilation, values.dilation] as const,
        outH: along.places,
        outW: along.places,
      };
      const z = oracle.conv2d(window, 1, 1, nums(image.values), nums(w), nums([values.bias]));
      const act: Record<string, (x: Num) => Num> = { relu, sigmoid, printed: (x) => relu(sigmoid(x)) };
      const a = z.map(act[values.activation]!);
      assertClose(map('z').values, valuesOf(z), F32);
      assertClose(map('a').values, valuesOf(a), F32);
      const m = Math.floor(along.places / values.pool);
      if (m === 0) {
        expect(state.pooled).toBe('pool');
        continue;
      }
      const pool = {
        ...window,
        H: along.places,
        W: along.places,
        kernel: [values.pool, values.pool] as const,
        stride: [values.pool, values.pool] as const,
        padding: [0, 0, 0, 0] as const,
        dilation: [1, 1] as const,
        outH: m,
        outW: m,
      };
      assertClose(map('pooled').values, valuesOf(oracle.maxPool2d(pool, a)), F32);
    }
    expect(compared).toBeGreaterThan(60);
  });

  it('turned, it is the product of polynomials: (x * w)[r, c] = Σ w[i, j] x[r − i, c − j]', () => {
    const random = createRandom(8);
    const x = Array.from(
      scribble(6, () => random.uniform()),
      Number,
    );
    const w = Array.from({ length: 9 }, () => Math.round(10 * random.uniform()) - 5);
    const product = Array.from({ length: 64 }, () => 0);
    for (let i = 0; i < 36; i++)
      for (let k = 0; k < 9; k++)
        product[(Math.floor(i / 6) + Math.floor(k / 3)) * 8 + (i % 6) + (k % 3)]! += x[i]! * w[k]!;
    const settings = { image: 'drawing', size: 6, drawing: x.join(''), kernel: 'own3', own3: w };
    const whole = made({ ...settings, operation: 'true', padding: 'ends', before: 2, after: 2 });
    expect(whole.map('z').values).toEqual(product);
  });

  it('on a ramp of slope 1: second differences are 0, Sobel x adds 2 · (1 + 2 + 1)', () => {
    const ramp = { image: 'ramp' };
    expect(new Set(made({ ...ramp, kernel: 'laplacian' }).map('z').values)).toEqual(new Set([0]));
    expect(new Set(made(ramp).map('z').values)).toEqual(new Set([8]));
  });

  it('the products on show add up to the number on show, at every output', () => {
    for (const change of [{}, { stride: 2, padding: 'same' }, { kernel: 'blur-5', dilation: 2, size: 11 }]) {
      const { state, map, values } = made(change);
      for (let i = 0; i < map('z').values.length; i++) {
        const cell = [Math.floor(i / map('z').side), i % map('z').side] as const;
        const total = tapsAt(state, cell).reduce((sum, { product }) => sum + product, values.bias);
        expect(Math.abs(total - map('z').values[i]!)).toBeLessThan(1e-5);
      }
    }
  });

  it('every number stays finite at the ends of every range', () => {
    for (const sign of [100, -100])
      for (const activation of ['relu', 'sigmoid', 'printed'])
        for (const size of [3, 28]) {
          const own5 = Array.from({ length: 25 }, () => sign);
          const { state } = made({
            kernel: 'own5',
            own5,
            activation,
            size,
            padding: 'same',
            bias: sign / 2,
            image: 'part',
          });
          for (const name of ['z', 'a', 'pooled'] as const) {
            const map = state[name];
            if (isThere(map)) expect(map.values.every(Number.isFinite)).toBe(true);
          }
          if (isThere(state.classes)) expect(state.classes.probabilities.every(Number.isFinite)).toBe(true);
        }
  });
});

describe('presets are claims', () => {
  it('edges: nine weights, 36 positions, of which 13 turn from below 0 to 0', () => {
    const { map, state } = preset('edges');
    expect([state.kernel.used.length, map('z').values.length]).toEqual([9, 36]);
    expect(map('z').values.filter((v) => v < 0)).toHaveLength(13);
    expect(map('a').values).toEqual(map('z').values.map((v) => Math.max(0, v)));
    // Left edges are positive: in the row of the stem, the sign changes once, from + to −, as one goes right.
    const row = map('z').values.slice(24, 30);
    expect(row.map(Math.sign)).toEqual([0, 1, 1, -1, -1, -1]);
  });
  it('printed-sum: one number, 2.76', () => {
    const { map } = preset('printed-sum');
    expect(map('z').side).toBe(1);
    expect(map('z').values[0]!.toFixed(2)).toBe('2.76');
    // The one position of the sliding window is the same number.
    const slid = made({ ...card.presets.find(({ id }) => id === 'printed-sum')!.values, operation: 'cross' });
    expect(slid.map('z')).toEqual(map('z'));
  });
  it('printed-larger: refused', () => {
    const { state, values } = preset('printed-larger');
    expect(state.z).toBe('shapes');
    expect(sentence(state, values).en).toContain('(8,8) and (3,3)');
  });
  it('many-positions: 36 positions, two numbers by turns', () => {
    const { values, side } = preset('many-positions').map('z');
    expect(side).toBe(6);
    values.forEach((v, i) => expect(v.toFixed(2)).toBe((Math.floor(i / 6) + (i % 6)) % 2 ? '2.58' : '2.76'));
  });
  it('printed-activation: the ReLU changes none of 36; alone it turns 13 into 0', () => {
    const printed = preset('printed-activation');
    const alone = made({ activation: 'sigmoid' });
    expect(printed.map('a')).toEqual(alone.map('a'));
    expect(printed.map('a').values.every((v) => v > 0)).toBe(true);
    expect(
      preset('edges')
        .map('z')
        .values.filter((v) => v < 0),
    ).toHaveLength(13);
  });
  it('scratch: what is not 0 after the ReLU lies on the scratch', () => {
    const { state, map } = preset('scratch');
    const bright = (row: number, column: number) => {
      const [here, left] = [state.image.values[row * 16 + column]!, state.image.values[row * 16 + column - 1]!];
      return here - left > 2;
    };
    const seen = map('a').values.flatMap((v, i) => (v > 0 ? [[Math.floor(i / 14) + 1, (i % 14) + 1] as const] : []));
    expect(seen).toHaveLength(10);
    for (const [row, column] of seen) expect(bright(row, column)).toBe(true);
  });
  it('turned: every output changes its sign', () => {
    expect(preset('turned').map('z').values).toEqual(
      preset('edges')
        .map('z')
        .values.map((v) => 0 - v),
    );
  });
  it('too-wide: 9 pixels do not fit into 8; with one more they do', () => {
    const { state } = preset('too-wide');
    expect([state.z, state.along.extent, state.along.pixels]).toEqual(['window', 9, 8]);
    const { values } = card.presets.find(({ id }) => id === 'too-wide')!;
    expect(made({ ...values, padding: 'ends', before: 1 }).map('z').side).toBe(1);
  });
});

describe('the tour', () => {
  it('says how many positions there are', () => {
    const sides = card.tour!.map(({ values }) => made(values).map('z').side);
    expect(sides).toEqual([6, 6, 1, 4, 14]);
  });
});

describe('what it says', () => {
  const say = (change: Partial<AnyValues>) => {
    const { state, values } = made(change);
    return sentence(state, values);
  };
  it('of an output, of the positions, of the activation and of the digit', () =>
    expect(say({})).toMatchInlineSnapshot(`
      {
        "en": "Row 2, column 4: 9 products add up to 21. The window has 6×6 = 36 positions. The ReLU turns 13 negative numbers into 0. The fully connected layer takes it for a 7 (73%).",
        "zh": "第 2 行第 4 列：9 个乘积之和是 21。窗口有 6×6 = 36 个位置。ReLU 把 13 个负数变成 0。全连接层看成 7（73%）。",
      }
    `));
  it('as printed', () =>
    expect(say({ activation: 'printed', image: 'part', bias: 1 })).toMatchInlineSnapshot(`
    {
      "en": "Row 2, column 4: 9 products and the bias add up to 0. The window has 6×6 = 36 positions. All 36 results of σ are above 0, and the ReLU around it changes none of them.",
      "zh": "第 2 行第 4 列：9 个乘积与偏置之和是 0。窗口有 6×6 = 36 个位置。σ 的 36 个结果都大于 0，套在外面的 ReLU 一个也没有改。",
    }
  `));
  it('of one position', () =>
    expect(say({ size: 3, image: 'checker' })).toMatchInlineSnapshot(`
    {
      "en": "Row 1, column 1: 9 products add up to 0. In this image the window has one position. No number is negative, so the ReLU changes nothing.",
      "zh": "第 1 行第 1 列：9 个乘积之和是 0。这幅图里窗口只有一个位置。没有负数，ReLU 什么也没改。",
    }
  `));
  it('of one sum', () =>
    expect(say({ size: 3, image: 'checker', operation: 'printed' })).toMatchInlineSnapshot(`
    {
      "en": "As printed, one product-sum over the whole image gives one number, 0: nothing slides, and this is one output position of a convolution.",
      "zh": "照手稿，整幅图乘加一次，得到一个数 0：没有滑动，这只是卷积的一个输出位置。",
    }
  `));
  it('of what does not fit', () =>
    expect([say({ dilation: 4 }), say({ operation: 'printed' })]).toMatchInlineSnapshot(`
      [
        {
          "en": "It does not fit: the kernel spans 9 pixels, d(k − 1) + 1, and the padded image has 8.",
          "zh": "放不下：核横跨 9 个像素（d(k − 1) + 1），填充后的图只有 8。",
        },
        {
          "en": "The manuscript’s image * conv_kernel needs both of one size; NumPy refuses (8,8) and (3,3).",
          "zh": "手稿的 image * conv_kernel 要求两者一样大；(8,8) 和 (3,3) 在 NumPy 里直接报错。",
        },
      ]
    `));

  it('as lines: by row of the kernel, the sum, the activation, the pool, the size', () => {
    const { state, map, values } = made({ bias: 0.5, stride: 2 });
    const there = { ...state, z: map('z'), a: map('a') };
    expect([
      ...productLines(state, 'en').map(({ text, result }) => `${text} = ${result}`),
      sumLine(there, values, 'en'),
      activationLine(there, values, 'en'),
      poolLine(there, values, 'en'),
      sizeLine(state),
      ...facts(state, values, 'en').map(({ name, text }) => `${name}: ${text}`),
    ]).toMatchInlineSnapshot(`
      [
        "1 × (−1) + 8 × 0 + 0 × 1 = −1",
        "5 × (−2) + 5 × 0 + 0 × 2 = −10",
        "9 × (−1) + 1 × 0 + 0 × 1 = −9",
        "z = (−1) + (−10) + (−9) + b = −19.5, b = 0.5",
        "a = ReLU(−19.5) = max(0, −19.5) = 0",
        "no whole pooling window reaches it",
        "⌊(8 + 0 − 1 × (3 − 1) − 1) / 2⌋ + 1 = 3",
        "Receptive field: a convolved number sees 3×3 pixels, a pooled one 5×5, of 8×8",
        "Parameters: 9 + 1 = 10 for the convolution; fully connected, the same output takes (64 + 1) × 9 = 585",
      ]
    `);
  });
  it('in tables whose rows are as long as their heads, with the numbers of the maps', () => {
    for (const change of [{}, { size: 3 }, { dilation: 4 }, { activation: 'printed' }]) {
      const { state, values } = made(change);
      for (const { caption, columns, rows } of tables(state, values)) {
        for (const lang of LANGS) expect(caption[lang]).not.toBe('');
        for (const row of rows) expect(row).toHaveLength(columns.length);
      }
    }
    const { state, values, map } = made();
    const rowsOf = (start: string) => tables(state, values).find(({ caption }) => caption.en.startsWith(start))!.rows;
    const numbers = (start: string) => rowsOf(start).flatMap((row) => row.slice(1));
    expect(numbers('After the convolution')).toEqual(map('z').values);
    expect(numbers('After the activation')).toEqual(map('a').values);
    expect(numbers('After pooling')).toEqual(map('pooled').values);
    expect(numbers('Kernel')).toEqual(NAMED['sobel-x']);
    expect(rowsOf('Products').at(-1)!.at(-1)).toBe(21);
    const { classes } = state;
    if (!isThere(classes)) throw new Error(`the default has classes; got ${classes}`);
    expect(numbers('Fully')).toEqual([classes.weights, classes.bias, classes.scores, classes.probabilities].flat());
  });
});
