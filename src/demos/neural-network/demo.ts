import { defineDemo } from '@/lib/demo';
import type { Params } from '@/lib/params';

const activations = [
  { value: 'sigmoid', label: { zh: 'Sigmoid', en: 'Sigmoid' } },
  { value: 'tanh', label: { zh: 'Tanh', en: 'Tanh' } },
  { value: 'relu', label: { zh: 'ReLU', en: 'ReLU' } },
  { value: 'linear', label: { zh: '无（线性）', en: 'None (linear)' } },
] as const;

export const params = {
  learningRate: {
    kind: 'number',
    label: { zh: '学习率', en: 'Learning rate' },
    default: 0.01,
    min: 0.001,
    max: 1000,
    step: 0.001,
    scale: 'log',
    hint: { zh: '每一步沿负梯度走多远', en: 'how far each step goes down the gradient' },
  },
  sample: {
    kind: 'choice',
    label: { zh: '图中的样本', en: 'Sample in the picture' },
    default: '1',
    options: [
      { value: '1', label: { zh: '样本 1', en: 'sample 1' } },
      { value: '2', label: { zh: '样本 2', en: 'sample 2' } },
      { value: '3', label: { zh: '样本 3', en: 'sample 3' } },
      { value: 'probe', label: { zh: '没见过的输入', en: 'an unseen input' } },
    ],
  },
  hidden: {
    kind: 'choice',
    label: { zh: '隐藏层激活', en: 'Hidden activation' },
    default: 'sigmoid',
    options: activations,
  },
  output: {
    kind: 'choice',
    label: { zh: '输出层激活', en: 'Output activation' },
    default: 'sigmoid',
    options: activations,
  },
  loss: {
    kind: 'choice',
    label: { zh: '损失', en: 'Loss' },
    default: 'mean',
    more: true,
    options: [
      { value: 'mean', label: { zh: '均方误差：平均', en: 'squared error, mean' } },
      { value: 'half-sum', label: { zh: '平方误差：½ 之和', en: 'squared error, ½ of the sum' } },
    ],
    hint: {
      zh: '两种写法差一个常数，等于换了学习率',
      en: 'the two differ by a constant, which rescales the learning rate',
    },
  },
  start: {
    kind: 'choice',
    label: { zh: '初始权重', en: 'Initial weights' },
    default: 'glorot',
    more: true,
    options: [
      { value: 'glorot', label: { zh: 'Glorot 均匀，偏置为 0', en: 'Glorot uniform, zero biases' } },
      { value: 'uniform', label: { zh: '0 到 1 均匀', en: 'uniform from 0 to 1' } },
      { value: 'normal', label: { zh: '标准正态', en: 'standard normal' } },
    ],
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
  inputs: {
    kind: 'numbers',
    label: { zh: '输入', en: 'Inputs' },
    hidden: true,
    default: [1, 0, 1, 0, 1, 0, 1, 1, 0],
    min: -10,
    max: 10,
    minLength: 9,
    maxLength: 9,
  },
  targets: {
    kind: 'numbers',
    label: { zh: '目标', en: 'Targets' },
    hidden: true,
    default: [0, 1, 1],
    min: -10,
    max: 10,
    minLength: 3,
    maxLength: 3,
  },
  /** An input that is never trained on: nothing says what its answer is. */
  probe: {
    kind: 'numbers',
    label: { zh: '没见过的输入', en: 'Unseen input' },
    hidden: true,
    default: [0, 1, 1],
    min: -10,
    max: 10,
    minLength: 3,
    maxLength: 3,
  },
  /** W1 (3,4), b1 (4), W2 (4,1), b2 (1), row by row; empty: drawn from the seed. */
  weights: {
    kind: 'numbers',
    label: { zh: '权重与偏置', en: 'Weights and biases' },
    hidden: true,
    default: [],
    min: -1000,
    max: 1000,
    minLength: 21,
    maxLength: 21,
    orEmpty: true,
  },
} as const satisfies Params;

export default defineDemo({
  id: 'neural-network',
  chapter: 1,
  title: { zh: '一个 3-4-1 的神经网络', en: 'A 3-4-1 neural network' },
  summary: {
    zh: '三个输入、四个隐藏神经元、一个输出，一共 21 个参数：每个数都看得见、改得动，训练 1,000 轮只要一眨眼。',
    en: 'Three inputs, four hidden neurons, one output, 21 parameters in all: every number is visible, can be changed, and is trained 1,000 epochs in a blink.',
  },
  watch: {
    zh: '看三个输出往哪里走：学习率 0.01 时都挤向平均值 2/3；换成“学会”，才各自走到 0、1、1。点任意一个数可以改它。',
    en: 'Watch where the outputs go: at a rate of 0.01 they huddle at the mean, 2/3; under “It learns” each reaches its target. Click any number to change it.',
  },
  params,
  presets: [
    {
      id: 'manuscript',
      label: { zh: '手稿的程序', en: 'The manuscript’s program' },
      values: {},
      steps: 1000,
      claim: {
        zh: '学习率 0.01：1,000 轮之后损失 0.205，只比永远答平均值（0.222）好一点。',
        en: 'At 0.01 the loss after 1,000 epochs is 0.205, little better than always answering the mean (0.222).',
      },
    },
    {
      id: 'learns',
      label: { zh: '学会', en: 'It learns' },
      values: { learningRate: 5 },
      steps: 1000,
      claim: {
        zh: '学习率 5：1,000 轮之后三个样本全部答对，误差都小于 0.02。',
        en: 'At 5 all three samples are right after 1,000 epochs, each within 0.02 of its target.',
      },
    },
    {
      id: 'diverges',
      label: { zh: '发散', en: 'It diverges' },
      values: { hidden: 'relu', output: 'linear', learningRate: 10 },
      steps: 1000,
      claim: {
        zh: 'ReLU、线性输出、学习率 10：不到 20 轮，数就大到无法表示；运行停下，指出是哪一轮、哪个量。',
        en: 'ReLU, linear output and a learning rate of 10: in under 20 epochs a number overflows, and the run halts and says which.',
      },
    },
    {
      id: 'half-sum',
      label: { zh: '½ 之和', en: 'Half the sum' },
      values: { loss: 'half-sum' },
      steps: 1000,
      claim: {
        zh: '损失写成 ½ 之和，同一个 0.01 走出的路，与写成平均时的 0.015 相同。',
        en: 'With half the sum of squares as its loss, a rate of 0.01 takes the same path as 0.015 on the mean.',
      },
    },
    {
      id: 'unseen',
      label: { zh: '没见过的输入', en: 'An unseen input' },
      values: { learningRate: 5, sample: 'probe' },
      steps: 1000,
      claim: {
        zh: '三个样本全部答对的网络，对没见过的 (0, 1, 1) 也照样给出一个数；数据没有说它该是多少。',
        en: 'A network that has all three samples right gives a number for (0, 1, 1) too, though no data say what it should be.',
      },
    },
    {
      id: 'linear',
      label: { zh: '去掉激活函数', en: 'No activation' },
      values: { hidden: 'linear', output: 'linear' },
      steps: 1000,
      claim: {
        zh: '去掉激活函数，隐藏层的输出就是 z；两层合起来，只是输入的一个线性函数。',
        en: 'Without activation functions a hidden neuron puts out its z, and both layers together are one linear function of the input.',
      },
    },
    {
      id: 'normal-start',
      label: { zh: '标准正态起点', en: 'A normal start' },
      values: { start: 'normal' },
      steps: 1000,
      claim: {
        zh: '权重和偏置都从标准正态分布抽取，学习率 0.01：1,000 轮之后损失 0.256，还不如永远答平均值（0.222）。',
        en: 'With weights and biases drawn from a standard normal, 1,000 epochs at 0.01 end at 0.256, worse than always answering the mean (0.222).',
      },
    },
  ],
  run: { unit: { zh: '轮', en: 'epoch' }, steps: 1000, rate: 100 },
  tour: [
    {
      text: {
        zh: '左边三个圆是输入，中间四个是隐藏神经元，右边一个是输出。每条线上的数是一个权重，圆下面的 b 是偏置：一共 21 个参数，现在都还是随机的起点。',
        en: 'Three inputs on the left, four hidden neurons in the middle, one output on the right. The number on each line is a weight, the b under a circle its bias: 21 parameters, all still at their random start.',
      },
      values: {},
      steps: 0,
      look: 'graph',
    },
    {
      text: {
        zh: '输入 (1, 0, 1) 从左往右走：乘权重，相加，加偏置，再通过 sigmoid。点任意一个隐藏神经元，看它的算式。',
        en: 'The input (1, 0, 1) goes from left to right: times the weights, summed, plus the bias, through the sigmoid. Click a hidden neuron to read its arithmetic.',
      },
      look: 'graph',
    },
    {
      text: {
        zh: '竖线是目标，圆点是网络的输出，两者的距离就是误差。误差平方的平均是损失，画在左边。还没有训练，输出与目标无关。',
        en: 'The upright line is the target, the dot what the network says; the distance is the error. The mean of the squared errors is the loss, drawn on the left. Untrained, the outputs have nothing to do with the targets.',
      },
      look: 'predictions',
    },
    {
      text: {
        zh: '学习率 0.01，训练 1,000 轮。损失降到了灰线附近：灰线是“不看输入、永远回答平均值”的损失。三个输出也都挤在平均值 2/3 附近。',
        en: 'A thousand epochs at a learning rate of 0.01. The loss has come down to about the grey line, which is the loss of always answering the mean without looking at the input. All three outputs huddle near that mean, 2/3.',
      },
      values: {},
      steps: 1000,
      look: 'curve',
    },
    {
      text: {
        zh: '同一个起点，学习率换成 5，同样 1,000 轮：三个圆点都到了目标上。方法没有变，变的是步子。',
        en: 'The same start at a learning rate of 5, again 1,000 epochs: all three dots reach their targets. The method is the same; the steps are not.',
      },
      values: { learningRate: 5 },
      steps: 1000,
      look: 'learningRate',
    },
    {
      text: {
        zh: '最后一行 (0, 1, 1) 从没训练过。网络照样给出一个数，而三个样本里没有任何东西说它该是多少。换一个随机种子再训练：前三个仍然答对，这个数却会变。',
        en: 'The last line, (0, 1, 1), was never trained on. The network gives a number all the same, though nothing in the three samples says what it should be. Train again from another seed: the first three stay right, and this number moves.',
      },
      values: { learningRate: 5, sample: 'probe' },
      steps: 1000,
      look: 'predictions',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
