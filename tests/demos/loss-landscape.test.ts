import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner, type Progress } from '@/components/demo/runner';
import { dataOf, lossAt, lowestOf, slopeAt, type Surface } from '@/demos/loss-landscape/data';
import card from '@/demos/loss-landscape/demo';
import { sentence, tables } from '@/demos/loss-landscape/describe';
import { createModel, type LandscapeState } from '@/demos/loss-landscape/model';
import { complete, type AnyValues } from '@/lib/params';
import { createRandom } from '@/lib/random';
import type { Kernels } from '@/wasm/kernels';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernelsFromDisk('simd');
});

const SURFACES: readonly Surface[] = ['line', 'logistic-mse', 'logistic-ce'];

function run(settings: Partial<AnyValues>, steps: number): Progress & { state: LandscapeState } {
  const values = complete(card.params, settings);
  const runner = createRunner((from) => createModel(values, kernels, from as LandscapeState | undefined));
  const progress = runner.advance(steps) as Progress & { state: LandscapeState };
  runner.free();
  return progress;
}
const preset = (id: string) => {
  const { values, steps } = card.presets.find((p) => p.id === id)!;
  return run(values, steps!);
};

/** The optimisers in f64, written from their papers: GD; heavy-ball momentum (Polyak 1964); Adam (Kingma & Ba 2015). */
function reference(surface: Surface, kind: string, lr: number, steps: number, start = [-3, 2]): [number, number] {
  let p = [...start];
  let [velocity, m, v] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  for (let t = 1; t <= steps; t++) {
    let slope: number[] = slopeAt(surface, p[0]!, p[1]!);
    if (kind === 'sgd') {
      const { x, y } = dataOf(surface);
      const i = createRandom(7 * 65_537 + t).below(x.length);
      const residual = p[0]! * x[i]! + p[1]! - y[i]!; // used on the line only
      slope = [2 * residual * x[i]!, 2 * residual];
    }
    if (kind === 'adam') {
      m = m.map((a, k) => 0.9 * a + 0.1 * slope[k]!);
      v = v.map((a, k) => 0.999 * a + 0.001 * slope[k]! ** 2);
      p = p.map((a, k) => a - (lr * m[k]!) / (1 - 0.9 ** t) / (Math.sqrt(v[k]! / (1 - 0.999 ** t)) + 1e-8));
    } else {
      velocity = velocity.map((a, k) => (kind === 'momentum' ? 0.9 * a : 0) + slope[k]!);
      p = p.map((a, k) => a - lr * velocity[k]!);
    }
  }
  return [p[0]!, p[1]!];
}

describe('the landscape', () => {
  it('has the loss of the line at (0, 0): (0.25 + 0.01 + 0.81 + 2.25) / 4', () => {
    expect(lossAt('line', 0, 0)).toBeCloseTo(0.83, 12);
  });
  it('has the loss of σ at (0, 0): ¼ for squared error, ln 2 for cross-entropy', () => {
    expect(lossAt('logistic-mse', 0, 0)).toBeCloseTo(0.25, 12);
    expect(lossAt('logistic-ce', 0, 0)).toBeCloseTo(Math.LN2, 12);
  });
  it('has its lowest point on the line where the normal equations say: w = Σxy / Σx² = 1.7, b = mean y = 0.5', () => {
    expect(lowestOf('line').w).toBeCloseTo(1.7, 9);
    expect(lowestOf('line').b).toBeCloseTo(0.5, 9);
  });
  it.each(SURFACES)('%s: slopeAt is the central difference of lossAt', (surface) => {
    const h = 1e-6;
    for (const [w, b] of [[-3, 2], [0.5, -1], [3, 3]] as const) {
      const [dw, db] = slopeAt(surface, w, b);
      expect(dw).toBeCloseTo((lossAt(surface, w + h, b) - lossAt(surface, w - h, b)) / (2 * h), 7);
      expect(db).toBeCloseTo((lossAt(surface, w, b + h) - lossAt(surface, w, b - h)) / (2 * h), 7);
    }
  }); // prettier-ignore
  it.each(SURFACES)('%s: the lowest point is flat, and lower than the points around it', (surface) => {
    const { w, b, loss } = lowestOf(surface);
    expect(Math.hypot(...slopeAt(surface, w, b))).toBeLessThan(1e-9);
    for (const [dw, db] of [[0.1, 0], [-0.1, 0], [0, 0.1], [0, -0.1]] as const) {
      expect(lossAt(surface, w + dw, b + db)).toBeGreaterThan(loss);
    }
  }); // prettier-ignore
});

describe('the walk', () => {
  it.each(SURFACES)('%s: loss and gradient at the start agree with f64', (surface) => {
    const { state } = run({ surface }, 0);
    expect(state.loss).toBeCloseTo(lossAt(surface, -3, 2), 5);
    const [dw, db] = slopeAt(surface, -3, 2);
    expect(state.dw).toBeCloseTo(dw, 5);
    expect(state.db).toBeCloseTo(db, 5);
  });
  it.each(SURFACES.flatMap((surface) => ['gd', 'momentum', 'adam'].map((optimiser) => ({ surface, optimiser }))))(
    '$optimiser on $surface ends where f64 ends',
    ({ surface, optimiser }) => {
      const learningRate = 0.1;
      const { state } = run({ surface, optimiser, learningRate }, 40);
      const [w, b] = reference(surface, optimiser, learningRate, 40);
      expect(state.w).toBeCloseTo(w, 4);
      expect(state.b).toBeCloseTo(b, 4);
    },
  );
  it('sgd sees one point a step, the one its seed draws', () => {
    const { state } = run({ optimiser: 'sgd', learningRate: 0.1 }, 40);
    const [w, b] = reference('line', 'sgd', 0.1, 40);
    expect(state.w).toBeCloseTo(w, 4);
    expect(state.b).toBeCloseTo(b, 4);
  });
  it.each(['gd', 'sgd', 'momentum', 'adam'])('%s goes on from any of its states, bit for bit', (optimiser) => {
    const values = complete(card.params, { optimiser, surface: 'logistic-mse' });
    const whole = createModel(values, kernels);
    for (let i = 0; i < 10; i++) whole.step();
    const part = createModel(values, kernels, structuredClone(whole.state));
    for (let i = 0; i < 10; i++) {
      whole.step();
      part.step();
    }
    expect(part.state).toEqual(whole.state);
  });
  it('above a rate of 1 it ends in numbers that f32 does not hold, and says where', () => {
    const { diverged, state } = run({ learningRate: 2 }, 300);
    expect(diverged).toMatchObject({ control: 'learningRate' });
    expect(diverged!.step).toBe(state.step + 1);
    expect(['w', 'b', 'ŷ', 'loss', 'dw', 'db']).toContain(diverged!.tensor);
    expect(Number.isFinite(state.loss)).toBe(true);
  });
});

describe('presets are claims', () => {
  it('good-rate reaches the bottom: within 1 % of the way', () => {
    const { state } = preset('good-rate');
    expect(state.loss - lowestOf('line').loss).toBeLessThan(0.01 * lossAt('line', -3, 2));
  });
  it('small-rate is still on the slope: more than half of the height is left', () => {
    const { state } = preset('small-rate');
    expect(state.loss).toBeGreaterThan(0.5 * lossAt('line', -3, 2));
  });
  it('too-large overshoots at every step: b changes side each time, and the loss ends above its start', () => {
    const { rows, state } = preset('too-large');
    const b = [2, ...rows.columns['b']!];
    for (let i = 1; i < b.length; i++) expect((b[i]! - 0.5) * (b[i - 1]! - 0.5)).toBeLessThan(0);
    expect(state.loss).toBeGreaterThan(lossAt('line', -3, 2));
  });
  it('plateau: after 300 steps the loss is still 0.670, to three digits what it was', () => {
    const { state } = preset('plateau');
    expect(state.step).toBe(300);
    expect([lossAt('logistic-mse', -4, 0), state.loss].map((loss) => loss.toFixed(3))).toEqual(['0.670', '0.670']);
    const [w, b] = reference('logistic-mse', 'gd', 0.3, 300, [-4, 0]);
    expect(lossAt('logistic-mse', w, b).toFixed(3)).toBe('0.670');
  });
  it('no-plateau: from the same start cross-entropy is within 0.001 of its bottom after 100 steps', () => {
    const { rows, state } = preset('no-plateau');
    const { loss } = lowestOf('logistic-ce');
    expect(rows.columns['loss']![99]! - loss).toBeLessThan(0.001);
    expect(state.loss - loss).toBeLessThan(1e-5);
    const [w, b] = reference('logistic-ce', 'gd', 0.3, 100, [-4, 0]);
    expect(lossAt('logistic-ce', w, b) - loss).toBeLessThan(0.001);
  });
  it('adam: its first steps are equally long in both directions', () => {
    const { rows } = preset('adam');
    expect(Math.abs(rows.columns['w']![0]! + 3)).toBeCloseTo(0.3, 4);
    expect(Math.abs(rows.columns['b']![0]! - 2)).toBeCloseTo(0.3, 4);
  });
});

describe('what it says', () => {
  const say = (settings: Partial<AnyValues>, steps: number) => {
    const { state, rows } = run(settings, steps);
    const first = run(settings, 0).state;
    const trace = {
      steps: [0, ...rows.steps],
      columns: {
        loss: [first.loss, ...rows.columns['loss']!],
        w: [first.w, ...rows.columns['w']!],
        b: [first.b, ...rows.columns['b']!],
      },
    };
    const values = complete(card.params, settings);
    return { text: sentence(state, values, trace), tables: tables(state, values, trace) };
  };
  it('at the start', () =>
    expect(say({}, 0).text).toMatchInlineSnapshot(`
    {
      "en": "The walk starts at w = −3.00, b = 2.00 with a loss of 6.67; at the lowest point it is 0.00200.",
      "zh": "从 w = −3.00、b = 2.00 出发，损失 6.67；谷底的损失是 0.00200。",
    }
  `));
  it('on the slope', () =>
    expect(say({ learningRate: 0.005 }, 60).text).toMatchInlineSnapshot(`
    {
      "en": "After 60 steps: w = −2.47, b = 1.32, loss 4.15, still above the lowest point (0.00200).",
      "zh": "60 步之后 w = −2.47、b = 1.32，损失 4.15，离谷底（0.00200）还有一段路。",
    }
  `));
  it('at the bottom', () =>
    expect(say({}, 60).text.en).toMatchInlineSnapshot(
      `"After 60 steps: w = 1.70, b = 0.50, loss 0.00200, close to the lowest point (0.00200)."`,
    ));
  it('too high', () =>
    expect(say({ learningRate: 1.1 }, 20).text.en).toMatchInlineSnapshot(
      `"After 20 steps: w = 1.70, b = 58.01, loss 3,310, higher than at the start: the steps are too large and overshoot the valley."`,
    ));
  it('in tables whose rows are as long as their heads', () => {
    for (const table of say({}, 37).tables)
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });
});
