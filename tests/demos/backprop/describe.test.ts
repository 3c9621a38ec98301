/** What the demo says and shows: sentences, lines of arithmetic, tables, and where the boxes stand. */
import { describe, expect, it } from 'vitest';
import { boxesOf } from '@/demos/backprop/boxes';
import { params } from '@/demos/backprop/demo';
import { sentence, tables } from '@/demos/backprop/describe';
import { cycleOf, GRAPHS, nameOf } from '@/demos/backprop/graphs';
import {
  brief,
  forwardLine,
  localLines,
  moveLine,
  opOf,
  sentLine,
  shareLine,
  write,
  wrongLine,
} from '@/demos/backprop/lines';
import { complete, readSettings, type AnyValues } from '@/lib/params';
import { GRAPH_NAMES, ids, run, whole } from './run';

describe('what it says and shows', () => {
  it('a sentence in both languages, at each kind of step', () => {
    const say = (change: Partial<AnyValues>, step: number) => {
      const { state, values } = run(change, step);
      return sentence(state, values);
    };
    expect([say({}, 0), say({}, 3), say({}, 7), say({}, 10), say({}, 11)]).toMatchInlineSnapshot(`
      [
        {
          "en": "Nothing computed yet: 5 operations forward, 5 back, then one update.",
          "zh": "还没有算：前向 5 步，反向 5 步，然后更新一次。",
        },
        {
          "en": "Round 1, forward 3 of 5: z = p₁ + p₂ + b = (−2) + 6 + (−3) = 1.",
          "zh": "第 1 轮，前向 3 / 5：z = p₁ + p₂ + b = (−2) + 6 + (−3) = 1。",
        },
        {
          "en": "Round 1, backward 2 of 5: ∂L/∂z = ∂L/∂ŷ × ŷ(1 − ŷ) = 0.7311 × 0.1966 = 0.1437.",
          "zh": "第 1 轮，反向 2 / 5：∂L/∂z = ∂L/∂ŷ × ŷ(1 − ŷ) = 0.7311 × 0.1966 = 0.1437。",
        },
        {
          "en": "Round 1, backward 5 of 5: the top is reached; all 3 parameter gradients agree with their finite differences.",
          "zh": "第 1 轮，反向 5 / 5：走到了顶，3 个参数的梯度都与有限差分一致。",
        },
        {
          "en": "Round 1, update: at a learning rate of 0.5 the loss falls from 0.2672 to 0.2038.",
          "zh": "第 1 轮，更新：学习率 0.5，损失从 0.2672 降到 0.2038。",
        },
      ]
    `);
    expect([say({ graph: 'net', rule: 'updates' }, 16), say({ graph: 'net', rule: 'updates' }, 26)])
      .toMatchInlineSnapshot(`
        [
          {
            "en": "Round 1, backward 3 of 13: ∂L/∂q₁ = ∂L/∂s × 1 = (−0.08196) × 1 = −0.08196; ∂L/∂q₂ = ∂L/∂s × 1 = (−0.08196) × 1 = −0.08196; ∂L/∂c = ŷ − t = −0.3570 (as printed: σ′(s) missing).",
            "zh": "第 1 轮，反向 3 / 13：∂L/∂q₁ = ∂L/∂s × 1 = (−0.08196) × 1 = −0.08196；∂L/∂q₂ = ∂L/∂s × 1 = (−0.08196) × 1 = −0.08196；∂L/∂c = ŷ − t = −0.3570（照印的算：缺 σ′(s)）。",
          },
          {
            "en": "Round 1, backward 13 of 13: the top is reached; 7 of 9 parameter gradients disagree with their finite differences: w₁₁, w₂₁, w₁₂, w₂₂, v₁, v₂, c.",
            "zh": "第 1 轮，反向 13 / 13：走到了顶，9 个参数里有 7 个的梯度与有限差分不符：w₁₁、w₂₁、w₁₂、w₂₂、v₁、v₂、c。",
          },
        ]
      `);
  });

  it('its arithmetic, line by line', () => {
    const lines = (change: Partial<AnyValues>, step: number) => {
      const { state } = run(change, step);
      const op = opOf(state)!;
      return state.phase === 'forward'
        ? [forwardLine(op, state, 'en'), ...localLines(op, state, 'en')]
        : state.sent.flatMap((s) => [sentLine(s, 'en'), shareLine(s, state, 'en'), wrongLine(s, 'en')]);
    };
    expect(lines({}, 1)).toMatchInlineSnapshot(`
      [
        "p₁ = w₁ × x₁ = 2 × (−1) = −2",
        "∂p₁/∂w₁ = x₁ = −1",
        "∂p₁/∂x₁ = w₁ = 2",
      ]
    `);
    expect(lines({}, 4)).toMatchInlineSnapshot(`
      [
        "ŷ = σ(z) = σ(1) = 0.7311",
        "∂ŷ/∂z = ŷ(1 − ŷ) = 0.1966",
      ]
    `);
    expect(lines({ graph: 'batch' }, 7)).toMatchInlineSnapshot(`
      [
        "L = ½[(ŷ₁ − t₁)² + (ŷ₂ − t₂)²] = ½[(0.7503 − 1)² + (0.2142 − 0)²] = 0.05412",
        "∂L/∂ŷ₁ = ŷ₁ − t₁ = −0.2497",
        "∂L/∂ŷ₂ = ŷ₂ − t₂ = 0.2142",
        "∂L/∂t₁ = t₁ − ŷ₁ = 0.2497",
        "∂L/∂t₂ = t₂ − ŷ₂ = −0.2142",
      ]
    `);
    expect(lines({ graph: 'batch' }, 11)).toMatchInlineSnapshot(`
      [
        "∂L/∂w = ∂L/∂p₂ × x₂ = 0.03604 × (−2) = −0.07209",
        "w is used once more: that share is still to be added",
        undefined,
        "∂L/∂x₂ = ∂L/∂p₂ × w = 0.03604 × 0.8 = 0.02883",
        undefined,
        undefined,
      ]
    `);
    expect(lines({ graph: 'batch', rule: 'errors' }, 14)).toMatchInlineSnapshot(`
      [
        "∂L/∂w = ∂L/∂p₁ = −0.04679",
        undefined,
        "as printed: x₁ missing",
        "∂L/∂x₁ = ∂L/∂p₁ = −0.04679",
        undefined,
        "as printed: w missing",
      ]
    `);
    expect(moveLine({ id: 'w', from: 2, gradient: -0.25, to: 2.125 }, 0.5, 'en')).toBe('2 − 0.5 × (−0.25) = 2.125');
    expect([write(0.8, 'en'), write(1 / 3, 'en'), write(1e-7, 'en')]).toEqual(['0.8', '0.3333', '1.000×10⁻⁷']);
    expect([brief(-0.1437, 'en'), brief(9.9996, 'en'), brief(-12.34, 'en')]).toEqual(['−0.144', '10.0', '−12.3']);
  });

  it('tables of every number, whose rows are as long as their heads', () => {
    for (const graph of GRAPH_NAMES)
      for (let step = 0; step <= cycleOf(GRAPHS[graph]); step++) {
        const { state, values } = run({ graph }, step);
        const all = tables(state, values);
        for (const table of all) for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
        expect(all[0]!.rows).toHaveLength(ids(graph).length + GRAPHS[graph].ops.length);
      }
    const { state, values } = whole({});
    const row = tables(state, values)[0]!.rows[2]!;
    expect(row.slice(0, 3)).toEqual([{ zh: 'w₁', en: 'w₁' }, 2, state.gradients['w1']]);
    expect(row[5]).toEqual({ zh: '一致', en: 'agrees' });
  });

  it('boxes that hold the numbers of their own ids, and what is not computed yet is not shown', () => {
    const { state } = run({ graph: 'net', rule: 'updates' }, 17); // v₂ and h₂ have just received theirs
    const box = (id: string) => boxesOf(state, 'en').find((b) => b.id === id)!;
    expect(boxesOf(state, 'zh').map(({ id }) => id)).toEqual([...ids('net'), ...GRAPHS.net.ops.map(({ id }) => id)]);
    for (const { id, value, gradient } of boxesOf(state, 'en')) {
      expect(value, id).toBe(brief(state.values[id]!, 'en'));
      expect(gradient, id).toBe(state.gradients[id] === undefined ? '' : brief(state.gradients[id], 'en'));
    }
    expect(box('v2')).toMatchObject({ name: 'v₂ ✗', value: '−0.600', gradient: '−0.230', wrong: true, tone: 'weight' });
    expect(box('v2').spoken).toBe('v₂ ✗ −0.600 −0.230 gradient disagrees');
    expect(box('h2')).toMatchObject({ name: 'σ h₂ ✓', wrong: false, tone: 'op' });
    expect(box('w11')).toMatchObject({ name: 'w₁₁', gradient: '', spoken: 'w₁₁ 0.500' });
    const start = boxesOf(run({}, 0).state, 'en');
    expect(start.filter(({ value }) => value).map(({ id }) => id)).toEqual(ids('neuron'));
  });

  it('boxes that stand apart, and edges that run downwards', () => {
    for (const graph of GRAPH_NAMES) {
      const { leaves, ops, depth, lanes } = GRAPHS[graph];
      const nodes = [...leaves, ...ops];
      expect(new Set(nodes.map(({ id }) => nameOf(id))).size).toBe(nodes.length);
      for (const { id, at } of nodes) {
        expect(at[0] >= 0 && at[0] < depth && at[1] >= 0 && at[1] <= lanes - 1, id).toBe(true);
        for (const other of nodes)
          if (other.id !== id && other.at[0] === at[0])
            expect(Math.abs(other.at[1] - at[1]), id).toBeGreaterThanOrEqual(1);
      }
      for (const op of ops)
        for (const id of op.from) expect(nodes.find((n) => n.id === id)!.at[0], id).toBeLessThan(op.at[0]);
    }
  });

  it('a link with too few numbers keeps the defaults, and says so', () => {
    const { values, problems } = readSettings(params, '1;neuron:1_2;graph:tree;rule:errors');
    expect(values).toEqual(complete(params, { rule: 'errors' }));
    expect(problems.map(({ key }) => key)).toEqual(['neuron', 'graph']);
  });
});
