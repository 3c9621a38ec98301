import { beforeAll, describe, expect, it } from 'vitest';
import { bookSentences } from '@/data/bookText';
import { noiseOf, skipGrams } from '@/data/skipGrams';
import { readCorpus } from '@/demos/word-embeddings/corpora';
import card, { params } from '@/demos/word-embeddings/demo';
import { sentence, tables } from '@/demos/word-embeddings/describe';
import { generateText } from '@/demos/word-embeddings/generateText';
import { FAMILIES, idOf, kinOf, nameOf, questionsOf } from '@/demos/word-embeddings/generated';
import { createModel, threeOf } from '@/demos/word-embeddings/model';
import { agrees, differenceOf, gradientOf, termsOf } from '@/demos/word-embeddings/pair';
import type { EmbeddingState } from '@/demos/word-embeddings/state';
import { STEPS } from '@/demos/word-embeddings/steps';
import { BATCH, runOf } from '@/demos/word-embeddings/training';
import { createRunner, extendTrace, firstRow } from '@/components/demo/runner';
import type { Trace } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import { complete, type AnyValues } from '@/lib/params';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { centralDifference } from '../oracle/centralDifference';
import { powerComponents } from '../oracle/powerComponents';
import * as tape from '../oracle/tape';
import { assertClose } from '../support/assertClose';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

const settings = (change: Partial<AnyValues> = {}) => complete(params, change);
function run(change: Partial<AnyValues>, steps: number) {
  const values = settings(change);
  let trace: Trace | undefined;
  const runner = createRunner((from) => {
    const model = createModel(values, kernels, from as EmbeddingState | undefined);
    trace ??= firstRow(model);
    return model;
  });
  const progress = runner.advance(steps);
  return { values, runner, progress, state: progress.state as EmbeddingState, trace: extendTrace(trace!, progress) };
}
const preset = (id: string) => {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run(values, steps!);
};
const names = (list: readonly { word: string }[]) => list.map(({ word }) => word);

/** Rows of a table in f64, each of length 1. */
function unitsOf(table: Float32Array, words: number): number[][] {
  const D = table.length / words;
  return Array.from({ length: words }, (_, i) => {
    const v = [...table.subarray(i * D, (i + 1) * D)];
    return v.map((x) => x / Math.hypot(...v));
  });
}
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, d) => sum + x * b[d]!, 0);

describe('training', () => {
  it('one epoch in f64, written from the equation: the same loss and vectors', () => {
    const values = settings({ text: 'corrected', dimensions: 3, learningRate: 0.02 });
    const { corpus, epochs } = (run({ text: 'corrected', dimensions: 3, learningRate: 0.02 }, 1), runOf(values));
    const [V, D, K] = [corpus.words.length, 3, values.negatives];
    const { centres, samples } = skipGrams(corpus.sentences, { counts: corpus.counts, window: values.window, negatives: K, seed: 1001 }); // prettier-ignore
    const table = (list: Float32Array) => Array.from({ length: V }, (_, i) => [...list.slice(i * D, (i + 1) * D)]);
    const [v, u] = [table(epochs[0]!.input), table(epochs[0]!.output)];
    const losses: number[] = [];
    for (let from = 0; from + BATCH <= centres.length; from += BATCH) {
      const [dv, du] = [v, u].map((rows) => rows.map((row) => row.map(() => 0))) as [number[][], number[][]];
      let loss = 0;
      for (let b = from; b < from + BATCH; b++) {
        const c = centres[b]!;
        for (let k = 0; k <= K; k++) {
          const w = samples[b * (K + 1) + k]!;
          const y = k === 0 ? 1 : 0;
          const sigma = 1 / (1 + Math.exp(-dot(u[w]!, v[c]!)));
          loss -= Math.log(y ? sigma : 1 - sigma);
          for (let d = 0; d < D; d++) {
            dv[c]![d]! += (sigma - y) * u[w]![d]!;
            du[w]![d]! += (sigma - y) * v[c]![d]!;
          }
        }
      }
      losses.push(loss / BATCH);
      for (const [rows, gradients] of [[v, dv], [u, du]] as const)
        rows.forEach((row, i) => row.forEach((_, d) => (row[d]! -= 0.02 * gradients[i]![d]!)));
    } // prettier-ignore
    expect(losses.length).toBeGreaterThan(50);
    assertClose(epochs[1]!.loss, losses.reduce((sum, x) => sum + x, 0) / losses.length, { rel: 1e-5 }); // prettier-ignore
    // Some 100 batches in f32: what rounding adds up to.
    assertClose([...epochs[1]!.input], v.flat(), { abs: 2e-4 });
    assertClose([...epochs[1]!.output], u.flat(), { abs: 2e-4 });
  });

  it('begins at (1 + negatives) ln 2, and goes on from any of its states', () => {
    const { state, runner, values, trace } = run({ text: 'corrected', dimensions: 3 }, 6);
    expect(trace.columns['loss']![0]).toBeCloseTo(6 * Math.LN2, 8);
    for (const step of [0, 3, 5]) {
      const past = structuredClone(runner.seek(step).state as EmbeddingState);
      const model = createModel(values, kernels, past);
      while (model.state.step < 6) model.step();
      expect(model.state).toEqual(state);
      model.free?.();
    }
  });

  it('another word is looked at without training anew, and nothing else changes', () => {
    const king = run({}, 3);
    const queen = run({ word: '王后' }, 3);
    expect(runOf(king.values)).toBe(runOf(queen.values));
    expect(queen.state.word).toBe('queen');
    expect(queen.trace).toEqual(king.trace);
  });

  it('a run that was forgotten is made again with the same numbers', () => {
    const change = { text: 'corrected', dimensions: 4 };
    const { state } = run(change, 4);
    for (const seed of [11, 12]) run({ text: 'corrected', dimensions: 2, seed }, 1); // two others push it out
    const model = createModel(settings(change), kernels, structuredClone(state));
    expect(model.state).toEqual(state);
    model.free?.();
  });
});

describe('one pair', () => {
  it('loss, gradient and difference as on the tape', () => {
    for (const step of [0, 1, 20]) {
      const { pair } = run({}, step).state;
      const v = tape.nums(pair.v);
      const score = (k: number) => tape.linear(tape.dot(tape.nums(pair.u[k]!), v), k === 0 ? 1 : -1);
      const loss = tape.linear(tape.add(...pair.u.map((_, k) => tape.log(tape.sigmoid(score(k))))), -1);
      const terms = termsOf(pair);
      assertClose(terms.reduce((sum, t) => sum + t.loss, 0), loss.value, { rel: 1e-9 }); // prettier-ignore
      const [expected] = tape.gradients([loss], [1], v);
      assertClose(gradientOf(pair), expected!, { rel: 1e-9, abs: 1e-12 });
      const numeric = centralDifference((x) => termsOf({ ...pair, v: x }).reduce((sum, t) => sum + t.loss, 0), pair.v);
      pair.v.forEach((_, d) => {
        const { slope } = differenceOf(pair, d);
        assertClose(slope, numeric[d]!, { rel: 1e-5, abs: 1e-7 });
        expect(agrees(gradientOf(pair)[d]!, slope)).toBe(true);
      });
      expect(agrees(1, 1.001)).toBe(false);
    }
  });

  it('the context stands beside the centre in the text; the noise is drawn by noiseOf', () => {
    const { state, values } = run({ text: 'book-en', word: 'gradient' }, 2);
    const { pair } = state;
    expect(pair.centre).toBe('gradient');
    const { sentences, words, counts } = readCorpus(values);
    const [c, o] = [words.indexOf('gradient'), words.indexOf(pair.samples[0]!)];
    expect(sentences.some((s) => s.some((w, i) => w === c && (s[i + 1] === o || s[i - 1] === o)))).toBe(true);
    expect(pair.samples).toHaveLength(6);
    expect(pair.samples.slice(1)).not.toContain(pair.samples[0]);
    expect(noiseOf(counts)).toHaveLength(words.length);
  });
});

describe('what the vectors say', () => {
  it('neighbours, score, places and shares: in f64 from the vectors themselves', () => {
    const { state, values } = run({ word: 'Paris' }, 12);
    const { corpus, epochs } = runOf(values);
    const units = unitsOf(epochs[12]!.input, corpus.words.length);
    const row = (word: string) => corpus.words.indexOf(word);
    const cosines = corpus.words.map((word, i) => ({ word, cosine: dot(units[i]!, units[row('paris')]!) }));
    const nearest = cosines.filter(({ word }) => word !== 'paris').sort((a, b) => b.cosine - a.cosine).slice(0, 8); // prettier-ignore
    expect(names(state.neighbours)).toEqual(names(nearest));
    assertClose(state.neighbours.map((n) => n.cosine), nearest.map((n) => n.cosine), { abs: 1e-9 }); // prettier-ignore

    const right = FAMILIES.flatMap(questionsOf).filter(([a, b, c, d]) => {
      const sum = units[row(b)]!.map((x, i) => x - units[row(a)]![i]! + units[row(c)]![i]!);
      const others = corpus.words.filter((word) => ![a, b, c].includes(word));
      return others.every((word) => word === d || dot(units[row(word)]!, sum) < dot(units[row(d)]!, sum));
    });
    expect(state.score).toEqual({ right: right.length, of: 120 });

    const kin = kinOf('paris').map((word) => units[row(word)]!);
    expect(state.fitted).toBe(12);
    const { axes, shares } = powerComponents(kin, 2);
    assertClose(state.shares, shares, { abs: 1e-8 });
    const mean = kin[0]!.map((_, d) => kin.reduce((sum, x) => sum + x[d]!, 0) / kin.length);
    const place = (word: string) => axes.map((axis) => dot(axis, units[row(word)]!.map((x, d) => x - mean[d]!))); // prettier-ignore
    const [sx, sy] = [0, 1].map((i) => Math.sign(place('paris')[i]! * [state.points[0]!.x, state.points[0]!.y][i]!));
    for (const { word, x, y } of state.points) assertClose([x, y], [sx! * place(word)[0]!, sy! * place(word)[1]!], { abs: 1e-6 }); // prettier-ignore
  });

  it('axes keep their sign from step to step', () => {
    const { runner } = run({}, STEPS);
    const at = (step: number) => (runner.seek(step).state as EmbeddingState).points;
    for (let step = 11; step <= STEPS; step++) {
      const [before, now] = [at(step - 1), at(step)];
      expect(dot(before.map(({ x }) => x), now.map(({ x }) => x)), `step ${step}`).toBeGreaterThan(0); // prettier-ignore
    }
  });
});

describe('generated sentences', () => {
  it('600 of five words: a subject, two traits of its pair, two of its side', () => {
    const text = generateText(1);
    expect(text).toHaveLength(600);
    for (const words of text) {
      const [family, side, pair] = FAMILIES.flatMap((family) =>
        family.pairs.flatMap((pair) => pair.ends.map((end, side) => [family, side, pair, end] as const)),
      ).find(([, , , end]) => words.includes(end))!;
      expect(words).toHaveLength(5);
      expect(new Set(words).size).toBe(5);
      expect(words.filter((word) => pair.traits.includes(word))).toHaveLength(2);
      expect(words.filter((word) => family.sides[side]!.includes(word))).toHaveLength(2);
    }
    expect(text.flat().includes('capital')).toBe(false);
  });
  it('every word has one name in each language and is found by either', () => {
    const words = [...new Set(generateText(1).flat())];
    expect(words).toHaveLength(72);
    for (const word of words) {
      const { zh, en } = nameOf(word)!;
      expect([idOf(zh), idOf(en), idOf(word)]).toEqual([word, word, word]);
    }
    expect(idOf('zebra')).toBeUndefined();
    expect(questionsOf(FAMILIES[0]!)).toHaveLength(60);
  });
});

/** Of `near`, those that the book writes within five words of `word`, function words left out. */
const beside = (lang: 'zh' | 'en', word: string, near: readonly string[]) =>
  near.filter((other) =>
    bookSentences(lang).some((s) => s.some((w, i) => w === word && s.slice(Math.max(0, i - 5), i + 6).includes(other))),
  );

describe('presets are claims', () => {
  it('queen: 120 of 120; woman − man + king is queen, 0.96', () => {
    const { state } = preset('queen');
    expect(state.score).toEqual({ right: 120, of: 120 });
    expect(state.analogy).toMatchObject({ of: ['man', 'woman', 'king'], expected: 'queen' });
    expect(state.analogy!.answers[0]!.word).toBe('queen');
    expect(state.analogy!.answers[0]!.cosine.toFixed(2)).toBe('0.96');
  });
  it('capitals: the first component parts countries from capitals; Paris − France + Japan is Tokyo', () => {
    const { state } = preset('capitals');
    expect(state.analogy!.answers[0]!.word).toBe('tokyo');
    const sides = FAMILIES[1]!.pairs.map(({ ends }) => ends.map((end) => Math.sign(state.points.find(({ word }) => word === end)!.x))); // prettier-ignore
    expect(sides).toEqual(Array(6).fill([sides[0]![0], -sides[0]![0]!]));
  });
  it('two-numbers: eight neighbours in one direction, 20 of 120', () => {
    const { score, neighbours } = preset('two-numbers').state;
    expect(score).toEqual({ right: 20, of: 120 });
    expect(Math.min(...neighbours.map(({ cosine }) => cosine))).toBeGreaterThan(0.999);
  });
  it('book-zh: what stands beside it; an analogy that fails', () => {
    const { state } = preset('book-zh');
    const near = names(state.neighbours);
    expect(state.word).toBe('创始人');
    expect(near).toEqual(expect.arrayContaining(['卖', '股份', '投后估值']));
    expect(beside('zh', '创始人', near)).toHaveLength(5);
    expect(state.analogy!.of).toEqual(['投前估值', '投后估值', '输入']);
    expect(state.analogy!.answers[0]!.word).toBe('求和');
    expect(names(state.analogy!.answers)).not.toContain('输出');
    expect(state.tokens).toBeGreaterThan(4000);
    expect(state.tokens).toBeLessThan(4500);
  });
  it('book-en: what stands beside it', () => {
    const near = names(preset('book-en').state.neighbours);
    expect(near).toEqual(expect.arrayContaining(['shares', 'ownership', 'equity']));
    expect(beside('en', 'founders', near)).toHaveLength(7);
  });
  it('book-seed: the same loss, four of eight neighbours', () => {
    const [one, two] = [preset('book-zh').state, preset('book-seed').state];
    expect([one.loss, two.loss].map((x) => x.toFixed(2))).toEqual(['1.80', '1.80']);
    expect(names(two.neighbours).filter((word) => names(one.neighbours).includes(word))).toHaveLength(4);
  });
  it('six-words-printed: row 5 is where it started, to the last bit; the others are not', () => {
    const { state, values } = preset('six-words-printed');
    const rows = state.rows!;
    expect(rows.map(({ count }) => count)).toEqual([2, 1, 1, 1, 0, 1]);
    const { input } = runOf(values).epochs[0]!;
    expect(rows[4]!.values).toEqual([...input.slice(12, 15)]);
    expect(rows[4]!.moved).toBe(0);
    for (const i of [0, 1, 2, 3, 5]) expect(rows[i]!.moved).toBeGreaterThan(0.5);
  });
  it('six-words: five rows, all moved; cat is nearest to mat', () => {
    const { state } = preset('six-words');
    expect(state.rows).toHaveLength(5);
    for (const { moved, count } of state.rows!) expect([moved > 0.5, count > 0]).toEqual([true, true]);
    expect(state.neighbours[0]!.word).toBe('mat');
    expect(state.neighbours[0]!.cosine.toFixed(2)).toBe('0.99');
  });
  it('diverges: in epoch 1', () => {
    const { progress } = preset('diverges');
    expect(progress.diverged).toMatchObject({ step: 1, control: 'learningRate' });
    const model = createModel(settings({ learningRate: 0.5 }), kernels);
    expect(() => model.step()).toThrow(DivergedError);
    expect(model.state.step).toBe(0);
    model.free?.();
  });
});

describe('what readers ask for', () => {
  it('a word, in either language; one that there is none of is said', () => {
    expect(run({ word: '国王' }, 0).state.missing).toEqual({});
    expect(run({ word: ' KING ' }, 0).state.word).toBe('king');
    const { state, values } = run({ word: '斑马', analogy: 'man woman zebra' }, 1);
    expect(state.missing).toEqual({ word: '斑马', analogy: 'zebra' });
    expect(sentence(state, values)).toMatchInlineSnapshot(`
      {
        "en": "The text has no “斑马”; shown is “king”. An analogy takes three words of the text with spaces between; “zebra” will not do. Epoch 1: loss 3.12 (4.16 knows nothing); nearest to “king” are pony 0.99, worker 0.99, visit 0.99; 24 of 120 analogies are right.",
        "zh": "词表里没有“斑马”，改看“国王”。类比要三个词表里的词，用空格隔开；“zebra”用不上。第 1 轮，损失 3.12（一无所知是 4.16）；离“国王”最近的是小马 0.99、工人 0.99、做客 0.99；120 道类比题答对 24 道。",
      }
    `);
    expect(threeOf('man→woman, 国王')).toEqual(['man', 'woman', '国王']);
  });
  it('a text of their own, in either language; one that is too short is said', () => {
    const own = '苹果红，苹果甜，苹果圆。香蕉黄，香蕉甜，香蕉长。apples are red; bananas are yellow.';
    const { state } = run({ text: 'own', own }, 3);
    expect(state.missing).toEqual({});
    expect(names(state.points)).toEqual(expect.arrayContaining(['苹果', '香蕉', 'apples', 'yellow']));
    expect(run({ text: 'own', own: 'too short' }, 0).state.missing).toEqual({ text: true });
    for (const odd of ['', '。。。', 'a'.repeat(30_000), '哈'.repeat(3000), 'x y z w v\n'.repeat(2000)])
      expect(() => run({ text: 'own', own: odd }, 1)).not.toThrow();
  });
  it('the most and the least of every setting', () => {
    for (const change of [
      { dimensions: 2, window: 1, negatives: 1, learningRate: 0.001 },
      { dimensions: 64, window: 8, negatives: 15, text: 'corrected' },
    ])
      expect(run(change, 2).state.points.every(({ x, y }) => Number.isFinite(x + y))).toBe(true);
  });
});

describe('words', () => {
  it('the sentence says what is seen', () => {
    const said = (change: Partial<AnyValues>, steps: number) => {
      const { state, values } = run(change, steps);
      return sentence(state, values);
    };
    expect(said({}, 0)).toMatchInlineSnapshot(`
      {
        "en": "Untrained: the vectors are random, every score is 0, and the loss is 4.16, which is 6 × ln 2.",
        "zh": "还没有训练：向量是随机的，每个分数都是 0，损失 4.16，即 6 × ln 2。",
      }
    `);
    expect(said({}, STEPS)).toMatchInlineSnapshot(`
      {
        "en": "Epoch 40: loss 1.39 (4.16 knows nothing); nearest to “king” are palace 0.72, throne 0.72, crown 0.69; 120 of 120 analogies are right.",
        "zh": "第 40 轮，损失 1.39（一无所知是 4.16）；离“国王”最近的是宫殿 0.72、王座 0.72、王冠 0.69；120 道类比题答对 120 道。",
      }
    `);
    expect(said({ text: 'printed', dimensions: 3 }, STEPS)).toMatchInlineSnapshot(`
      {
        "en": "Epoch 40: loss 2.55 (4.16 knows nothing); nearest to “cat” are mat 0.99, sat 0.93, on 0.18; of 6 rows, row 5 was never looked up, and not one of its numbers has changed.",
        "zh": "第 40 轮，损失 2.55（一无所知是 4.16）；离“cat”最近的是mat 0.99、sat 0.93、on 0.18；表有 6 行，第 5 行从没被取到，一个数也没变。",
      }
    `);
    expect(said({ text: 'corrected', dimensions: 3 }, 1)).toMatchInlineSnapshot(`
      {
        "en": "Epoch 1: loss 2.70 (4.16 knows nothing); nearest to “cat” are mat 0.94, sat 0.92, on 0.67; all 5 rows of the table have changed.",
        "zh": "第 1 轮，损失 2.70（一无所知是 4.16）；离“cat”最近的是mat 0.94、sat 0.92、on 0.67；表有 5 行，每一行都变了。",
      }
    `);
    expect(said({ text: 'book-en' }, 1)).toMatchInlineSnapshot(`
      {
        "en": "Epoch 1: loss 4.14 (4.16 knows nothing); nearest to “founders” are million 1.00, every 0.99, sigmoid 0.99; an epoch is 3,331 words, 361 different ones with a vector each.",
        "zh": "第 1 轮，损失 4.14（一无所知是 4.16）；离“founders”最近的是million 1.00、every 0.99、sigmoid 0.99；一轮 3,331 个词，不同的 361 个各有一个向量。",
      }
    `);
  });
  it('tables hold the numbers of the picture', () => {
    const { state, values, trace } = run({ text: 'printed', dimensions: 3 }, 2);
    const all = tables(state, values, trace);
    expect(all.map(({ caption }) => caption.zh)).toMatchInlineSnapshot(`
      [
        "离“cat”最近的词",
        "词向量表",
        "一对词的损失，中心词“cat”",
        "这一对对中心词向量的梯度；差分步长 0.0001",
        "图上的位置",
        "每轮的损失",
      ]
    `);
    for (const { columns, rows } of all) for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(all.at(-1)!.rows).toEqual([[0, trace.columns['loss']![0]], [1, trace.columns['loss']![1]], [2, trace.columns['loss']![2]]]); // prettier-ignore
  });
  it('claims and tour say the number of epochs and words that there are', () => {
    expect(STEPS).toBe(40);
    expect(card.run!.first).toBe(STEPS);
  });
});
