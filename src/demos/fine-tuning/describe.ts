/** What the run says: one sentence, and tables of every number. */
import type { Cell, Table } from '@/lib/demo';
import { formatCount, formatFixed, formatSignificant } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import type { TuningState } from './model';
import { HELD_OUT, SHOTS, type TuningValues } from './params';
import { blendAt, blends, countsAt, curveOf, pointAt, type Point } from './summary';
import { factorText, letter, share, sumOf, withBand } from './words';

const both = (say: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, say(lang)])) as Text;

/** “每类 10 张标注：微调 73.5% ± 1.3%，从零 51.4% ± 2.1%，高 22.1 ± 2.2 个百分点；A 从 84.2% 变成 80.8%。” */
export function sentence(state: TuningState, values: TuningValues): Text {
  const point = pointAt(state, values);
  return both((lang) => {
    const before = share(state.before / HELD_OUT, lang);
    const pairs = formatCount(state.step, lang);
    if (!point)
      return lang === 'zh'
        ? `预训练之后，A 的正确率是 ${before}；已经训练了 ${pairs} 对网络，还没有轮到每类 ${values.shots} 张。`
        : `After pre-training, ${before} of A is right; ${pairs} pairs of nets are trained, none with ${values.shots} labels per class yet.`;
    const [tuned, scratch, after] = [point.tuned, point.scratch, point.after].map((x) => withBand(x, lang));
    const { count } = point.tuned;
    const untouched = point.after.mean === state.before / HELD_OUT;
    const ofA = untouched
      ? { zh: `A 仍是 ${before}`, en: `A stays at ${before}` }
      : { zh: `A 从 ${before} 变成 ${after}`, en: `A goes from ${before} to ${after}` };
    return lang === 'zh'
      ? `每类 ${values.shots} 张标注（${count} 次）：B 上微调 ${tuned}，从零训练 ${scratch}，${verdict(point, lang)}；${ofA.zh}。${blended(state, values, lang)}`
      : `${plural(Number(values.shots), 'label')} per class, ${plural(count, 'repeat')}: fine-tuned ${tuned} right on B, from scratch ${scratch}; ${verdict(point, lang)}. ${ofA.en}.${blended(state, values, lang)}`;
  });
}

const plural = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** Whether the pairs tell the two apart. */
function verdict({ gap }: Point, lang: Lang): string {
  const points = (x: number) => formatFixed(100 * x, 1, lang);
  const size = `${points(Math.abs(gap.mean))}${gap.count > 1 ? ` ± ${points(gap.half)}` : ''}`;
  if (gap.count > 1 && Math.abs(gap.mean) <= gap.half)
    return lang === 'zh' ? `相差 ${size} 个百分点，分不出高下` : `${size} points apart, which does not tell them apart`;
  return lang === 'zh'
    ? `微调${gap.mean > 0 ? '高' : '低'} ${size} 个百分点`
    : `fine-tuning is ${size} points ${gap.mean > 0 ? 'better' : 'worse'}`;
}

/** What the sum at the coefficient makes of A and B, where it is not the fine-tuned net itself. */
function blended(state: TuningState, { formula, lambda }: TuningValues, lang: Lang): string {
  const blend = blendAt(state, lambda);
  if (!blend || (formula === 'arithmetic' && lambda === 1)) return '';
  const [a, b, loss] = [share(blend.a, lang), share(blend.b, lang), formatSignificant(blend.loss, 3, lang)];
  const name = `${sumOf(formula, lang)}, ${letter(formula)} = ${factorText(lambda)}`;
  return lang === 'zh'
    ? `${name.replace(', ', '，')}：A ${a}，B ${b}，B 的损失 ${loss}。`
    : ` ${name}: ${a} right on A, ${b} on B, loss on B ${loss}.`;
}

const NONE: Text = { zh: '–', en: '–' };
const percent: Text = { zh: '%', en: '%' };
const shareColumn = (zh: string, en: string) => ({ label: { zh, en }, unit: percent, digits: 2 });

export function tables(state: TuningState, values: TuningValues): readonly Table[] {
  return [curve(state), sums(state, values), runs(state, values)].filter(({ rows }) => rows.length > 0);
}

const curve = (state: TuningState): Table => ({
  caption: {
    zh: `按标注数的正确率，${HELD_OUT} 张没见过的图；± 是 95% 区间 t·s/√r，只含标注图和起点的随机，任务、测试图和预训练网络各只有一个`,
    en: `Accuracy by labels, on ${HELD_OUT} unseen images; ± is the 95% interval t·s/√r over labelled images and starts; task, test images and pre-trained net are one each`,
  },
  columns: [
    { label: { zh: '每类标注', en: 'labels per class' }, digits: 0 },
    { label: { zh: '次数 r', en: 'repeats r' }, digits: 0 },
    shareColumn('微调', 'fine-tuned'),
    shareColumn('±', '±'),
    shareColumn('从零', 'from scratch'),
    shareColumn('±', '±'),
    shareColumn('成对的差', 'difference, paired'),
    shareColumn('±', '±'),
    shareColumn('A 微调前', 'A before'),
    shareColumn('A 微调后', 'A after'),
    shareColumn('±', '±'),
  ],
  rows: SHOTS.map((shots, i) => {
    const point = curveOf(state)[i];
    const before = (100 * state.before) / HELD_OUT;
    if (!point) return [shots, 0, ...Array<Cell>(6).fill(NONE), before, NONE, NONE];
    const { tuned, scratch, gap, after } = point;
    const [t, s, g, a] = [tuned, scratch, gap, after].map(({ mean, half }) => [100 * mean, 100 * half]);
    return [shots, tuned.count, ...t!, ...s!, ...g!, before, ...a!];
  }),
});

const sums = (state: TuningState, { formula, shots }: TuningValues): Table => ({
  caption: {
    zh: `${sumOf(formula, 'zh')}，每类 ${shots} 张标注，${state.mix.repeats} 次平均`,
    en: `${sumOf(formula, 'en')}, ${shots} labels per class, mean of ${state.mix.repeats} repeats`,
  },
  columns: [
    { label: { zh: letter(formula), en: letter(formula) }, digits: 2 },
    shareColumn('A 的正确率', 'right on A'),
    shareColumn('B 的正确率', 'right on B'),
    { label: { zh: 'B 的损失', en: 'loss on B' }, precision: 4 },
  ],
  rows: blends(state).map(({ factor, a, b, loss }) => [factor, 100 * a, 100 * b, loss]),
});

const runs = ({ tuned, scratch, after }: TuningState, { shots }: TuningValues): Table => {
  const [t, s, a] = [tuned, scratch, after].map((list) => countsAt(list, Number(shots))) as [
    number[],
    number[],
    number[],
  ];
  return {
    caption: {
      zh: `每类 ${shots} 张标注的每一次：${HELD_OUT} 张里答对几张`,
      en: `Each repeat with ${shots} labels per class: right ones of ${HELD_OUT}`,
    },
    columns: [
      { label: { zh: '次', en: 'repeat' }, digits: 0 },
      { label: { zh: 'B 微调', en: 'B fine-tuned' }, digits: 0 },
      { label: { zh: 'B 从零', en: 'B from scratch' }, digits: 0 },
      { label: { zh: 'A 微调后', en: 'A after' }, digits: 0 },
    ],
    rows: t.map((right, i) => [i + 1, right, s[i]!, a[i]!]),
  };
};
