/** What the demo says: sentences, tables and sums; its statistics and its data. */
import { beforeAll, describe, expect, it } from 'vitest';
import { sentence, tables } from '@/demos/fine-tuning/describe';
import { inkPaths } from '@/demos/fine-tuning/inkPaths';
import type { TuningState } from '@/demos/fine-tuning/model';
import { HELD_OUT, SHOTS } from '@/demos/fine-tuning/params';
import { estimate, studentT } from '@/demos/fine-tuning/statistics';
import { CLASSES_A, CLASSES_B, createImages, createTasks, PIXELS, SIDE } from '@/demos/fine-tuning/tasks';
import { sumOf } from '@/demos/fine-tuning/words';
import { createRandom } from '@/lib/random';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { run, settings } from './run';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

/** A state made by hand: two repeats, of which 10 per class is looked at. */
const made = (change: Partial<TuningState> = {}): TuningState => ({
  step: 16,
  before: 864,
  tuned: [...Array<number>(8).fill(480), ...Array<number>(8).fill(576)],
  scratch: [...Array<number>(8).fill(240), ...Array<number>(8).fill(288)],
  after: Array<number>(16).fill(768),
  mix: { repeats: 2, factors: [0, 0.5, 1], a: [1728, 1632, 1536], b: [240, 960, 1056], loss: [4.8, 2, 2.2] },
  example: { from: 3, to: 4, start: -0.5, tuned: 0.25, scratch: 1 },
  ...change,
});

describe('what it says', () => {
  it('a sentence in both languages, for each kind of finding', () => {
    const many = (right: number) => Array<number>(16).fill(right);
    expect([
      sentence(made({ step: 2, tuned: [480, 481], scratch: [9, 9], after: [1, 1] }), settings()),
      sentence(made(), settings()),
      sentence(made({ scratch: many(528), after: many(864) }), settings({ shots: '1' })),
      sentence(made({ tuned: many(96), scratch: many(192) }), settings({ formula: 'printed', lambda: 0.5 })),
    ]).toMatchInlineSnapshot(`
      [
        {
          "en": "After pre-training, 90.0% of A is right; 2 pairs of nets are trained, none with 10 labels per class yet.",
          "zh": "预训练之后，A 的正确率是 90.0%；已经训练了 2 对网络，还没有轮到每类 10 张。",
        },
        {
          "en": "10 labels per class, 2 repeats: fine-tuned 55.0% ± 63.5% right on B, from scratch 27.5% ± 31.8%; 27.5 ± 31.8 points apart, which does not tell them apart. A goes from 90.0% to 80.0% ± 0.0%.",
          "zh": "每类 10 张标注（2 次）：B 上微调 55.0% ± 63.5%，从零训练 27.5% ± 31.8%，相差 27.5 ± 31.8 个百分点，分不出高下；A 从 90.0% 变成 80.0% ± 0.0%。",
        },
        {
          "en": "1 label per class, 2 repeats: fine-tuned 55.0% ± 63.5% right on B, from scratch 55.0% ± 0.0%; 0.0 ± 63.5 points apart, which does not tell them apart. A stays at 90.0%.",
          "zh": "每类 1 张标注（2 次）：B 上微调 55.0% ± 63.5%，从零训练 55.0% ± 0.0%，相差 0.0 ± 63.5 个百分点，分不出高下；A 仍是 90.0%。",
        },
        {
          "en": "10 labels per class, 2 repeats: fine-tuned 10.0% ± 0.0% right on B, from scratch 20.0% ± 0.0%; fine-tuning is 10.0 ± 0.0 points worse. A goes from 90.0% to 80.0% ± 0.0%. θpre + α · θfine, α = 0.5: 85.0% right on A, 50.0% on B, loss on B 1.00.",
          "zh": "每类 10 张标注（2 次）：B 上微调 10.0% ± 0.0%，从零训练 20.0% ± 0.0%，微调低 10.0 ± 0.0 个百分点；A 从 90.0% 变成 80.0% ± 0.0%。θ预 + α · θ微，α = 0.5：A 85.0%，B 50.0%，B 的损失 1.00。",
        },
      ]
    `);
  });

  it('the sums with letters and with numbers', () => {
    const numbers = { start: -0.5, other: 0.25, factor: -0.5 };
    expect(
      (['arithmetic', 'printed', 'strangers'] as const).flatMap((f) => [
        sumOf(f, 'zh'),
        sumOf(f, 'en'),
        sumOf(f, 'en', numbers),
      ]),
    ).toMatchInlineSnapshot(`
      [
        "θ预 + λ · (θ微 − θ预)",
        "θpre + λ · (θfine − θpre)",
        "−0.5000 + (−0.5) × (0.2500 − (−0.5000))",
        "θ预 + α · θ微",
        "θpre + α · θfine",
        "−0.5000 + (−0.5) × 0.2500",
        "θ预 + α · θ零",
        "θpre + α · θscratch",
        "−0.5000 + (−0.5) × 0.2500",
      ]
    `);
  });

  it('tables: a row for each number of labels, each coefficient, each repeat, by hand', () => {
    const [curve, sums, runs] = tables(made(), settings({ lambda: 0.5 }));
    expect(curve!.rows).toHaveLength(SHOTS.length);
    // 50 % and 60 %: mean 55, s = 7.07, and 12.706 · 7.07 / √2 = 63.53.
    const [shots, count, tuned, half, scratch, , gap, , before, after] = curve!.rows[3] as number[];
    expect([shots, count, tuned, scratch, gap, before, after]).toEqual([
      10,
      2,
      expect.closeTo(55, 9),
      expect.closeTo(27.5, 9),
      expect.closeTo(27.5, 9),
      expect.closeTo(90, 9),
      expect.closeTo(80, 9),
    ]);
    expect(half).toBeCloseTo(63.53, 9);
    expect(sums!.rows).toEqual(
      [
        [0, 90, 12.5, 2.4],
        [0.5, 85, 50, 1],
        [1, 80, 55, 1.1],
      ].map((row) => row.map((x) => expect.closeTo(x, 9))),
    );
    expect(runs!.rows).toEqual([
      [1, 480, 240, 768],
      [2, 576, 288, 768],
    ]);
    const none = { step: 0, tuned: [], scratch: [], after: [], mix: { ...made().mix, repeats: 0 } };
    const [untried, ...others] = tables(made(none), settings());
    expect(others).toEqual([]);
    const empty = { zh: '–', en: '–' };
    expect(untried!.rows.at(-1)).toEqual([200, 0, ...Array(6).fill(empty), 90, empty, empty]);
  });

  it('before the first pair: how well A is known, and no more', () => {
    const { state, values } = run(kernels, { pretraining: 300 }, 0);
    expect(state.before / HELD_OUT).toBeGreaterThan(2 / CLASSES_A);
    expect(sentence(state, values).en).toMatch(/^After pre-training, [\d.]+% of A is right; 0 pairs/);
  });
});

describe('statistics', () => {
  it('an interval by hand: 2, 4, 4, 4, 5, 5, 7, 9 has mean 5 and Σ(x − 5)² = 32', () => {
    const { mean, half } = estimate([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(mean).toBe(5);
    expect(half).toBeCloseTo((2.365 * Math.sqrt(32 / 7)) / Math.sqrt(8), 12);
    expect(estimate([3])).toEqual({ mean: 3, half: 0, count: 1 });
  });

  it('t: the area under its density from −t to t is 95 %', () => {
    for (let n = 2; n <= 8; n++) {
      const df = n - 1;
      const density = (x: number) => (1 + x ** 2 / df) ** (-(df + 1) / 2);
      // x = √df tan u makes the range finite: Simpson's rule on both.
      const area = (to: number) => {
        const [steps, end] = [2000, Math.atan(to / Math.sqrt(df))];
        const at = (u: number) => density(Math.sqrt(df) * Math.tan(u)) / Math.cos(u) ** 2;
        let sum = at(0) + at(end);
        for (let i = 1; i < steps; i++) sum += (i % 2 ? 4 : 2) * at((i * end) / steps);
        return (sum * end) / steps / 3;
      };
      expect(area(studentT(n)) / area(1e9), `df ${df}`).toBeCloseTo(0.95, 4);
    }
    expect(() => studentT(1)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: studentT: count is from 2 to 8; got 1]`,
    );
  });
});

describe('the tasks', () => {
  const { a, b, places } = createTasks(11, 0);

  it('three of twelve strokes each; in A every stroke three times, in B twice; no class in both', () => {
    const uses = (classes: readonly (readonly number[])[]) =>
      Array.from({ length: 12 }, (_, stroke) => classes.flat().filter((s) => s === stroke).length);
    expect([a.length, b.length]).toEqual([CLASSES_A, CLASSES_B]);
    expect([uses(a), uses(b)]).toEqual([Array(12).fill(3), Array(12).fill(2)]);
    expect(new Set([...a, ...b].map(String)).size).toBe(CLASSES_A + CLASSES_B);
    for (const parts of [...a, ...b]) expect(new Set(parts).size).toBe(3);
    expect(places).toEqual(Array.from({ length: PIXELS }, (_, i) => i));
  });

  it('shuffling moves exactly so many pixels, and changes no class', () => {
    for (const share of [0.2, 0.5, 1]) {
      const shuffled = createTasks(11, share);
      expect([shuffled.a, shuffled.b]).toEqual([a, b]);
      expect(shuffled.places.toSorted((p, q) => p - q)).toEqual(places);
      expect(shuffled.places.filter((from, i) => from !== i)).toHaveLength(Math.round(share * PIXELS));
    }
    const plain = createImages(b, 16, createRandom(3));
    const moved = createImages(b, 16, createRandom(3), createTasks(11, 1).places);
    expect(moved.labels).toEqual(plain.labels);
    expect(moved.pixels.toSorted()).toEqual(plain.pixels.toSorted());
    expect(moved.pixels).not.toEqual(plain.pixels);
  });

  it('images: classes in turn, ink where the strokes of the class can be, noise of 0.1', () => {
    // Strokes 0, 4 and 6, drawn by hand: the top row, the middle column, the main diagonal.
    const parts = [0, 4, 6];
    const near = (i: number) => {
      const [row, column] = [Math.floor(i / SIDE), i % SIDE];
      return row <= 2 || (column >= 3 && column <= 5) || Math.abs(row - column) <= 2;
    };
    const count = 3000;
    const { pixels, labels } = createImages([parts, [1, 2, 3]], count, createRandom(4));
    expect(labels.slice(0, 4)).toEqual([0, 1, 0, 1]);
    const ink = new Float64Array(PIXELS);
    for (let i = 0; i < count; i += 2)
      for (let j = 0; j < PIXELS; j++) ink[j]! += pixels[i * PIXELS + j]! / (count / 2);
    const inside = [...ink].filter((_, i) => near(i));
    const outside = [...ink].filter((_, i) => !near(i));
    const mean = (list: number[]) => list.reduce((s, x) => s + x, 0) / list.length;
    expect(mean(inside)).toBeGreaterThan(3 * mean(outside));
    // Paper alone: the lower half of the noise is not mixed with ink.
    const below = [...pixels].filter((x) => x < 0);
    expect(Math.sqrt(mean(below.map((x) => x ** 2)))).toBeCloseTo(0.1, 2);
    expect(Math.max(...pixels.subarray(0, 50_000))).toBeGreaterThan(1);
  });

  it('ink as paths: a rectangle for neighbours of a row, none across rows or images', () => {
    const d = (pixels: number[]) => inkPaths(pixels, 2, 3).map((path) => path.d);
    expect(d([1, 1, 1, 0, 0, 0.3, 0.6, 0])).toEqual(['M4,0h1v1h-1z', 'M3,1h1v1h-1z', 'M0,0h2v1h-2zM0,1h1v1h-1z']);
  });
});
