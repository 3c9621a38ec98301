import { defineDemo } from '@/lib/demo';
import type { Params } from '@/lib/params';

export const params = {
  optimiser: {
    kind: 'choice',
    label: { zh: '优化算法', en: 'Optimiser' },
    default: 'gd',
    options: [
      { value: 'gd', label: { zh: '梯度下降（GD）', en: 'gradient descent (GD)' } },
      { value: 'sgd', label: { zh: '随机梯度下降（SGD）', en: 'stochastic (SGD)' } },
      { value: 'momentum', label: { zh: '动量（Momentum）', en: 'momentum' } },
      { value: 'adam', label: { zh: 'Adam', en: 'Adam' } },
    ],
  },
  learningRate: {
    kind: 'number',
    label: { zh: '学习率', en: 'Learning rate' },
    default: 0.3,
    min: 0.001,
    max: 100,
    step: 0.001,
    scale: 'log',
  },
  surface: {
    kind: 'choice',
    label: { zh: '模型与损失', en: 'Model and loss' },
    default: 'line',
    options: [
      { value: 'line', label: { zh: '直线，均方误差', en: 'line, squared error' } },
      { value: 'logistic-mse', label: { zh: 'Sigmoid，均方误差', en: 'sigmoid, squared error' } },
      { value: 'logistic-ce', label: { zh: 'Sigmoid，交叉熵', en: 'sigmoid, cross-entropy' } },
    ],
  },
  momentum: {
    kind: 'number',
    label: { zh: '动量系数', en: 'Momentum' },
    default: 0.9,
    min: 0,
    max: 0.99,
    step: 0.01,
    more: true,
  },
  seed: {
    kind: 'number',
    label: { zh: '随机种子', en: 'Seed' },
    default: 7,
    min: 0,
    max: 9999,
    step: 1,
    integer: true,
    more: true,
  },
  /** Where the walk begins: w, b. */
  start: {
    kind: 'numbers',
    label: { zh: '起点', en: 'Start' },
    default: [-3, 2],
    min: -4,
    max: 4,
    minLength: 2,
    maxLength: 2,
    more: true,
    entries: [
      { zh: 'w', en: 'w' },
      { zh: 'b', en: 'b' },
    ],
  },
} as const satisfies Params;

export default defineDemo({
  id: 'loss-landscape',
  chapter: 1,
  title: { zh: '损失地形：下山的几种走法', en: 'Loss landscape: ways to walk downhill' },
  summary: {
    zh: '只有两个参数的模型，损失就是一张地形图：看梯度下降、SGD、动量和 Adam 怎样走，学习率太小或太大时会怎样。',
    en: 'With two parameters the loss is a map: see how gradient descent, SGD, momentum and Adam walk it, and what a learning rate too small or too large does.',
  },
  watch: {
    zh: '颜色越浅，损失越低。看路径是否走到最低点；点地图可以换起点。',
    en: 'The paler, the lower the loss. Watch whether the path reaches the lowest point; click the map to start elsewhere.',
  },
  params,
  presets: [
    {
      id: 'good-rate',
      label: { zh: '合适的学习率', en: 'A good rate' },
      values: {},
      steps: 60,
      claim: { zh: '学习率 0.3：60 步之内到达谷底。', en: 'At 0.3 the path reaches the bottom within 60 steps.' },
    },
    {
      id: 'small-rate',
      label: { zh: '太小', en: 'Too small' },
      values: { learningRate: 0.005 },
      steps: 60,
      claim: {
        zh: '学习率 0.005：60 步之后还在半山腰。',
        en: 'At 0.005 the path is still on the slope after 60 steps.',
      },
    },
    {
      id: 'too-large',
      label: { zh: '太大', en: 'Too large' },
      values: { learningRate: 1.1 },
      steps: 20,
      claim: {
        zh: '学习率 1.1：每一步都越过谷底，越走越高。',
        en: 'At 1.1 every step overshoots the valley and lands higher.',
      },
    },
    {
      id: 'cross-entropy',
      label: { zh: '交叉熵', en: 'Cross-entropy' },
      values: { surface: 'logistic-ce', learningRate: 1 },
      steps: 60,
      claim: {
        zh: '同一批数据换成交叉熵：地形只有一个谷，没有平原。',
        en: 'The same data under cross-entropy: one valley and no plateau.',
      },
    },
    {
      id: 'adam',
      label: { zh: 'Adam', en: 'Adam' },
      values: { optimiser: 'adam', learningRate: 0.3 },
      steps: 60,
      claim: {
        zh: 'Adam 在两个方向上步长相近，不怕狭长的谷。',
        en: 'Adam takes steps of like size in both directions and does not mind a narrow valley.',
      },
    },
  ],
  run: { unit: { zh: '步', en: 'step' }, steps: 300, rate: 10, first: 60 },
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
