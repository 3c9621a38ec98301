import { defineDemo } from '@/lib/demo';
import type { Params } from '@/lib/params';

export const params = {
  cell: {
    kind: 'choice',
    label: { zh: '看哪个单元', en: 'Cell to look into' },
    default: 'rnn',
    options: [
      { value: 'rnn', label: { zh: 'RNN', en: 'RNN' } },
      { value: 'lstm', label: { zh: 'LSTM', en: 'LSTM' } },
      { value: 'gru', label: { zh: 'GRU', en: 'GRU' } },
    ],
  },
  scale: {
    kind: 'number',
    label: { zh: '循环矩阵的谱半径', en: 'Spectral radius of the recurrent matrix' },
    default: 0.7,
    min: 0.1,
    max: 4,
    step: 0.05,
    hint: {
      zh: '初始的尺度：小于 1 逐步缩小，大于 1 逐步放大',
      en: 'initial scale: below 1 it shrinks, above 1 it stretches',
    },
  },
  length: {
    kind: 'number',
    label: { zh: '序列长度', en: 'Sequence length' },
    default: 50,
    min: 2,
    max: 100,
    step: 1,
    integer: true,
  },
  gateBias: {
    kind: 'number',
    label: { zh: '保留门的偏置', en: 'Bias of the gate that keeps' },
    default: 1,
    min: -2,
    max: 8,
    step: 0.5,
    hint: { zh: 'LSTM 的遗忘门 f，GRU 的更新门 z', en: 'the LSTM’s forget gate f, the GRU’s update gate z' },
  },
  printed: {
    kind: 'switch',
    label: { zh: 'RNN 照手稿的公式', en: 'RNN as printed' },
    default: false,
    hint: {
      zh: 'hₜ = tanh(Wₓ hₜ₋₁ + Wₕ hₜ₋₁)：输入从未进入',
      en: 'hₜ = tanh(Wₓ hₜ₋₁ + Wₕ hₜ₋₁): the input never enters',
    },
  },
  clip: {
    kind: 'switch',
    label: { zh: '裁剪梯度', en: 'Clip the gradient' },
    default: false,
    hint: {
      zh: '全部权重的梯度超过上限时，按比例缩短',
      en: 'shortens the gradient of all weights to at most the limit',
    },
  },
  of: {
    kind: 'choice',
    label: { zh: '梯度', en: 'Gradient' },
    default: 'state',
    options: [
      { value: 'state', label: { zh: '对每一步的状态', en: 'by the state of each step' } },
      { value: 'input', label: { zh: '对每一步的输入', en: 'by the input of each step' } },
    ],
    more: true,
  },
  hidden: {
    kind: 'number',
    label: { zh: '隐藏单元', en: 'Hidden units' },
    default: 16,
    min: 2,
    max: 32,
    step: 1,
    integer: true,
    more: true,
  },
  activation: {
    kind: 'choice',
    label: { zh: 'RNN 的激活函数', en: 'Activation of the RNN' },
    default: 'tanh',
    options: [
      { value: 'tanh', label: { zh: 'tanh', en: 'tanh' } },
      { value: 'relu', label: { zh: 'ReLU', en: 'ReLU' } },
    ],
    more: true,
  },
  maxNorm: {
    kind: 'number',
    label: { zh: '裁剪的上限', en: 'Limit of the clipping' },
    default: 1,
    min: 0.01,
    max: 100,
    step: 0.01,
    scale: 'log',
    more: true,
  },
  learningRate: {
    kind: 'number',
    label: { zh: '学习率（Adam）', en: 'Learning rate (Adam)' },
    default: 0.01,
    min: 0.0001,
    max: 1,
    step: 0.0001,
    scale: 'log',
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
  /** The step that is worked out; the last one where the sequence is shorter. */
  at: {
    kind: 'number',
    label: { zh: '演算的时间步', en: 'Time step worked out' },
    default: 30,
    min: 2,
    max: 100,
    step: 1,
    integer: true,
    more: true,
  },
} as const satisfies Params;

export default defineDemo({
  id: 'rnn-gradients',
  chapter: 2,
  title: { zh: '梯度穿过时间：RNN、LSTM 与 GRU', en: 'Gradients through time: RNN, LSTM and GRU' },
  summary: {
    zh: '同一个种子、同一条序列，看梯度从最后一步传回第一步还剩多少：RNN 怎样消失或爆炸，门怎样把它留住，裁剪管得了什么、管不了什么。',
    en: 'One seed, one sequence: how much of the gradient is left on its way from the last step to the first, how an RNN loses or explodes it, how gates keep it, what clipping can do and what it cannot.',
  },
  watch: {
    zh: '任务是记住第一个字母。曲线从最后一步往回走，每走一步乘一次雅可比矩阵；到第 1 步还剩多少，网络就能从首字母学到多少。',
    en: 'The task is to remember the first letter. The curve runs from the last step back, times one Jacobian a step; what is left at step 1 is what can be learnt of that letter.',
  },
  params,
  presets: [
    {
      id: 'vanishes',
      label: { zh: 'RNN：消失', en: 'RNN: vanishes' },
      values: {},
      claim: {
        zh: '谱半径 0.7，50 步：RNN 的梯度从 0.490 缩到 2.42×10⁻⁹，只剩两亿分之一，每步平均乘 0.677；同一个种子的 LSTM 剩下 473 分之一。',
        en: 'Radius 0.7, 50 steps: the RNN’s gradient falls from 0.490 to 2.42×10⁻⁹, one part in two hundred million, times 0.677 a step; of the LSTM’s, with the same seed, one part in 473 is left.',
      },
    },
    {
      id: 'explodes',
      label: { zh: 'RNN：爆炸', en: 'RNN: explodes' },
      values: { hidden: 32, scale: 2.5, seed: 2 },
      claim: {
        zh: '谱半径 2.5，32 个单元：RNN 的梯度往回走 49 步，放大 13 万倍；tanh 饱和也没有拦住它。',
        en: 'Radius 2.5, 32 units: on its 49 steps back the RNN’s gradient grows 130 thousand times, for all that tanh saturates.',
      },
    },
    {
      id: 'keeps',
      label: { zh: 'LSTM：留住', en: 'LSTM: keeps it' },
      values: { gateBias: 4, cell: 'lstm' },
      claim: {
        zh: '保留门的偏置调到 4，σ(4) = 0.982：LSTM 的梯度走完 50 步不减反增（0.438 到 0.772），GRU 留下将近一半；RNN 没有门，仍是 2.42×10⁻⁹。',
        en: 'With a bias of 4 on the gate that keeps, σ(4) = 0.982, the LSTM’s gradient comes through 50 steps undiminished (0.438 to 0.772) and the GRU keeps almost half; the RNN has no gate and is still at 2.42×10⁻⁹.',
      },
    },
    {
      id: 'gate-shut',
      label: { zh: 'LSTM：门半开', en: 'LSTM: gate half shut' },
      values: { gateBias: 0, cell: 'lstm' },
      claim: {
        zh: '偏置为 0，遗忘门在 0.5 上下：LSTM 的梯度也缩到 7.41×10⁻¹⁰，比 RNN 还小。留住梯度的是开着的门，不是 LSTM 这个名字。',
        en: 'With a bias of 0 the forget gate stands near 0.5, and the LSTM’s gradient falls to 7.41×10⁻¹⁰, below the RNN’s: an open gate keeps gradients, not the name LSTM.',
      },
    },
    {
      id: 'clip-explodes',
      label: { zh: '裁剪：管得住爆炸', en: 'Clipping tames explosion' },
      values: { hidden: 32, scale: 2.5, seed: 2, clip: true },
      claim: {
        zh: '还是爆炸的 RNN：全部权重的梯度从 105,000 缩到 1，方向不变，步子有了上限；曲线的形状一点没变。',
        en: 'The exploding RNN again: the gradient of all weights is shortened from 105,000 to 1 and keeps its direction, so the step is bounded; the curve has the same shape as before.',
      },
    },
    {
      id: 'clip-vanishes',
      label: { zh: '裁剪：救不了消失', en: 'Clipping revives nothing' },
      values: { clip: true },
      claim: {
        zh: '消失的 RNN 也打开裁剪：没有一个梯度超过 1，什么都没有发生，第 1 步仍是 2.42×10⁻⁹。裁剪只会缩短，不会放大。',
        en: 'Clipping for the RNN that vanishes: no gradient is longer than 1, nothing happens, and step 1 is still at 2.42×10⁻⁹. Clipping shortens; it never lengthens.',
      },
    },
    {
      id: 'remembers',
      label: { zh: '训练 80 步', en: 'After 80 training steps' },
      values: { scale: 0.5, gateBias: 5, learningRate: 0.02, hidden: 12, seed: 1, clip: true, cell: 'gru' },
      steps: 80,
      claim: {
        zh: '训练 80 步：LSTM 和 GRU 隔着 49 个数字记住了首字母，没见过的序列全部答对；RNN 答对 24%，和乱猜的 25% 一样。换一个种子，LSTM 可能要久得多。',
        en: 'After 80 steps LSTM and GRU remember the first letter across 49 digits and get every unseen sequence right; the RNN gets 24%, no better than the 25% of guessing. With another seed the LSTM may take much longer.',
      },
    },
    {
      id: 'printed',
      label: { zh: '照手稿的公式（E7）', en: 'As printed (E7)' },
      values: { printed: true, of: 'input' },
      claim: {
        zh: 'hₜ = tanh(Wₓ hₜ₋₁ + Wₕ hₜ₋₁)：RNN 对每一步输入的梯度恰好是 0，换成任何别的序列，输出一点不动。',
        en: 'hₜ = tanh(Wₓ hₜ₋₁ + Wₕ hₜ₋₁): the RNN’s gradient by every input is exactly 0, and no other sequence moves its output at all.',
      },
    },
  ],
  run: { unit: { zh: '步', en: 'step' }, steps: 120, rate: 10 },
  tour: [
    {
      text: {
        zh: '一个字母，后面 49 个没有意义的数字；最后要答出那个字母。损失在第 50 步算出，梯度从这里出发，往左边的字母走：横轴从 50 数到 1。',
        en: 'A letter, then 49 digits that mean nothing; at the end the letter is asked for. The loss is computed at step 50, and its gradient sets out from there towards the letter: the axis counts from 50 down to 1.',
      },
      values: {},
      steps: 0,
      look: 'sequence',
    },
    {
      text: {
        zh: '对数轴上的直线，就是每步乘同一个数。RNN 每步乘 0.677，49 次之后只剩两亿分之一：首字母对损失的影响，网络几乎看不见。',
        en: 'On a logarithmic axis a straight line is the same factor at every step. The RNN’s is 0.677, and after 49 of them one part in two hundred million is left: what the letter does to the loss can hardly be seen.',
      },
      values: {},
      steps: 0,
      look: 'curve',
    },
    {
      text: {
        zh: '每一步乘的是雅可比矩阵：tanh 的导数（不超过 1）乘以循环矩阵。最大奇异值是上限，实际的倍数都在它下面。点曲线上的任意一步，看其中一个数是怎样乘出来的。',
        en: 'Each step multiplies by a Jacobian: the derivative of tanh, at most 1, times the recurrent matrix. Its largest singular value is the bound, and the measured factor lies below. Click any step for the arithmetic of one number.',
      },
      values: {},
      steps: 0,
      look: 'working',
    },
    {
      text: {
        zh: 'LSTM 的单元状态往回走，每一步主要乘遗忘门 f。把偏置调到 4，f 接近 1，梯度就走得到头；调到 0，它消失得和 RNN 一样快。',
        en: 'Back along the LSTM’s cell state each step multiplies by the forget gate f, in the main. At a bias of 4 f is close to 1 and the gradient arrives; at 0 it vanishes as fast as the RNN’s.',
      },
      values: { gateBias: 4, cell: 'lstm' },
      steps: 0,
      look: 'gateBias',
    },
    {
      text: {
        zh: '谱半径 2.5，梯度改成爆炸。裁剪把全部权重的梯度按比例缩到 1：步子有了上限，曲线的形状没变。消失的梯度它救不回来。',
        en: 'At a radius of 2.5 the gradient explodes instead. Clipping scales the gradient of all weights down to 1: the step is bounded, the shape of the curve is not touched. What has vanished it cannot bring back.',
      },
      values: { hidden: 32, scale: 2.5, seed: 2, clip: true },
      steps: 0,
      look: 'cells',
    },
    {
      text: {
        zh: '手稿把公式印成了 hₜ = tanh(Wₓ hₜ₋₁ + Wₕ hₜ₋₁)：Wₓ 乘的应当是 xₜ。照印的算，输入从未进入，梯度对每个输入都恰好是 0，什么也学不到。',
        en: 'The manuscript prints hₜ = tanh(Wₓ hₜ₋₁ + Wₕ hₜ₋₁); Wₓ should multiply xₜ. Computed as printed no input ever enters, the gradient by every input is exactly 0, and there is nothing to learn from.',
      },
      values: { printed: true, of: 'input' },
      steps: 0,
      look: 'curve',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
