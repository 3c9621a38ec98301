/** The settings, and what is fixed: how many labelled images, how often, how large the nets are. */
import type { Params, Values } from '@/lib/params';

/** Labelled images of each class of B. */
export const SHOTS = [1, 2, 5, 10, 20, 50, 100, 200] as const;
/** How often each of them is drawn anew, with nets that start anew. */
export const REPEATS = 8;
/** Images of each task that no net is trained on. */
export const HELD_OUT = 960;
export const JOBS = SHOTS.length * REPEATS;

export const params = {
  shuffled: {
    kind: 'number',
    label: { zh: 'B 里打乱的像素', en: 'Shuffled pixels in B' },
    default: 0,
    min: 0,
    max: 100,
    step: 10,
    unit: { zh: '%', en: '%' },
    hint: {
      zh: '0：B 由 A 的笔画组成；100：同样难，但 A 学到的笔画用不上',
      en: '0: B is made of the strokes of A; 100: just as hard, but what A taught no longer fits',
    },
  },
  frozen: {
    kind: 'choice',
    label: { zh: '微调时冻结', en: 'Frozen in fine-tuning' },
    default: 'none',
    options: [
      { value: 'none', label: { zh: '不冻结', en: 'nothing' } },
      { value: 'first', label: { zh: '第一隐藏层', en: 'the first hidden layer' } },
      { value: 'trunk', label: { zh: '除输出层外全部', en: 'all but the head' } },
    ],
  },
  learningRate: {
    kind: 'number',
    label: { zh: '学习率', en: 'Learning rate' },
    default: 0.5,
    min: 0.001,
    max: 100,
    step: 0.001,
    scale: 'log',
    hint: {
      zh: '在 B 上的，微调和从零相同；最后四分之一只用它的十分之一',
      en: 'on B, the same for both; a tenth of it in the last quarter',
    },
  },
  steps: {
    kind: 'number',
    label: { zh: '训练步数', en: 'Training steps' },
    default: 600,
    min: 20,
    max: 2000,
    step: 20,
    integer: true,
    hint: { zh: '在 B 上的，微调和从零相同；每步 20 张图', en: 'on B, the same for both; 20 images a step' },
  },
  shots: {
    kind: 'choice',
    label: { zh: '细看：每类标注', en: 'Looked at: labels per class' },
    default: '10',
    options: SHOTS.map((n) => ({ value: String(n), label: { zh: `${n} 张`, en: String(n) } })),
  },
  formula: {
    kind: 'choice',
    label: { zh: '参数相加', en: 'Sum of parameters' },
    default: 'arithmetic',
    options: [
      { value: 'arithmetic', label: { zh: '任务算术', en: 'task arithmetic' } },
      { value: 'printed', label: { zh: '照手稿', en: 'as printed' } },
      { value: 'strangers', label: { zh: '照手稿，加从零的 θ', en: 'as printed, strangers' } },
    ],
  },
  lambda: {
    kind: 'number',
    label: { zh: '系数 λ（α）', en: 'Coefficient λ (α)' },
    default: 1,
    min: -0.5,
    max: 2,
    step: 0.1,
  },
  pretraining: {
    kind: 'number',
    label: { zh: '预训练步数', en: 'Pre-training steps' },
    default: 4000,
    min: 0,
    max: 8000,
    step: 100,
    integer: true,
    more: true,
    hint: { zh: '在 A 上；0：没有预训练', en: 'on A; 0: no pre-training' },
  },
  seed: {
    kind: 'number',
    label: { zh: '随机种子', en: 'Seed' },
    default: 3,
    min: 0,
    max: 9999,
    step: 1,
    integer: true,
    more: true,
    hint: { zh: '换一组任务、图和起点', en: 'other tasks, images and starts' },
  },
} as const satisfies Params;

export type TuningValues = Values<typeof params>;
