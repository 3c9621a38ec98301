/** What a step says: one sentence, and tables of every number. */
import type { Cell, Column, Table, Trace } from '@/lib/demo';
import { formatCount, formatFixed, formatSignificant } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import { H, agrees, differenceOf, gradientOf, termsOf } from './pair';
import { guessLoss, labelOf, type EmbeddingState, type EmbeddingValues, type Near } from './state';

const both = (write: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, write(lang)])) as Text;

/** What the text does not have, and what is shown instead; '' when nothing is missing. */
export function missingLine({ missing, word }: EmbeddingState, lang: Lang): string {
  const zh = lang === 'zh';
  const now = labelOf(word)[lang];
  return [
    missing.text &&
      (zh
        ? '自己的文本还太短：至少要有五个不同的词，先用“the cat sat on the mat”。'
        : 'Your text is too short yet, for it takes five different words; “the cat sat on the mat” stands in. '),
    missing.word !== undefined &&
      (zh ? `词表里没有“${missing.word}”，改看“${now}”。` : `The text has no “${missing.word}”; shown is “${now}”. `),
    missing.analogy !== undefined &&
      (zh
        ? `类比要三个词表里的词，用空格隔开；“${missing.analogy}”用不上。`
        : `An analogy takes three words of the text with spaces between; “${missing.analogy}” will not do. `),
  ]
    .filter(Boolean)
    .join('');
}

/** “第 40 轮，损失 1.39（一无所知是 4.16）；离“国王”最近的是宫殿 0.72、王座 0.72、王冠 0.69；120 道类比题答对 120 道。” */
export function sentence(state: EmbeddingState, { negatives }: EmbeddingValues): Text {
  const { step, loss, neighbours, word, score, rows } = state;
  return both((lang) => {
    const zh = lang === 'zh';
    const number = (x: number) => formatSignificant(x, 3, lang);
    const name = (of: string) => labelOf(of)[lang];
    const guess = number(guessLoss(negatives));
    const missing = missingLine(state, lang);
    if (step === 0)
      return zh
        ? `${missing}还没有训练：向量是随机的，每个分数都是 0，损失 ${guess}，即 ${1 + negatives} × ln 2。`
        : `${missing}Untrained: the vectors are random, every score is 0, and the loss is ${guess}, which is ${1 + negatives} × ln 2.`;
    const near = neighbours.slice(0, 3).map((n) => `${name(n.word)} ${formatFixed(n.cosine, 2, lang)}`);
    const dead = rows?.findIndex(({ count }) => count === 0) ?? -1;
    const end = rows
      ? dead >= 0
        ? zh
          ? `表有 ${rows.length} 行，第 ${dead + 1} 行从没被取到，一个数也没变`
          : `of ${rows.length} rows, row ${dead + 1} was never looked up, and not one of its numbers has changed`
        : zh
          ? `表有 ${rows.length} 行，每一行都变了`
          : `all ${rows.length} rows of the table have changed`
      : score
        ? zh
          ? `${score.of} 道类比题答对 ${score.right} 道`
          : `${score.right} of ${score.of} analogies are right`
        : zh
          ? `一轮 ${formatCount(state.tokens, lang)} 个词，不同的 ${formatCount(state.words, lang)} 个各有一个向量`
          : `an epoch is ${formatCount(state.tokens, lang)} words, ${formatCount(state.words, lang)} different ones with a vector each`;
    return zh
      ? `${missing}第 ${step} 轮，损失 ${number(loss)}（一无所知是 ${guess}）；离“${name(word)}”最近的是${near.join('、')}；${end}。`
      : `${missing}Epoch ${step}: loss ${number(loss)} (${guess} knows nothing); nearest to “${name(word)}” are ${near.join(', ')}; ${end}.`;
  });
}

export function tables(state: EmbeddingState, _values: EmbeddingValues, trace: Trace): readonly Table[] {
  const { word, neighbours, analogy, rows } = state;
  const name = labelOf(word);
  return [
    nearTable({ zh: `离“${name.zh}”最近的词`, en: `Nearest to “${name.en}”` }, neighbours),
    ...(analogy ? [analogyTable(analogy)] : []),
    ...(rows ? [rowsTable(rows)] : []),
    pairTable(state),
    gradientTable(state),
    pointsTable(state),
    lossTable(trace),
  ];
}

const column = (zh: string, en: string, more: Partial<Column> = {}): Column => ({ label: { zh, en }, ...more });

const nearTable = (caption: Text, list: readonly Near[]): Table => ({
  caption,
  columns: [column('词', 'word'), column('余弦', 'cosine', { digits: 4 })],
  rows: list.map(({ word, cosine }) => [labelOf(word), cosine]),
});

function analogyTable({ of, answers }: NonNullable<EmbeddingState['analogy']>): Table {
  const caption = both((lang) => {
    const [a, b, c] = of.map((word) => labelOf(word)[lang]);
    return lang === 'zh' ? `${b} − ${a} + ${c} 附近的词` : `Nearest to ${b} − ${a} + ${c}`;
  });
  return nearTable(caption, answers);
}

const rowsTable = (rows: NonNullable<EmbeddingState['rows']>): Table => ({
  caption: { zh: '词向量表', en: 'The table of vectors' },
  columns: [
    column('行', 'row'),
    column('词', 'word'),
    ...rows[0]!.values.map((_, d) => column(`第 ${d + 1} 维`, `number ${d + 1}`, { digits: 4 })),
    column('句中取到几次', 'look-ups in an epoch'),
    column('离起点', 'from its start', { digits: 4 }),
  ],
  rows: rows.map(({ word, values, count, moved }, i): Cell[] => [i + 1, labelOf(word), ...values, count, moved]),
});

function pairTable({ pair }: EmbeddingState): Table {
  const centre = labelOf(pair.centre);
  return {
    caption: { zh: `一对词的损失，中心词“${centre.zh}”`, en: `Loss of one pair, centre “${centre.en}”` },
    columns: [
      column('词', 'word'),
      column('目标 y', 'target y'),
      column('u · v', 'u · v', { precision: 5 }),
      column('σ', 'σ', { precision: 5 }),
      column('σ − y', 'σ − y', { precision: 5 }),
      column('损失', 'loss', { precision: 5 }),
    ],
    rows: termsOf(pair).map(({ word, target, dot, sigma, error, loss }) => [labelOf(word), target, dot, sigma, error, loss]), // prettier-ignore
  };
}

function gradientTable({ pair }: EmbeddingState): Table {
  const gradient = gradientOf(pair);
  return {
    caption: { zh: `这一对对中心词向量的梯度；差分步长 ${H}`, en: `Gradient of this pair by the centre’s vector; differences with a step of ${H}` }, // prettier-ignore
    columns: [
      column('维', 'number'),
      column('v', 'v', { precision: 5 }),
      column('梯度', 'gradient', { precision: 6 }),
      column('有限差分', 'finite difference', { precision: 6 }),
      column('校验', 'check'),
    ],
    rows: pair.v.map((x, d): Cell[] => {
      const { slope } = differenceOf(pair, d);
      return [d + 1, x, gradient[d]!, slope, agrees(gradient[d]!, slope) ? { zh: '一致', en: 'agrees' } : { zh: '不符', en: 'disagrees' }]; // prettier-ignore
    }),
  };
}

const pointsTable = ({ points }: EmbeddingState): Table => ({
  caption: { zh: '图上的位置', en: 'Places in the picture' },
  columns: [
    column('词', 'word'),
    column('第一主成分', 'first component', { digits: 4 }),
    column('第二主成分', 'second component', { digits: 4 }),
  ],
  rows: points.map(({ word, x, y }) => [labelOf(word), x, y]),
});

const lossTable = ({ steps, columns }: Trace): Table => ({
  caption: { zh: '每轮的损失', en: 'Loss by epoch' },
  columns: [column('轮', 'epoch'), column('损失', 'loss', { precision: 5 })],
  rows: steps.map((step, i) => [step, columns.loss![i]!]),
});
