/**
 * One layer of attention that learns a task, one batch a step:
 *
 *   x = E[token] + P[place] (+ D[depth]),  Q, K, V = x W,  answer = argmax([O₁ … O_H] Wo + b)
 *
 * There is no residual connection and no feed-forward network. Still, what a place answers need not be what stands where
 * it looks: the query knows its own token, the value knows its own place, and where a query looks can itself be the message.
 * Without ownToken the query is made of place and depth alone, Q = (P[place] + D[depth]) W, and that way is closed.
 */
import type { Model, State } from '@/lib/demo';
import { DivergedError } from '@/lib/errors';
import { createRandom } from '@/lib/random';
import { Adam, add, addBias, argmax, createRuntime, crossEntropy, embedding, firstNonFinite } from '@/nn';
import { expand, matmul, mul, reshape, restore, scaledDotProductAttention, snapshot } from '@/nn';
import type { Snapshot, Tensor } from '@/nn';
import type { Kernels } from '@/wasm/kernels';
import { innerOf, outerOf, setupOf, type AttentionValues, type Setup } from './sentence';
import { TASKS, type Row, type TaskName } from './taskNames';
import { BATCH, createTask } from './tasks';

/** C: numbers in the vector of a token. */
const WIDTH = 16;
/** Rows of the held-out ones that are shown. */
const SHOWN = 4;

export type Sample = Row & {
  /** What the layer says at each place. */
  readonly said: readonly number[];
  /** Weights of every head (H,L,L). */
  readonly weights: readonly number[];
};

export type TaskState = State & {
  readonly mode: TaskName;
  readonly setup: Setup;
  readonly parameters: Snapshot;
  readonly memory: Snapshot;
  /** Cross-entropy of the batch that comes next. */
  readonly loss: number;
  /** Over the held-out rows: share of answers that are right. */
  readonly accuracy: number;
  /** Of each head: share of answers whose largest weight is on the place where the answer stands. */
  readonly aimed: readonly number[];
  /** Of each head: mean weight on that place, and on all places that hold the same symbol. */
  readonly onPlace: readonly number[];
  readonly onSymbol: readonly number[];
  readonly samples: readonly Sample[];
};

export function createLearner(
  values: AttentionValues & { mode: TaskName },
  kernels: Kernels,
  from?: TaskState,
): Model<TaskState> {
  const { mode } = values;
  const runtime = createRuntime(kernels);
  const setup = from?.setup ?? setupOf(values);
  const { heads: H, size: D } = setup;
  const { length: L, tokens, answers, depths } = TASKS[mode];
  const { trained, heldOut } = createTask(mode, setup.seed);
  const random = createRandom(setup.seed);
  const draw = (rows: number, columns: number, scale: number) => {
    const list = Float32Array.from({ length: rows * columns }, () => scale * random.normal());
    return runtime.parameter(list, [rows, columns]);
  };
  const [inner, outer] = [1 / Math.sqrt(WIDTH), 1 / Math.sqrt(H * D)];
  const parameters: Record<string, Tensor> = {
    E: draw(tokens.length, WIDTH, 1),
    P: draw(L, WIDTH, 1),
    ...(depths > 0 && { D: draw(depths, WIDTH, 1) }),
    WQ: draw(WIDTH, H * D, inner),
    WK: draw(WIDTH, H * D, inner),
    WV: draw(WIDTH, H * D, inner),
    WO: draw(H * D, answers.length, outer),
    b: runtime.parameter(new Float32Array(answers.length), [answers.length]),
  };
  const optimiser = new Adam(parameters, { lr: setup.learningRate });

  /** Logits for every place of the rows, and the weights (rows, H, L, L). */
  function forward(rows: readonly Row[]) {
    const look = (table: Tensor, list: readonly number[], below: number) =>
      embedding(table, runtime.indices(list, [rows.length, L], below));
    const [ids, depth] = [rows.flatMap((row) => row.tokens), rows.flatMap((row) => row.depths)];
    const symbols = look(parameters['E']!, ids, tokens.length);
    const at = (start: Tensor) => (depths > 0 ? add(start, look(parameters['D']!, depth, depths)) : start);
    const x = at(add(symbols, parameters['P']!));
    const q = matmul(setup.ownToken ? x : at(expand(parameters['P']!, [rows.length, L, WIDTH])), parameters['WQ']!);
    const [k, v] = ['WK', 'WV'].map((name) => matmul(x, parameters[name]!)) as [Tensor, Tensor];
    const options = { numHeads: H, isCausal: setup.causal, scale: innerOf(setup), needWeights: true };
    const { output, weights } = scaledDotProductAttention(q, k, v, options);
    const all = reshape(matmul(mul(output, outerOf(setup)), parameters['WO']!), [rows.length * L, answers.length]);
    return { logits: addBias(all, parameters['b']!), weights: weights! };
  }

  const batchOf = (step: number) => {
    const start = (step * BATCH) % trained.length;
    return trained.slice(start, start + BATCH);
  };
  const lossOf = (rows: readonly Row[]) =>
    crossEntropy(forward(rows).logits, rows.flatMap((row) => row.answers), { ignoreIndex: -1 }); // prettier-ignore

  function evaluate(step: number): TaskState {
    const [loss, tested] = runtime.scope(() => {
      const { logits, weights } = forward(heldOut);
      const loss = lossOf(batchOf(step));
      const bad = firstNonFinite({ ...parameters, logits, loss });
      if (bad) throw new DivergedError({ step, tensor: bad.name, control: 'learningRate' });
      return [loss.item(), { said: argmax(logits), weights: weights.values() }] as const;
    });
    const samples = heldOut.map((row, n) => ({
      ...row,
      said: [...tested.said.slice(n * L, (n + 1) * L)],
      weights: tested.weights.subarray(n * H * L * L, (n + 1) * H * L * L),
    }));
    const measures = { accuracy: 0, aimed: zeros(H), onPlace: zeros(H), onSymbol: zeros(H) };
    let asked = 0;
    for (const { tokens, answers, matches, said, weights } of samples)
      answers.forEach((answer, i) => {
        if (answer < 0) return;
        asked++;
        measures.accuracy += +(said[i] === answer);
        const match = matches[i]!;
        for (let h = 0; h < H; h++) {
          const row = weights.subarray((h * L + i) * L, (h * L + i + 1) * L);
          measures.aimed[h]! += +row.every((w) => w <= row[match]!);
          measures.onPlace[h]! += row[match]!;
          row.forEach((w, j) => (measures.onSymbol[h]! += tokens[j] === tokens[match] ? w : 0));
        }
      });
    const share = (list: readonly number[]) => list.map((x) => x / asked);
    return {
      ...{ step, mode, setup, loss, parameters: snapshot(parameters), memory: optimiser.snapshot() },
      accuracy: measures.accuracy / asked,
      aimed: share(measures.aimed),
      onPlace: share(measures.onPlace),
      onSymbol: share(measures.onSymbol),
      samples: samples.slice(0, SHOWN).map((sample) => ({ ...sample, weights: [...sample.weights] })),
    };
  }

  if (from) {
    restore(parameters, from.parameters);
    optimiser.restore(from.memory);
  }
  let state = from ?? evaluate(0);
  return {
    get state() {
      return state;
    },
    get readings() {
      const { loss, accuracy, aimed } = state;
      return { loss, accuracy, aimed: Math.max(...aimed) };
    },
    step() {
      runtime.scope(() => {
        const loss = lossOf(batchOf(state.step));
        optimiser.zeroGrad();
        runtime.backward(loss);
        optimiser.step();
      });
      state = evaluate(state.step + 1);
    },
    free: () => runtime.free(),
  };
}

const zeros = (n: number): number[] => Array<number>(n).fill(0);
