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
      id: 'adam',
      label: { zh: 'Adam', en: 'Adam' },
      values: { optimiser: 'adam', learningRate: 0.3 },
      steps: 60,
      claim: {
        zh: 'Adam 在两个方向上步长相近，不怕狭长的谷。',
        en: 'Adam takes steps of like size in both directions and does not mind a narrow valley.',
      },
    },
    {
      id: 'plateau',
      label: { zh: '平原', en: 'A plateau' },
      values: { surface: 'logistic-mse', start: [-4, 0] },
      steps: 300,
      claim: {
        zh: 'Sigmoid 配均方误差，从左边中间出发：300 步之后损失仍是 0.670。',
        en: 'A sigmoid with squared error, from the middle of the left edge: after 300 steps the loss is still 0.670.',
      },
    },
    {
      id: 'no-plateau',
      label: { zh: '没有平原', en: 'No plateau' },
      values: { surface: 'logistic-ce', start: [-4, 0] },
      steps: 300,
      claim: {
        zh: '起点、学习率、数据都一样，只换成交叉熵：不到 100 步就到了谷底附近。',
        en: 'The same start, rate and data under cross-entropy: close to the bottom in under 100 steps.',
      },
    },
  ],
  run: { unit: { zh: '步', en: 'step' }, steps: 300, rate: 10, first: 60 },
  tour: [
    {
      text: {
        zh: '横轴是 w，纵轴是 b，颜色是损失：每一点是一个模型。白圈是起点，十字是损失最低的地方。',
        en: 'Across is w, up is b, the colour is the loss: every point is a model. The white circle is the start, the cross the lowest loss.',
      },
      values: {},
      steps: 0,
      look: 'map',
    },
    {
      text: {
        zh: '梯度下降每一步都朝最陡的方向走，与等高线垂直。坡陡，步子就大；越靠近谷底，步子越小。',
        en: 'Each step of gradient descent goes the steepest way down, at right angles to the contour. Where it is steep the step is long; near the bottom it is short.',
      },
      values: {},
      steps: 60,
      look: 'map',
    },
    {
      text: {
        zh: '学习率调到 1.1。这片地形在 b 方向弯得最厉害，二阶导数是 2，学习率超过 2/2 = 1 就每一步都越过谷底，越走越高。',
        en: 'A rate of 1.1. The ground bends most along b, with a second derivative of 2; above 2/2 = 1 every step overshoots the valley and lands higher.',
      },
      values: { learningRate: 1.1 },
      steps: 8,
      look: 'learningRate',
    },
    {
      text: {
        zh: '动量记得前几步的方向，像一个滚下山的球：沿着谷走得快，也会冲过头再荡回来。',
        en: 'Momentum remembers the steps before, like a ball rolling down: quick along the valley, and it swings past the bottom before it settles.',
      },
      values: { optimiser: 'momentum', learningRate: 0.05 },
      steps: 80,
      look: 'optimiser',
    },
    {
      text: {
        zh: '换成 sigmoid 和均方误差，再把起点放到左边中间：这里几乎是平的，60 步走不了多远。换成交叉熵，就没有这片平原。',
        en: 'A sigmoid with squared error, from the middle of the left edge: the ground is almost flat here, and 60 steps do not get far. Cross-entropy has no such plateau.',
      },
      values: { surface: 'logistic-mse', learningRate: 0.3, start: [-4, 0] },
      steps: 60,
      look: 'surface',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
