/** What a stage or a step of learning says: one sentence, and tables of every number. */
import type { Cell, Column, Table } from '@/lib/demo';
import { formatFixed, formatPercent } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import { params } from './demo';
import { matrixOf } from './matrices';
import type { AttentionState } from './model';
import type { AttentionValues, SentenceState } from './sentence';
import { stagesOf } from './stages';
import type { TaskState } from './taskModel';
import { TASKS } from './taskNames';
import { at, checkAt, nameOf, placeOf, stageOf, workingOf, write } from './working';

const both = (say: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, say(lang)])) as Text;
const same = (text: string): Text => ({ zh: text, en: text });

export const sentence = (state: AttentionState, values: AttentionValues): Text =>
  state.mode === 'sentence' ? ofStage(state, values) : ofTask(state);

/** “第 1 轮 6/17，权重 P：“猫”看“球”最多，0.46；……” */
function ofStage(state: SentenceState, values: AttentionValues): Text {
  const stage = stageOf(state);
  const place = placeOf(state, values.head, values.cell);
  const all = stagesOf(state.setup).length;
  return both((lang) => {
    const zh = lang === 'zh';
    const head =
      (zh ? `第 ${state.round} 轮 ${state.at + 1}/${all}，` : `Round ${state.round}, ${state.at + 1} of ${all}, `) +
      `${stage.name[lang]}${zh ? '：' : ': '}`;
    const stop = zh ? '。' : '.';
    if (stage.makes === 'P') return head + ofWeights(state, place.head, place.i, lang);
    if (stage.makes === 'Y') {
      const loss = write(state.loss, lang);
      return `${head}${zh ? `每一行要说出下一个词元的向量，平方差之和的一半是 ${loss}。` : `each row is to say the vector of the next token; half the sum of squared differences is ${loss}.`}`;
    }
    if (state.moved) {
      const [from, to] = [write(state.loss, lang), write(state.moved.loss, lang)];
      return `${head}${zh ? `损失从 ${from} 变到 ${to}。` : `the loss goes from ${from} to ${to}.`}`;
    }
    const { lines } = workingOf(state, place, lang);
    const check = checkAt(state, place);
    const agrees = { zh: ['，与有限差分不符', '，与有限差分一致'], en: [', unlike', ', like'] }[lang][
      +!!check?.agrees
    ]!;
    const verdict = !check ? '' : zh ? agrees : `${agrees} the finite difference`;
    const shown = ['softmaxBack', 'difference'].includes(stage.how.kind) ? lines.join(' ') : lines[0]!;
    return head + shown + verdict + stop;
  });
}

function ofWeights(state: SentenceState, head: number, i: number, lang: Lang): string {
  const p = matrixOf(state, 'P', head)!;
  const row = Array.from({ length: p.columns }, (_, j) => at(p, i, j));
  const largest = row.indexOf(Math.max(...row));
  const [from, to] = [i, largest].map((n) => nameOf(state, 'tokens', n, lang));
  const { bits } = state.measures.find(({ scale }) => scale === state.setup.scale)!;
  const [share, mean, even] = [
    formatPercent(row[largest]!, 1, lang),
    formatFixed(bits, 3, lang),
    formatFixed(Math.log2(p.columns), 3, lang),
  ];
  const which = state.setup.heads > 1;
  const times = state.round - 1;
  if (lang === 'zh') {
    const note = times ? `参数只在这一句话上更新过 ${times} 次。` : '参数是随机的，这些权重没有含义。';
    return `${which ? `头 ${head + 1} 里` : ''}“${from}”看“${to}”最多，占 ${share}；每行的熵平均 ${mean} 比特，平分是 ${even}。${note}`;
  }
  const note = times
    ? `The parameters have been updated on this one sentence, ${times} ${times === 1 ? 'time' : 'times'}.`
    : 'The parameters are random: these weights mean nothing.';
  return `${which ? `in head ${head + 1} ` : ''}“${from}” looks most at “${to}”, ${share}; entropy ${mean} bits a row, ${even} if shared evenly. ${note}`;
}

/** “第 300 批：没见过的 256 个序列上答对 100.0%；最大权重落在答案所在处的占 17.0%。” */
function ofTask(state: TaskState): Text {
  const best = state.aimed.indexOf(Math.max(...state.aimed));
  return both((lang) => {
    const percent = (x: number) => formatPercent(x, 1, lang);
    const [right, aimed, symbol] = [
      percent(state.accuracy),
      percent(state.aimed[best]!),
      percent(state.onSymbol[best]!),
    ];
    const which = state.setup.heads > 1;
    if (lang === 'zh')
      return `第 ${state.step} 批：256 个没见过的序列上答对 ${right}；${which ? `头 ${best + 1} 的` : ''}最大权重有 ${aimed} 落在答案所在处，同样的符号合起来平均分到 ${symbol} 的权重。`;
    return `Batch ${state.step}: ${right} of the answers right on 256 unseen rows; the largest weight${which ? ` of head ${best + 1}` : ''} is on the answer in ${aimed} of cases, and places with the same symbol share ${symbol} of the weight.`;
  });
}

export const tables = (state: AttentionState, values: AttentionValues): readonly Table[] =>
  state.mode === 'sentence' ? ofSentence(state, values) : ofLearning(state);

const column = (zh: string, en: string, digits?: Partial<Column>): Column => ({ label: { zh, en }, ...digits });
/** Names may be tokens of the example, which differ by language. */
const named = (name: (lang: Lang) => string): Text => both(name);

function ofSentence(state: SentenceState, values: AttentionValues): Table[] {
  const stage = stageOf(state);
  const { head } = placeOf(state, values.head, values.cell);
  const made = matrixOf(state, stage.makes, head)!;
  const place = placeOf(state, values.head, values.cell);
  const words = { zh: workingOf(state, place, 'zh'), en: workingOf(state, place, 'en') };
  const { heads, rows } = words.zh;
  const matrix: Table = {
    caption: {
      zh: `${made.symbol}，${stage.name.zh}，头 ${head + 1}`,
      en: `${made.symbol}, ${stage.name.en}, head ${head + 1}`,
    },
    columns: [
      column('行', 'row'),
      ...Array.from({ length: made.columns }, (_, j) => ({
        label: named((lang) => nameOf(state, made.columnAxis, j, lang)),
        precision: 6,
      })),
    ],
    rows: Array.from({ length: made.rows }, (_, i): Cell[] => [
      named((lang) => nameOf(state, made.rowAxis, i, lang)),
      ...Array.from({ length: made.columns }, (_, j) => {
        const x = at(made, i, j);
        return Number.isFinite(x) ? x : same('−∞');
      }),
    ]),
  };
  const terms: Table = {
    caption: { zh: `${words.zh.entry} 逐项`, en: `${words.en.entry}, term by term` },
    columns: [column('项', 'term'), ...heads.map((name) => ({ label: same(name), precision: 6 }))],
    rows: rows.map(({ cells }, n): Cell[] => [
      both((lang) => words[lang].rows[n]!.label),
      ...cells.map((x) => (Number.isFinite(x) ? x : same('−∞'))),
    ]),
  };
  const check = checkAt(state, place);
  const difference: Table = {
    caption: { zh: '校验', en: 'Check' },
    columns: [
      column('数', 'number'),
      column('梯度（反向传播，f32）', 'gradient (backpropagation, f32)', { precision: 7 }),
      column('梯度（有限差分，f64）', 'gradient (finite difference, f64)', { precision: 7 }),
    ],
    rows: check ? [[both((lang) => words[lang].entry), words.zh.value, check.slope]] : [],
  };
  return [matrix, terms, difference, measures(state)].filter(({ rows }) => rows.length > 0);
}

const measures = ({ measures }: SentenceState): Table => ({
  caption: { zh: '缩放放在哪里', en: 'Where the scale stands' },
  columns: [
    column('缩放', 'scale'),
    column('权重的熵，比特', 'entropy of the weights, bits', { precision: 5 }),
    column('最大权重', 'largest weight', { precision: 5 }),
    column('输出大小', 'size of the output', { precision: 5 }),
    column('|dP|', '|dP|', { precision: 5 }),
    column('|dS|', '|dS|', { precision: 5 }),
  ],
  rows: measures.map(({ scale, bits, largest, output, dP, dS }): Cell[] => [
    params.scale.options.find(({ value }) => value === scale)!.label,
    ...[bits, largest, output, dP, dS],
  ]),
});

function ofLearning(state: TaskState): Table[] {
  const { tokens, length } = TASKS[state.mode];
  const [sample] = state.samples as [TaskState['samples'][number]];
  return [
    {
      caption: { zh: '256 个没见过的序列', en: '256 unseen rows' },
      columns: [
        column('头', 'head'),
        column('最大权重落在答案上', 'largest weight on the answer', { digits: 4 }),
        column('答案处的权重', 'weight on the answer', { digits: 4 }),
        column('同样符号处的权重', 'weight on the same symbol', { digits: 4 }),
        column('答对', 'right answers', { digits: 4 }),
      ],
      rows: state.aimed.map((aimed, h): Cell[] => [
        same(String(h + 1)),
        aimed,
        state.onPlace[h]!,
        state.onSymbol[h]!,
        state.accuracy,
      ]),
    },
    ...state.aimed.map((_, h): Table => ({
      caption: { zh: `第一个序列的权重，头 ${h + 1}`, en: `Weights for the first row, head ${h + 1}` },
      columns: [
        column('行', 'row'),
        ...sample.tokens.map((token, j) => ({ label: same(`${j + 1} ${tokens[token]}`), digits: 4 })),
      ],
      rows: sample.tokens.map((token, i): Cell[] => {
        const from = (h * length + i) * length;
        return [same(`${i + 1} ${tokens[token]}`), ...sample.weights.slice(from, from + length)];
      }),
    })),
  ];
}
