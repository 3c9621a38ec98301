import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner } from '@/components/demo/runner';
import card, { params } from '@/demos/attention/demo';
import { sentence, tables } from '@/demos/attention/describe';
import { checkOf, lossOf } from '@/demos/attention/exact';
import { matrixOf, weightsOf, inputOf } from '@/demos/attention/matrices';
import { createModel, type AttentionState } from '@/demos/attention/model';
import { innerOf, outerOf, WIDTH, type SentenceState } from '@/demos/attention/sentence';
import { stagesOf, type MatrixName } from '@/demos/attention/stages';
import type { TaskState } from '@/demos/attention/taskModel';
import { createTask } from '@/demos/attention/tasks';
import { TASKS } from '@/demos/attention/taskNames';
import { EXAMPLE, fits, tokenise, vocabularyOf } from '@/demos/attention/tokens';
import { checkAt, placeOf, stageOf, workingOf } from '@/demos/attention/working';
import { allows, complete, type AnyValues } from '@/lib/params';
import { LANGS } from '@/lib/text';
import { createRuntime, scaledDotProductAttention } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { attention, attentionBackward, attentionStages, type Head } from '../oracle/attention';
import * as tape from '../oracle/tape';
import { assertClose } from '../support/assertClose';
import { intervene } from './attention/intervene';
import { rowsOf, sum } from './attention/lists';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

function run<S extends AttentionState>(change: Partial<AnyValues>, steps: number) {
  const values = complete(params, change);
  const runner = createRunner((from) => createModel(values, kernels, from as AttentionState | undefined));
  const { state, diverged, rows } = runner.advance(steps);
  return { values, state: state as S, runner, diverged, rows };
}
const stepOf = (change: Partial<AnyValues>, makes: MatrixName) =>
  stagesOf({ causal: change['causal'] === true }).findIndex((stage) => stage.makes === makes);
/** The first round up to the stage that makes `makes`. */
const upTo = (change: Partial<AnyValues>, makes: MatrixName) => run<SentenceState>(change, stepOf(change, makes));
const preset = <S extends AttentionState>(id: string) => {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run<S>(values, steps!);
};
const norm = (list: readonly number[]) => Math.hypot(...list);

const SETTINGS: Partial<AnyValues>[] = [
  {},
  { heads: 3, size: '2', causal: true, temperature: 0.5 },
  { heads: 2, size: '16', scale: 'off', text: 'to be or not to be' },
  { heads: 2, size: '8', scale: 'printed', temperature: 3, text: '我知道你知道我知道' },
  { text: 'I run', causal: true },
];

describe('tokens', () => {
  it('a Chinese character, a word and a mark are one each', () => {
    expect(tokenise('猫坐在垫子上。')).toEqual([...'猫坐在垫子上。']);
    expect(tokenise('GPT-4会写 don’t, 3.5')).toEqual(['GPT-4', '会', '写', 'don’t', ',', '3', '.', '5']);
    expect(vocabularyOf(['Der', 'Hund', 'der'])).toEqual([0, 1, 0]);
  });
  it('from two to twelve, or nothing typed; the param says so', () => {
    expect(['', '  ', 'a b', '一二三四五六七八九十百千'].map(fits)).toEqual([true, true, true, true]);
    expect(['a', '一二三四五六七八九十百千万'].map(fits)).toEqual([false, false]);
    expect(allows(params.text, '一二三四五六七八九十百千万')).toBe(false);
  });
  it('the example has as many tokens in both languages, none twice', () => {
    for (const lang of LANGS) expect(vocabularyOf(tokenise(EXAMPLE[lang]))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('forward and backward, by the f64 oracle', () => {
  it.each(SETTINGS)('%o', (change) => {
    const { state } = upTo(change, 'dWQ');
    const { setup, kept } = state;
    const { heads: H, size: D } = setup;
    const T = setup.tokens.length;
    const weights = weightsOf(state);
    const input = inputOf(state);
    const near = { rel: 2e-5, abs: 2e-5 };
    const product = (a: number[][], b: number[][]) =>
      a.map((row) => b[0]!.map((_, j) => sum(row.map((x, n) => x * b[n]![j]!))));
    const side: number[][] = Array.from({ length: T }, () => []);
    const parts = Array.from({ length: H }, (_, h) => {
      const own = (list: readonly number[]) => rowsOf(list, H * D).map((row) => row.slice(h * D, (h + 1) * D));
      const [q, k, v] = [weights.WQ, weights.WK, weights.WV].map((w) =>
        product(rowsOf(input, WIDTH), own(w)).flat(),
      ) as [number[], number[], number[]];
      const head: Head = { Sq: T, Sk: T, D, Dv: D, scale: innerOf(setup), ...(setup.causal && { reach: 0 }) };
      const out = attention(q, k, v, head).map((x) => outerOf(setup) * x);
      rowsOf(out, D).forEach((row, t) => side[t]!.push(...row));
      return { q, k, v, head, out };
    });
    const y = product(side, rowsOf(weights.WO, WIDTH));
    const dy = y.map((row, t) => row.map((c, n) => (t === T - 1 ? 0 : c - input[(t + 1) * WIDTH + n]!)));
    assertClose(kept.Y!, y.flat(), near);
    assertClose(kept.dY!, dy.flat(), near);
    assertClose(state.loss, sum(dy.flat().map((d) => d * d)) / 2, near);
    assertClose(lossOf(state), sum(dy.flat().map((d) => d * d)) / 2, { rel: 1e-12 });
    parts.forEach(({ q, k, v, head, out }, h) => {
      const of = (name: keyof typeof kept, n: number) => kept[name]!.slice(h * n, (h + 1) * n);
      assertClose([...of('Q', T * D), ...of('K', T * D), ...of('V', T * D)], [...q, ...k, ...v], near);
      const [products, , , p] = attentionStages(q, k, head) as [number[], number[], number[], number[]];
      assertClose(of('S', T * T), products, near);
      assertClose(of('P', T * T), p, near);
      assertClose(of('O', T * D), out, near);
      const wo = rowsOf(weights.WO, WIDTH).slice(h * D, (h + 1) * D);
      const dO = dy.map((row) => wo.map((w) => sum(w.map((x, c) => x * row[c]!)))).flat();
      const { dq, dk, dv } = attentionBackward(dO.map((x) => outerOf(setup) * x), q, k, v, head); // prettier-ignore
      const size = { rel: 1e-4, abs: 1e-5 * (1 + norm(dO)) };
      assertClose(of('dO', T * D), dO, size);
      assertClose([...of('dQ', T * D), ...of('dK', T * D), ...of('dV', T * D)], [...dq, ...dk, ...dv], size);
      const dW = product(
        rowsOf(input, WIDTH)[0]!.map((_, c) => rowsOf(input, WIDTH).map((row) => row[c]!)),
        rowsOf(dq, D),
      );
      assertClose(matrixOf(state, 'dWQ', h)!.values, dW.flat(), size);
    });
  });

  it('dP and dS: softmax by the tape of the oracle', () => {
    const { state } = upTo({}, 'dS');
    const T = state.setup.tokens.length;
    const [p, dp, ds] = (['P', 'dP', 'dS'] as const).map((name) => rowsOf(state.kept[name]!, T)) as [
      number[][],
      number[][],
      number[][],
    ];
    rowsOf(state.kept.S!, T).forEach((scores, i) => {
      const s = scores.map(tape.num);
      const e = s.map(tape.exp);
      const total = tape.add(...e);
      const soft = e.map((x) => tape.div(x, total));
      assertClose(p[i]!, soft.map(({ value }) => value), { rel: 1e-6 }); // prettier-ignore
      const [expected] = tape.gradients(soft, dp[i]!, s);
      assertClose(ds[i]!, expected!, { rel: 1e-4, abs: 1e-6 * (1 + norm(dp[i]!)) });
      expect(Math.abs(sum(ds[i]!))).toBeLessThan(1e-5 * (1 + norm(dp[i]!)));
    });
  });

  it('the fused kernel gives the same scores, weights and output', () => {
    const { state } = upTo({ heads: 2, causal: true, temperature: 0.7 }, 'O');
    const { setup, kept } = state;
    const { heads: H, size: D } = setup;
    const T = setup.tokens.length;
    const runtime = createRuntime(kernels);
    runtime.scope(() => {
      const [q, k, v] = (['Q', 'K', 'V'] as const).map((name) => runtime.tensor(kept[name]!, [1, H, T, D])) as [
        never,
        never,
        never,
      ];
      const fused = (weightsStage: 0 | 3) =>
        scaledDotProductAttention(q, k, v, { scale: innerOf(setup), isCausal: true, needWeights: true, weightsStage });
      assertClose(fused(3).output.values(), kept.O!, { rel: 1e-5, abs: 1e-6 });
      assertClose(fused(3).weights!.values(), kept.P!, { rel: 1e-5, abs: 1e-6 });
      assertClose(fused(0).weights!.values(), kept.S!, { rel: 1e-5, abs: 1e-6 });
    });
    runtime.free();
  });
});

const GRADIENTS = { dY: 'Y', dO: 'O', dV: 'V', dP: 'P', dS: 'S', dQ: 'Q', dK: 'K', dWQ: 'WQ' } as const;

describe('the check beside the gradient', () => {
  it.each([...SETTINGS, { size: '64', scale: 'off' }, { size: '64', scale: 'printed' }])(
    '%o: every entry agrees',
    (change) => {
      const { state } = upTo(change, 'dWQ');
      for (const [gradient, name] of Object.entries(GRADIENTS) as [keyof typeof GRADIENTS, 'Y'][])
        for (let head = 0; head < state.setup.heads; head++) {
          const { values, columns } = matrixOf(state, gradient, head)!;
          const largest = Math.max(...values.map(Math.abs));
          values.slice(0, 80).forEach((value, n) => {
            const entry = { name, head, i: Math.floor(n / columns), j: n % columns };
            expect(checkOf(state, entry, value, largest).agrees, `${gradient} ${n}`).toBe(true);
            expect(checkOf(state, entry, value + 1e-3 * (1 + largest), largest).agrees, `${gradient} ${n}, wrong`).toBe(
              false,
            );
          });
        }
    },
  );
});

describe('the working', () => {
  it.each(SETTINGS)(
    '%o: at every stage the terms lead to the number, and what is written is what is kept',
    (change) => {
      const { runner, values, state: first } = run<SentenceState>(change, 0);
      for (let state = first; state.round === 1; state = runner.advance(1).state as SentenceState) {
        const { how, makes } = stageOf(state);
        for (const cell of [
          [0, 0],
          [1, 1],
          [255, 255],
        ])
          // prettier-ignore
          for (const lang of LANGS) {
          const place = placeOf(state, values.heads, cell);
          const { rows, value, sum: total, lines, entry } = workingOf(state, place, lang);
          expect(lines.join('\n')).not.toMatch(/NaN|undefined|Infinity/);
          expect(entry).toMatch(/^[\w′]+\[.+, .+\]$/);
          const near = { rel: 1e-3, abs: 1e-4 };
          if (how.kind === 'product') {
            const by = how.factor === 'inner' ? innerOf(state.setup) : how.factor === 'outer' ? outerOf(state.setup) : 1;
            for (const { cells } of rows) expect(cells[2]).toBe(cells[0]! * cells[1]!);
            assertClose(by * sum(rows.map(({ cells }) => cells[2]!)), value, near);
          }
          if (how.kind === 'softmax') assertClose(rows.find(({ own }) => own)!.cells[1]! / total!, value, near);
          if (how.kind === 'softmaxBack') {
            const [p, dp] = rows.find(({ own }) => own)!.cells as [number, number];
            assertClose(p * (dp - total!), value, near);
          }
          expect(checkAt(state, place)?.agrees, makes).toBe(makes in GRADIENTS ? true : undefined);
        }
        expect(sentence(state, values).zh).toMatch(/^第 1 轮 \d+\/1[78]，.*\d.*。$/);
        expect(sentence(state, values).en).toMatch(/^Round 1, \d+ of 1[78], .*\d.*\.$/);
        for (const table of tables(state, values))
          for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
      }
    },
  );
});

describe('the run', () => {
  it('an update goes against the gradient, and the loss falls', () => {
    const { state, values } = run<SentenceState>({}, 16);
    const [before, gradient, after] = (['WQ', 'dWQ', 'moved'] as const).map(
      (name) => matrixOf(state, name, 0)!.values,
    ) as [readonly number[], readonly number[], readonly number[]];
    assertClose(after, before.map((w, n) => w - values.learningRate * gradient[n]!), { rel: 1e-6, abs: 1e-7 }); // prettier-ignore
    expect(state.moved!.loss).toBeLessThan(state.loss);
    const next = run<SentenceState>({}, 17).state;
    expect([next.round, next.at, next.loss]).toEqual([2, 0, state.moved!.loss]);
  });
  it('goes on from any of its states', () => {
    for (const [change, steps] of [
      [{ heads: 2 }, [0, 5, 16, 17, 30]],
      [{ mode: 'reverse', size: '4' }, [0, 7]],
    ] as const) {
      const { runner, values, state } = run(change, 40);
      for (const step of steps) {
        const past = structuredClone(runner.seek(step).state as AttentionState);
        const model = createModel(values, kernels, past);
        while (model.state.step < 40) model.step();
        expect(model.state).toEqual(state);
        model.free!();
      }
    }
  });
  it('another sentence as long, without repeated words: the same numbers', () => {
    const [ours, other] = [upTo({}, 'dWQ').state, upTo({ text: '今晚月亮真圆' }, 'dWQ').state];
    expect(other.setup.tokens).toEqual(ours.setup.tokens);
    expect(other.kept).toEqual(ours.kept);
  });
  it('stays sound at the ends of its ranges', () => {
    for (const change of [
      { temperature: 0.1, size: '64', heads: 4 },
      { temperature: 10, size: '2' },
      { text: '啊啊', learningRate: 1 },
    ] as const) {
      const { state, values } = run<SentenceState>(change, 40);
      expect(sentence(state, values).zh).toMatch(/\d/);
      expect(Object.values(state.kept).flat().every(Number.isFinite)).toBe(true);
    }
  });
});

describe('the tasks', () => {
  it('rows to learn from and rows to be tested on have none in common; answers are right', () => {
    for (const task of ['copy', 'reverse', 'brackets'] as const) {
      const { trained, heldOut } = createTask(task, 7);
      const { length, tokens, answers } = TASKS[task];
      expect([trained.length, heldOut.length]).toEqual([1024, 256]);
      const keys = [...trained, ...heldOut].map((row) => JSON.stringify([row.tokens, row.answers]));
      expect(new Set(keys).size).toBe(keys.length);
      for (const row of heldOut) {
        expect(row.tokens).toHaveLength(length);
        const symbols = row.tokens.map((token, i) =>
          row.answers[i]! >= 0 && task === 'brackets' ? answers[row.answers[i]!]! : tokens[token]!,
        );
        if (task !== 'brackets') {
          const expected = task === 'copy' ? symbols : symbols.toReversed();
          expect(row.answers.map((a) => answers[a])).toEqual(expected);
          continue;
        }
        let text = symbols.join('');
        row.matches.forEach((match, i) => match >= 0 && expect('()[]{}').toContain(symbols[match]! + symbols[i]!));
        row.matches.forEach((match, i) => match >= 0 && expect(row.depths[match]).toBe(row.depths[i]));
        for (let before = ''; before !== text;) [before, text] = [text, text.replace(/\(\)|\[\]|\{\}/g, '')];
        expect(text).toBe('');
      }
    }
  });
  it('what is told is what the samples show', () => {
    const { state, values } = run<TaskState>({ mode: 'brackets', size: '16' }, 20);
    for (const { said, weights, tokens } of state.samples) {
      expect(said).toHaveLength(tokens.length);
      for (const row of rowsOf(weights, tokens.length)) assertClose(sum(row), 1, { abs: 1e-5 });
    }
    expect(sentence(state, values).en).toContain(`${(100 * state.accuracy).toFixed(1)}% of the answers right`);
    for (const table of tables(state, values))
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });
});

describe('presets are claims', () => {
  const measure = (state: SentenceState, scale: string) => state.measures.find((m) => m.scale === scale)!;

  it('own-sentence: rows of weights sum to 1', () => {
    const { state } = preset<SentenceState>('own-sentence');
    for (const row of rowsOf(state.kept.P!, 6)) expect(sum(row)).toBeCloseTo(1, 6);
  });
  it.each([
    ['chinese', 4],
    ['english', 5],
  ] as const)('%s: the same token, the same row', (id, different) => {
    const { state } = preset<SentenceState>(id);
    const { tokens } = state.setup;
    const rows = rowsOf(state.kept.P!, tokens.length);
    expect(tokens).toHaveLength(9);
    expect(new Set(tokens).size).toBe(different);
    tokens.forEach((token, i) => expect(rows[i]).toEqual(rows[tokens.indexOf(token)]));
    expect(new Set(rows.map(String)).size).toBe(different);
  });
  it('causal: nothing right of the diagonal', () => {
    const { state } = preset<SentenceState>('causal');
    const rows = rowsOf(state.kept.P!, 6);
    expect(rows[0]).toEqual([1, 0, 0, 0, 0, 0]);
    rows.forEach((row, i) => expect(row.slice(i + 1).every((p) => p === 0)).toBe(true));
  });
  it('no-scale-64: the weights saturate, and the gradient hardly gets through', () => {
    const { state } = preset<SentenceState>('no-scale-64');
    const [inside, off] = [measure(state, 'inside'), measure(state, 'off')];
    expect([inside.bits.toFixed(3), off.bits.toFixed(3)]).toEqual(['1.923', '0.163']);
    expect([inside, off].map((m) => ((100 * m.dS) / m.dP).toFixed(1))).toEqual(['18.6', '6.3']);
  });
  it('as-printed: saturated, an eighth of the output, 1/54 of the gradient', () => {
    const { state } = preset<SentenceState>('as-printed');
    const [inside, off, printed] = state.measures as [never, never, never] as SentenceState['measures'][number][];
    expect(printed!.bits.toFixed(3)).toBe('0.163');
    expect(off!.output / printed!.output).toBeCloseTo(8, 5);
    expect((inside!.dS / printed!.dS).toFixed(0)).toBe('54');
  });
  it('backward-cell: the numbers of the claim, and rows that sum to 0', () => {
    const { state, values } = preset<SentenceState>('backward-cell');
    const place = placeOf(state, values.head, values.cell);
    expect(place).toEqual({ head: 0, i: 1, j: 3 });
    expect(workingOf(state, place, 'en').lines.join(' ')).toBe(
      'dS[cat, the] = P × (dP − Σ) = 0.1524 × [−2.780 − (−0.3237)] = −0.3744',
    );
    expect(checkAt(state, place)!.agrees).toBe(true);
    for (const row of rowsOf(state.kept.dS!, 6)) expect(Math.abs(sum(row))).toBeLessThan(1e-5);
  });
  it('learned-reverse: all right, all on the antidiagonal', () => {
    const { state } = preset<TaskState>('learned-reverse');
    expect([state.accuracy, ...state.aimed]).toEqual([1, 1]);
  });
  it('reverse-masked: half can be seen, the other half is guessed', () => {
    const { state } = preset<TaskState>('reverse-masked');
    expect((100 * state.accuracy).toFixed(1)).toBe('57.6');
    expect(Math.abs(state.accuracy - 7 / 12)).toBeLessThan(0.02);
    expect(state.aimed[0]).toBeCloseTo(0.5, 2);
  });
  it('learned-brackets: all right, all on the bracket that matches', () => {
    const { state } = preset<TaskState>('learned-brackets');
    expect([state.accuracy, ...state.aimed]).toEqual([1, 1]);
  });
  it('learned-copy: all right, all on the diagonal', () => {
    const { state } = preset<TaskState>('learned-copy');
    expect([state.accuracy, ...state.aimed]).toEqual([1, 1]);
  });
  it('right-without-looking: what stands at the largest weight hardly matters', () => {
    const { state } = preset<TaskState>('right-without-looking');
    expect(state.accuracy).toBe(1);
    const { elsewhere, kept } = intervene(state);
    expect(elsewhere.toFixed(2)).toBe('0.83');
    expect((100 * kept).toFixed(1)).toBe('99.9');
    // Where the head must look at the answer, another symbol there is another answer.
    expect(intervene(preset<TaskState>('learned-reverse').state).kept).toBe(0);
  }, 20_000);
  it('unscaled-diverges: in round 7; with the scale the loss falls to 0.001', () => {
    const { state, diverged } = preset<SentenceState>('unscaled-diverges');
    expect(diverged).toEqual({ step: 118, tensor: 'L', control: 'learningRate' });
    expect(state.round).toBe(7);
    const scaled = run<SentenceState>({ heads: 4, size: '64' }, 300).state;
    expect([scaled.round, scaled.loss.toFixed(3)]).toEqual([18, '0.001']);
  });
});
