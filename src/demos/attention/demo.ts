import { defineDemo } from '@/lib/demo';
import type { Params } from '@/lib/params';
import { fits, LEAST, MOST } from './tokens';

export const params = {
  mode: {
    kind: 'choice',
    label: { zh: '看什么', en: 'What to see' },
    default: 'sentence',
    options: [
      { value: 'sentence', label: { zh: '一句话，未经训练', en: 'a sentence, untrained' } },
      { value: 'copy', label: { zh: '学习：照抄', en: 'learn to copy' } },
      { value: 'reverse', label: { zh: '学习：倒过来写', en: 'learn to reverse' } },
      { value: 'brackets', label: { zh: '学习：括号配对', en: 'learn to match brackets' } },
    ],
  },
  text: {
    kind: 'text',
    label: { zh: '你的句子（空着用例句）', en: 'Your sentence (or ours)' },
    default: '',
    maxLength: 60,
    example: 'Wait...what!',
    rule: {
      text: {
        zh: `${LEAST} 到 ${MOST} 个词元：一个汉字、一个英文单词或一个标点各算一个`,
        en: `${LEAST} to ${MOST} tokens; a Chinese character, a word and a punctuation mark count as one each`,
      },
      holds: fits,
    },
  },
  heads: {
    kind: 'number',
    label: { zh: '头数 H', en: 'Heads H' },
    default: 1,
    min: 1,
    max: 4,
    step: 1,
    integer: true,
  },
  size: {
    kind: 'choice',
    label: { zh: '每个头的维数 d', en: 'Size of a head d' },
    default: '4',
    options: [
      { value: '2', label: { zh: '2', en: '2' } },
      { value: '4', label: { zh: '4', en: '4' } },
      { value: '8', label: { zh: '8', en: '8' } },
      { value: '16', label: { zh: '16', en: '16' } },
      { value: '64', label: { zh: '64', en: '64' } },
    ],
  },
  scale: {
    kind: 'choice',
    label: { zh: '缩放 1/√d', en: 'Scale 1/√d' },
    default: 'inside',
    options: [
      { value: 'inside', label: { zh: '在 softmax 里面', en: 'inside softmax' } },
      { value: 'off', label: { zh: '不缩放', en: 'off' } },
      { value: 'printed', label: { zh: '照手稿：在外面', en: 'as printed: outside' } },
    ],
  },
  causal: { kind: 'switch', label: { zh: '因果掩码', en: 'Causal mask' }, default: false },
  temperature: {
    kind: 'number',
    label: { zh: '温度', en: 'Temperature' },
    default: 1,
    min: 0.1,
    max: 10,
    step: 0.01,
    scale: 'log',
    hint: { zh: '分数先除以它再进 softmax', en: 'scores are divided by it before softmax' },
  },
  ownToken: {
    kind: 'switch',
    label: { zh: '学习：查询知道自己的词元', en: 'Learning: queries know their token' },
    default: true,
    more: true,
  },
  learningRate: {
    kind: 'number',
    label: { zh: '学习率', en: 'Learning rate' },
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
  /** Which head is shown, from 1. */
  head: {
    kind: 'number',
    label: { zh: '看第几个头', en: 'Head shown' },
    default: 1,
    min: 1,
    max: 4,
    step: 1,
    integer: true,
    hidden: true,
  },
  /** Row and column of the number whose arithmetic is shown, from 0; what lies outside the matrix means its last. */
  cell: {
    kind: 'numbers',
    label: { zh: '选中的数', en: 'Number chosen' },
    default: [2, 0],
    min: 0,
    max: 255,
    minLength: 2,
    maxLength: 2,
    hidden: true,
  },
} as const satisfies Params;

export default defineDemo({
  id: 'attention',
  chapter: 2,
  title: { zh: '注意力：每个数怎么来，梯度怎么回去', en: 'Attention, number by number, forward and back' },
  summary: {
    zh: '你自己的一句话，走进一层注意力：Q、K、V、分数、权重、输出，再一步步反向回来，每个数都能拆到乘积，每个梯度旁边都有有限差分；还能看着一个头学会倒写和括号配对。',
    en: 'Your own sentence through a layer of attention: Q, K, V, scores, weights, output, and the gradients all the way back, every number down to its products and every gradient beside its finite difference. Then watch a head learn to reverse and to match brackets.',
  },
  watch: {
    zh: '按“走一步”，一次算一个矩阵；点任意一格，看它由哪一行、哪一列乘出来。',
    en: 'Each step computes one matrix. Click any cell to see which row and which column it is made of.',
  },
  params,
  presets: [
    {
      id: 'own-sentence',
      label: { zh: '一句话', en: 'A sentence' },
      values: {},
      steps: 5,
      claim: {
        zh: '每一行是一个词元分给各个词元的权重，和为 1。参数没有训练过，权重也就没有含义：换一句同样长、没有重复词的话，数字完全一样。',
        en: 'Each row is how one token shares its weight among all, and sums to 1. Nothing is trained, so the weights mean nothing: another sentence as long, without repeated words, gives the very same numbers.',
      },
    },
    {
      id: 'chinese',
      label: { zh: '重复的汉字', en: 'Repeated, in Chinese' },
      values: { text: '我知道你知道我知道' },
      steps: 5,
      claim: {
        zh: '九个字，只有四个不同：同一个字的三行权重完全相同。注意力自己分不出先后，所以才需要位置编码。',
        en: 'Nine characters, four of them different: rows of the same character are the same. Attention by itself knows no order, which is why positions are encoded.',
      },
    },
    {
      id: 'english',
      label: { zh: '重复的英文词', en: 'Repeated, in English' },
      values: { text: 'the dog sees the cat that sees the dog' },
      steps: 5,
      claim: {
        zh: '三个 the 的权重一模一样，谁看谁都分不清：“狗看猫”和“猫看狗”在这里没有区别。',
        en: 'All three “the” have the same weights: without positions, who sees whom is lost.',
      },
    },
    {
      id: 'causal',
      label: { zh: '因果掩码', en: 'Causal mask' },
      values: { causal: true },
      steps: 6,
      claim: {
        zh: '对角线右上方全是 0：每个词元只看自己和前面的。第一个只能看自己，权重是 1。',
        en: 'Right of the diagonal all is 0: a token sees itself and what came before. The first sees only itself, with weight 1.',
      },
    },
    {
      id: 'no-scale-64',
      label: { zh: 'd = 64，不缩放', en: 'd = 64, no scale' },
      values: { size: '64', scale: 'off' },
      steps: 5,
      claim: {
        zh: '分数的方差随 d 增大，d = 64 时 softmax 几乎把权重全给了一个词元：熵从缩放时的 1.923 比特降到 0.163，梯度穿过 softmax 只剩 6.3%，缩放时是 18.6%。',
        en: 'The variance of the scores grows with d; at 64 softmax gives almost all weight to one token: entropy falls from 1.923 bits to 0.163, and 6.3% of the gradient gets through softmax, against 18.6% with the scale.',
      },
    },
    {
      id: 'as-printed',
      label: { zh: '照手稿：1/√d 在外面', en: 'As printed: 1/√d outside' },
      values: { size: '64', scale: 'printed' },
      steps: 5,
      claim: {
        zh: '手稿印的是 (1/√d)·softmax(QKᵀ)V：权重照样饱和，熵 0.163 比特，输出又缩小到 1/8；传到分数的梯度只有正确公式的 1/54。',
        en: 'As printed, (1/√d)·softmax(QKᵀ)V: the weights saturate all the same, entropy 0.163 bits, and the output shrinks to an eighth; the gradient of the scores is 1/54 of that of the right formula.',
      },
    },
    {
      id: 'backward-cell',
      label: { zh: '一个梯度', en: 'One gradient' },
      values: { cell: [1, 3] },
      steps: 12,
      claim: {
        zh: 'dS[2, 4] = 0.1524 × [−2.780 − (−0.324)] = −0.3744，有限差分同意。softmax 的梯度先减去这一行的加权平均，所以每一行的和是 0。',
        en: 'dS[2, 4] = 0.1524 × [−2.780 − (−0.324)] = −0.3744, and the finite difference agrees. Softmax subtracts the weighted mean of the row first, so every row sums to 0.',
      },
    },
    {
      id: 'learned-copy',
      label: { zh: '学会照抄', en: 'Learned to copy' },
      values: { mode: 'copy', size: '16', ownToken: false },
      steps: 150,
      claim: {
        zh: '查询只知道位置，不知道字母：150 批之后全部答对，最大权重全部落在对角线上。',
        en: 'The query knows its place, not its letter: after 150 batches all is right, and every largest weight lies on the diagonal.',
      },
    },
    {
      id: 'learned-reverse',
      label: { zh: '学会倒写', en: 'Learned to reverse' },
      values: { mode: 'reverse', size: '16' },
      steps: 150,
      claim: {
        zh: '150 批之后，没见过的序列全部答对，最大权重全部落在反对角线上：第 i 格看倒数第 i 格。',
        en: 'After 150 batches all answers on unseen rows are right, and every largest weight lies on the antidiagonal: place i looks i places from the end.',
      },
    },
    {
      id: 'reverse-masked',
      label: { zh: '倒写加掩码', en: 'Reverse, masked' },
      values: { mode: 'reverse', size: '16', causal: true },
      steps: 300,
      claim: {
        zh: '看不见后面，前四格只能在六个字母里猜：正确率应是 1/2 + 1/2 × 1/6 = 58.3%，学到 300 批是 57.6%。',
        en: 'What comes later is hidden, so the first four places guess among six letters: 1/2 + 1/2 × 1/6 = 58.3% right at best, and 57.6% after 300 batches.',
      },
    },
    {
      id: 'learned-brackets',
      label: { zh: '学会配对括号', en: 'Learned to match brackets' },
      values: { mode: 'brackets', size: '16', causal: true },
      steps: 150,
      claim: {
        zh: '150 批之后，没见过的序列全部答对，每个收括号的最大权重都落在与它配对的开括号上。',
        en: 'After 150 batches all answers on unseen rows are right, and every closing bracket gives its largest weight to the one it matches.',
      },
    },
    {
      id: 'right-without-looking',
      label: { zh: '答对不等于看对', en: 'Right without looking' },
      values: { mode: 'copy', size: '16' },
      steps: 300,
      claim: {
        zh: '照抄全部答对，最大权重却有 83% 落在别的格子上；把那一格的字母换掉，99.9% 的回答不变。查询认得自己的字母，看向哪一格成了暗号：权重不是解释。',
        en: 'All copied right, yet 83% of the largest weights lie elsewhere, and changing the letter there leaves 99.9% of the answers as they were. The query knows its letter, and where it looks becomes a code: weights are no explanation.',
      },
    },
    {
      id: 'unscaled-diverges',
      label: { zh: '不缩放而发散', en: 'Unscaled, it diverges' },
      values: { heads: 4, size: '64', scale: 'off' },
      steps: 300,
      claim: {
        zh: '四个头，d = 64，学习率 0.01：不缩放，损失在第 7 轮发散；缩放以后，18 轮降到 0.001。',
        en: 'Four heads, d = 64, learning rate 0.01: without the scale the loss diverges in round 7; with it, 18 rounds bring it down to 0.001.',
      },
    },
  ],
  run: { unit: { zh: '步', en: 'step' }, steps: 300, rate: 3, first: 5 },
  tour: [
    {
      text: {
        zh: '句子先切成词元：一个汉字一个，一个英文单词一个。每个词元从随机表里取一个向量，就是 X 的一行。',
        en: 'The sentence is cut into tokens: a word each, and each Chinese character. Every token takes a vector from a random table: a row of X.',
      },
      values: {},
      steps: 0,
      look: 'tokens',
    },
    {
      text: {
        zh: '每个词元有查询 q、键 k、值 v 三个向量。“追”给“小”的分数是 q 与 k 逐项相乘再相加，除以 √d。右边是每一项。',
        en: 'Each token has three vectors: a query q, a key k, a value v. The score that “chases” gives to “my” is q times k, term by term, added up and divided by √d. Every term is listed.',
      },
      values: {},
      steps: 4,
      look: 'working',
    },
    {
      text: {
        zh: 'softmax 把一行分数变成权重，和为 1。下一步，权重乘以 V，就是输出。这些参数没有训练过，谁看谁是碰巧。',
        en: 'Softmax turns a row of scores into weights that sum to 1. Next, weights times V make the output. Nothing here is trained: who looks at whom is chance.',
      },
      values: {},
      steps: 5,
      look: 'matrix',
    },
    {
      text: {
        zh: 'd = 64，不缩放：分数大了，softmax 几乎只选一个，梯度也就过不去。三种做法的熵、输出、梯度并排在表里。',
        en: 'With d = 64 and no scale the scores are large, softmax all but picks one, and little gradient gets through. The table has entropy, output and gradient of all three ways.',
      },
      values: { size: '64', scale: 'off' },
      steps: 5,
      look: 'measures',
    },
    {
      text: {
        zh: '反向：dY 往回传到 O、V、P，穿过 softmax 到 S，再到 Q、K 和参数。每个梯度旁边，用另一套 f64 代码把这个数加一点、减一点，看损失变多少。',
        en: 'Backward: dY goes to O, V and P, through softmax to S, then to Q, K and the parameters. Beside each gradient, other code in f64 moves the number a little up and down and sees how much the loss moves.',
      },
      values: { cell: [1, 3] },
      steps: 12,
      look: 'working',
    },
    {
      text: {
        zh: '训练以后，头才有了用处：倒写任务学了 150 批，权重排成反对角线。不过别急着拿权重当解释，看看预设“答对不等于看对”。',
        en: 'Only training gives a head its use: 150 batches of reversing, and the weights form an antidiagonal. Do not take weights for an explanation, though: see the preset “Right without looking”.',
      },
      values: { mode: 'reverse', size: '16' },
      steps: 150,
      look: 'picture',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
