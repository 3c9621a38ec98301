/**
 * Skip-gram with negative sampling (src/models/word2vec.ts), trained epoch by epoch on a text, and what its vectors say:
 * neighbours, an analogy, a projection, and one training pair with all its numbers.
 */
import { noiseOf } from '@/data/skipGrams';
import type { Model } from '@/lib/demo';
import { createRandom } from '@/lib/random';
import { principalComponents } from '@/models/principalComponents';
import { createWordVectors } from '@/models/wordVectors';
import type { Kernels } from '@/wasm/kernels';
import type { Corpus } from './corpora';
import { FAMILIES, idOf, kinOf, questionsOf } from './generated';
import type { Pair } from './pair';
import type { Analogy, EmbeddingState, EmbeddingValues } from './state';
import { STEPS } from './steps';
import { createTrainer, once, rateOf, runOf, type Run } from './training';

const NEIGHBOURS = 8;
const ANSWERS = 5;
/** Words of a large text that the picture shows, the most frequent, beside those that are asked about. */
const FREQUENT = 40;
/** Rows that a table may have and still be shown whole. */
const FEW = 6;
const QUESTIONS = FAMILIES.flatMap(questionsOf);

/** The row of a word as a reader types it; −1 when the text does not have it. */
const findRow = ({ words }: Corpus, typed: string) => {
  const name = typed.normalize('NFKC').trim().toLowerCase();
  const row = words.indexOf(name);
  return row >= 0 ? row : words.indexOf(idOf(typed.trim()) ?? name);
};
/** The three words of an analogy as a reader types them. */
export const threeOf = (typed: string): string[] => typed.split(/[\s,，、:：;；→]+/).filter(Boolean);

/** Nine digits: what identifies an f32. The first frame travels in the page, as text. */
const brief = (x: number) => Number(x.toPrecision(9));
const briefly = (list: readonly { word: string; cosine: number }[]) => list.map(({ word, cosine }) => ({ word, cosine: brief(cosine) })); // prettier-ignore

export function createModel(values: EmbeddingValues, kernels: Kernels, from?: EmbeddingState): Model<EmbeddingState> {
  const run = runOf(values);
  const { corpus } = run;
  let trainer: ReturnType<typeof createTrainer> | undefined;
  /** A state of a run that is no longer known is made again: it follows from the settings. */
  const make = (step: number) => {
    if (run.epochs.length === 0) trainer = createTrainer(run, values, kernels);
    while (run.epochs.length <= step) (trainer ??= createTrainer(run, values, kernels)).train(run.epochs.length);
  };

  const asked = values.word.trim() ? findRow(corpus, values.word) : corpus.words.indexOf(corpus.look);
  const row = asked >= 0 ? asked : corpus.words.indexOf(corpus.look);
  const typed = threeOf(values.analogy);
  const three = typed.length === 3 ? typed.map((word) => findRow(corpus, word)) : [];
  const usable = three.length === 3 && three.every((r) => r >= 0) && new Set(three).size === 3;
  const analogy = usable ? three.map((r) => corpus.words[r]!) : corpus.analogy;
  const wrong = typed.find((word) => findRow(corpus, word) < 0) ?? values.analogy.trim();
  const missing = {
    ...(corpus.tooShort && { text: true as const }),
    ...(asked < 0 && { word: values.word.trim() }),
    ...(typed.length > 0 && !usable && { analogy: wrong }),
  };

  const evaluate = (step: number): EmbeddingState => {
    const { input, loss } = run.epochs[step]!;
    const vectors = createWordVectors(corpus.words, input);
    const word = corpus.words[row]!;
    const neighbours = briefly(vectors.neighbours(word, NEIGHBOURS));
    const answered = analogy && analogyOf(vectors, analogy as [string, string, string]);
    const generated = values.text === 'generated';
    return {
      step,
      loss: brief(loss),
      words: corpus.words.length,
      tokens: corpus.sentences.flat().length,
      missing,
      word,
      neighbours,
      ...(answered && { analogy: answered }),
      ...(generated && { score: once(run, `score ${step}`, () => scoreOf(vectors)) }),
      ...project(run, step, word, generated, [
        ...neighbours.map((near) => near.word),
        ...(answered ? [...answered.of, answered.answers[0]!.word] : []),
      ]),
      ...(corpus.words.length <= FEW && { rows: rowsOf(run, step, values.dimensions) }),
      pair: pairOf(run, step, row, values),
      rate: rateOf(values.learningRate, Math.min(step + 1, STEPS)),
    };
  };

  const start = from?.step ?? 0;
  make(start);
  let state = evaluate(start);
  return {
    get state() {
      return state;
    },
    get readings() {
      return { loss: state.loss, ...(state.score && { right: state.score.right }) };
    },
    step() {
      make(state.step + 1);
      state = evaluate(state.step + 1);
    },
    free: () => trainer?.free(),
  };
}

type Vectors = ReturnType<typeof createWordVectors>;

function analogyOf(vectors: Vectors, [a, b, c]: readonly [string, string, string]): Analogy {
  const expected = QUESTIONS.find((q) => q[0] === a && q[1] === b && q[2] === c)?.[3];
  return { of: [a, b, c], answers: briefly(vectors.analogy(a, b, c, ANSWERS)), ...(expected && { expected }) };
}

const scoreOf = (vectors: Vectors) => ({
  right: QUESTIONS.filter(([a, b, c, d]) => vectors.analogy(a, b, c, 1)[0]!.word === d).length,
  of: QUESTIONS.length,
});

const vectorOf = (table: Float32Array, row: number, D: number) => Array.from(table.subarray(row * D, (row + 1) * D));
const unitOf = (table: Float32Array, row: number, D: number) => {
  const v = vectorOf(table, row, D);
  const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  return v.map((x) => x / length);
};

/** The picture: components of the vectors of all words, or of the kin of a generated one; and what is placed by them. */
function project(run: Run, step: number, word: string, generated: boolean, others: readonly string[]) {
  const { words } = run.corpus;
  const D = run.epochs[step]!.input.length / words.length;
  const kin = generated ? kinOf(word) : words;
  const at = (name: string, epoch: number) => unitOf(run.epochs[epoch]!.input, words.indexOf(name), D);
  const componentsAt = (epoch: number): ReturnType<typeof principalComponents> =>
    once(run, `components ${kin[0]} ${epoch}`, () => {
      const found = principalComponents(kin.map((name) => at(name, epoch)), 2); // prettier-ignore
      if (epoch === 0) return found;
      // Either sign will do: the one that turns the picture least.
      const before = componentsAt(epoch - 1);
      const signs = found.axes.map((axis, i) => (axis.reduce((sum, a, d) => sum + a * before.axes[i]![d]!, 0) < 0 ? -1 : 1)); // prettier-ignore
      const axes = found.axes.map((axis, i) => axis.map((a) => signs[i]! * a));
      return { ...found, axes, project: (point) => found.project(point).map((x, i) => signs[i]! * x) };
    });
  const { shares, project: place } = componentsAt(step);
  const shown = generated ? [word, ...kin] : [word, ...others, ...words.slice(0, FREQUENT)];
  return {
    fitted: kin.length,
    shares: [shares[0]!, shares[1]!] as const,
    points: [...new Set(shown)].map((name) => {
      const [x, y] = place(at(name, step)) as [number, number];
      return { word: name, x: brief(x), y: brief(y) };
    }),
  };
}

function rowsOf({ corpus, epochs }: Run, step: number, D: number) {
  return corpus.words.map((word, row) => {
    const values = vectorOf(epochs[step]!.input, row, D);
    const start = vectorOf(epochs[0]!.input, row, D);
    return { word, values, count: corpus.counts[row]!, moved: Math.sqrt(values.reduce((sum, x, d) => sum + (x - start[d]!) ** 2, 0)) }; // prettier-ignore
  });
}

/** A pair of the text with this row as its centre, the noise drawn as training draws it. */
function pairOf(run: Run, step: number, row: number, { negatives, dimensions, seed }: EmbeddingValues): Pair {
  const { words, counts, sentences } = run.corpus;
  const places = once(run, `places ${row}`, () =>
    sentences.slice(0, 2000).flatMap((sentence) =>
      sentence.flatMap((other, t) => (other === row ? [{ centre: row, context: sentence[t + 1] ?? sentence[t - 1]! }] : [])),
    ),
  ); // prettier-ignore
  // A row that no sentence has is the centre of no pair: the first of the text stands in.
  const { centre, context } = places[step % (places.length || 1)] ?? { centre: sentences[0]![0]!, context: sentences[0]![1]! }; // prettier-ignore
  const reached = words.flatMap((_, r) => (counts[r]! > 0 ? [r] : []));
  const noise = noiseOf(reached.map((r) => counts[r]!));
  const random = createRandom(1000 * seed + step + 1);
  const samples = [context];
  while (samples.length <= negatives) {
    const drawn = reached[random.categorical(noise)]!;
    if (drawn !== context) samples.push(drawn);
  }
  const { input, output } = run.epochs[step]!;
  return {
    centre: words[centre]!,
    samples: samples.map((r) => words[r]!),
    v: vectorOf(input, centre, dimensions).map(brief),
    u: samples.map((r) => vectorOf(output, r, dimensions).map(brief)),
  };
}
