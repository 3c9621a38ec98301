import { defineDemo } from '@/lib/demo';
import type { Params } from '@/lib/params';

const numbers = (zh: string, en: string, ...leaves: number[]) =>
  ({
    kind: 'numbers',
    label: { zh, en },
    hidden: true,
    default: leaves,
    min: -10,
    max: 10,
    minLength: leaves.length,
    maxLength: leaves.length,
  }) as const;

export const params = {
  graph: {
    kind: 'choice',
    label: { zh: '计算图', en: 'Graph' },
    default: 'neuron',
    options: [
      { value: 'neuron', label: { zh: '一个神经元', en: 'one neuron' } },
      { value: 'net', label: { zh: '2–2–1 网络', en: '2–2–1 network' } },
      { value: 'batch', label: { zh: '一个神经元，两个样本', en: 'one neuron, two samples' } },
    ],
  },
  rule: {
    kind: 'choice',
    label: { zh: '反向规则', en: 'Backward rule' },
    default: 'chain',
    options: [
      { value: 'chain', label: { zh: '链式法则', en: 'the chain rule' } },
      { value: 'updates', label: { zh: '照手稿 2.1.3 节', en: 'as printed in 2.1.3' } },
      { value: 'errors', label: { zh: '照手稿的算法代码', en: 'as printed, algorithm code' } },
    ],
    hint: {
      zh: '手稿的两段程序都写错了：看校验从哪个数开始不通过',
      en: 'both of the manuscript’s programs are wrong: see where the check begins to fail',
    },
  },
  learningRate: {
    kind: 'number',
    label: { zh: '学习率', en: 'Learning rate' },
    default: 0.5,
    min: 0.001,
    max: 10,
    step: 0.001,
    scale: 'log',
  },
  h: {
    kind: 'number',
    label: { zh: '有限差分的步长 h', en: 'Step h of the finite difference' },
    default: 1e-4,
    min: 1e-14,
    max: 1,
    step: 1e-6,
    scale: 'log',
    more: true,
    hint: {
      zh: '太大，曲线不再像直线；太小，差被舍入吃掉',
      en: 'too large and the curve is no line; too small and rounding eats the difference',
    },
  },
  /** x₁ x₂ w₁ w₂ b t */
  neuron: numbers('神经元的数', 'Numbers of the neuron', -1, -2, 2, -3, -3, 0),
  /** x₁ x₂ w₁₁ w₂₁ w₁₂ w₂₂ b₁ b₂ v₁ v₂ c t */
  net: numbers('网络的数', 'Numbers of the network', 1, -2, 0.5, -0.3, -0.4, 0.2, 0.1, 0.3, 0.8, -0.6, 0.2, 1),
  /** x₁ x₂ w b t₁ t₂ */
  batch: numbers('两个样本的数', 'Numbers of the two samples', 1, -2, 0.8, 0.3, 1, 0),
} as const satisfies Params;

export default defineDemo({
  id: 'backprop',
  chapter: 2,
  title: { zh: '反向传播：一次一步运算', en: 'Backpropagation, one operation at a time' },
  summary: {
    zh: '在计算图上一步一步往前算、往回算，也能退回去：每个值、每个局部导数、每个梯度都是看得见的数，旁边就是有限差分的校验。',
    en: 'Step forward and backward through a computation graph, one operation at a time: every value, local derivative and gradient is a number, with a finite-difference check beside it.',
  },
  watch: {
    zh: '前向自上而下，反向自下而上：每个节点把收到的梯度乘以自己的局部导数，再往上传。点任意一个数，看它的校验。',
    en: 'Forward runs down, backward runs up: each node multiplies the gradient it receives by its own local derivative and passes it on. Click any number to see its check.',
  },
  params,
  presets: [
    {
      id: 'neuron',
      label: { zh: '一个神经元', en: 'One neuron' },
      values: {},
      steps: 10,
      claim: {
        zh: '五步前向，五步反向：全部梯度都与有限差分一致。',
        en: 'Five operations forward, five back: every gradient agrees with its finite difference.',
      },
    },
    {
      id: 'net',
      label: { zh: '2–2–1 网络', en: '2–2–1 network' },
      values: { graph: 'net' },
      steps: 26,
      claim: {
        zh: '十三步前向，十三步反向，25 个梯度全部通过；x₁ 有两个去处，它的梯度是两份之和。',
        en: 'Thirteen operations forward, thirteen back, and all 25 gradients pass; x₁ goes two ways, so its gradient is a sum of two.',
      },
    },
    {
      id: 'batch',
      label: { zh: '两个样本', en: 'Two samples' },
      values: { graph: 'batch' },
      steps: 14,
      claim: {
        zh: '两个样本共用 w 和 b：各自的梯度相加，和才是对的。',
        en: 'Two samples share w and b: their gradients add up, and only the sum is right.',
      },
    },
    {
      id: 'saturated',
      label: { zh: '饱和', en: 'Saturated' },
      values: { neuron: [1, 1, 3, 3, 2, 0] },
      steps: 7,
      claim: {
        zh: '输出几乎错到底，σ 的局部导数却只有 0.0003：梯度在这里几乎断了。',
        en: 'The output could hardly be more wrong, yet the local derivative of σ is 0.0003: the gradient all but stops here.',
      },
    },
    {
      id: 'printed-updates',
      label: { zh: '照手稿 2.1.3 节', en: 'As printed in 2.1.3' },
      values: { graph: 'net', rule: 'updates' },
      steps: 26,
      claim: {
        zh: '九个参数里只有两个隐藏层偏置 b₁、b₂ 通过；权重乘错了数，c 少了 σ′。',
        en: 'Of nine parameters only the hidden biases b₁ and b₂ pass; the weights are multiplied by the wrong numbers, and c lacks σ′.',
      },
    },
    {
      id: 'printed-errors',
      label: { zh: '照手稿的算法代码', en: 'As printed, algorithm code' },
      values: { graph: 'net', rule: 'errors' },
      steps: 26,
      claim: {
        zh: '九个参数里只有输出偏置 c 通过：误差没有经过权重 v，也没有乘上输入。',
        en: 'Of nine parameters only the output bias c passes: the error never goes through the weights v, nor is it multiplied by the inputs.',
      },
    },
  ],
  run: { unit: { zh: '步', en: 'operation' }, steps: 54, rate: 2, first: 7 },
  tour: [
    {
      text: {
        zh: '先往前算。每个框是一个数：最上面的 x、w 是给定的，往下每个框是一步运算。现在走完五步：两次乘法、一次求和、一次 σ，最后是损失 L = ½(ŷ − t)²。',
        en: 'Forward first. Each box is a number: x and w at the top are given, and every box below is one operation. Five are done: two products, a sum, a σ, and the loss L = ½(ŷ − t)².',
      },
      values: {},
      steps: 5,
      look: 'graph',
    },
    {
      text: {
        zh: '再往回算。L 对自己的导数是 1；σ 收到 ∂L/∂ŷ，乘以自己的局部导数 ŷ(1 − ŷ)，得到 ∂L/∂z，往上传。反向传播的每一步都是这样一次乘法。',
        en: 'Now back. The derivative of L by itself is 1; σ receives ∂L/∂ŷ, multiplies it by its own local derivative ŷ(1 − ŷ), and passes ∂L/∂z up. Every backward step is one such product.',
      },
      values: {},
      steps: 7,
      look: 'working',
    },
    {
      text: {
        zh: '走到顶，每个数都有了梯度。✓ 表示它与有限差分一致：把这个数加一点、减一点，各算一遍损失，看它变多少。点一个数，两种算法并排给你看。',
        en: 'At the top every number has its gradient. A ✓ says that it agrees with a finite difference: move the number a little up and a little down, compute the loss twice, see how much it moved. Click a number to see both.',
      },
      values: {},
      steps: 10,
      look: 'inspector',
    },
    {
      text: {
        zh: '两个样本共用同一个 w 和同一个 b。一个数用了两次，就从两条路收到梯度，要相加。',
        en: 'Two samples share one w and one b. A number that is used twice receives a gradient along two ways, and they add up.',
      },
      values: { graph: 'batch' },
      steps: 14,
      look: 'working',
    },
    {
      text: {
        zh: '手稿 2.1.3 节的更新公式：输出层权重用了“输出 × 误差”，输入权重乘的是隐藏层输出。公式看着像，✗ 一个接一个：差分一查就露馅。',
        en: 'The update of section 2.1.3 as printed: output weights take output × error, input weights are multiplied by the hidden output. It looks alike, yet ✗ follows ✗: a difference finds it out.',
      },
      values: { graph: 'net', rule: 'updates' },
      steps: 26,
      look: 'graph',
    },
    {
      text: {
        zh: '最后一步才是更新：每个参数减去学习率乘以梯度。反向传播只负责算出梯度；用梯度去走的是梯度下降，它才是优化算法。',
        en: 'Only the last step is the update: each parameter less the learning rate times its gradient. Backpropagation computes the gradient; what walks along it is gradient descent, and that is the optimiser.',
      },
      values: { graph: 'net' },
      steps: 27,
      look: 'working',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
