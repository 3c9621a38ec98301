import { defineDemo } from '@/lib/demo';
import type { Params } from '@/lib/params';
import { STEPS } from './steps';

export const params = {
  text: {
    kind: 'choice',
    label: { zh: '文本', en: 'Text' },
    default: 'generated',
    options: [
      { value: 'generated', label: { zh: '生成的句子', en: 'generated sentences' } },
      { value: 'book-zh', label: { zh: '本书，中文', en: 'this book, Chinese' } },
      { value: 'book-en', label: { zh: '本书，英文', en: 'this book, English' } },
      { value: 'printed', label: { zh: '六个词，照手稿', en: 'six words, as printed' } },
      { value: 'corrected', label: { zh: '六个词，改正', en: 'six words, corrected' } },
      { value: 'own', label: { zh: '自己的文本', en: 'a text of your own' } },
    ],
  },
  word: {
    kind: 'text',
    label: { zh: '看哪个词', en: 'Word looked at' },
    default: '',
    maxLength: 40,
    example: 'queen',
    hint: {
      zh: '空着：这段文本自带的词。点图里的词也行',
      en: 'empty: one that suits the text. Or click one in the picture',
    },
  },
  analogy: {
    kind: 'text',
    label: { zh: '类比的三个词', en: 'Three words of an analogy' },
    default: '',
    maxLength: 80,
    example: 'man woman boy',
    hint: { zh: '甲之于乙，如同丙之于……；用空格隔开', en: 'a is to b as c is to …; with spaces between' },
  },
  dimensions: {
    kind: 'number',
    label: { zh: '维数', en: 'Dimensions' },
    default: 16,
    min: 2,
    max: 64,
    step: 1,
    integer: true,
    hint: { zh: '一个词用几个数表示', en: 'how many numbers stand for a word' },
  },
  window: {
    kind: 'number',
    label: { zh: '窗口', en: 'Window' },
    default: 5,
    min: 1,
    max: 8,
    step: 1,
    integer: true,
    hint: { zh: '左右各看几个词，取 1 到这个数', en: 'words to each side: any number from 1 to this' },
  },
  learningRate: {
    kind: 'number',
    label: { zh: '学习率', en: 'Learning rate' },
    default: 0.05,
    min: 0.001,
    max: 2,
    step: 0.001,
    scale: 'log',
    hint: { zh: '每一对词走多远；随训练降到 0', en: 'how far each pair moves; it falls to 0 over the run' },
  },
  negatives: {
    kind: 'number',
    label: { zh: '负样本', en: 'Negatives' },
    default: 5,
    min: 1,
    max: 15,
    step: 1,
    integer: true,
    more: true,
    hint: { zh: '每一对词配几个随机抽来的词', en: 'random words drawn for each pair' },
  },
  seed: {
    kind: 'number',
    label: { zh: '随机种子', en: 'Seed' },
    default: 1,
    min: 0,
    max: 9999,
    step: 1,
    integer: true,
    more: true,
  },
  own: {
    kind: 'text',
    label: { zh: '自己的文本', en: 'A text of your own' },
    default: '',
    maxLength: 30_000,
    lines: 5,
    local: true,
    example: 'the cat chased the mouse. the dog chased the cat. the mouse fled.',
    accept: '.txt,.md,text/plain',
    more: true,
    hint: { zh: '粘贴后，在“文本”里选“自己的文本”', en: 'paste it, then choose it under Text' },
  },
} as const satisfies Params;

export default defineDemo({
  id: 'word-embeddings',
  chapter: 2,
  title: { zh: '词向量：由邻居认识一个词', en: 'Word vectors: a word by the company it keeps' },
  summary: {
    zh: '当场训练 skip-gram 词向量，用本书自己的文字、生成的句子或你粘贴的文本：近邻、类比、投影，还有一对词的全部算术。',
    en: 'Train skip-gram word vectors live on this book’s own text, on generated sentences or on yours: neighbours, analogies, a projection, and all the arithmetic of one pair.',
  },
  watch: {
    zh: '每个点是一个词的向量。训练只让同处一句的词靠近、随机抽来的词离远；看同类的词怎样聚拢，两支箭头怎样变得平行。',
    en: 'Each point is a word’s vector. Training only pulls together words that share a sentence and pushes away random ones; watch kinds gather and the two arrows turn parallel.',
  },
  params,
  presets: [
    {
      id: 'queen',
      label: { zh: '国王与王后', en: 'King and queen' },
      values: {},
      steps: STEPS,
      claim: {
        zh: '120 道类比题，规则都藏在句子里，40 轮之后全部答对：女人 − 男人 + 国王，离得最近的是王后，余弦 0.96。',
        en: 'Of 120 analogies, whose rule only the sentences hold, all are right after 40 epochs: woman − man + king is nearest to queen, with a cosine of 0.96.',
      },
    },
    {
      id: 'capitals',
      label: { zh: '国家与首都', en: 'Capitals' },
      values: { word: 'Paris', analogy: 'France Paris Japan' },
      steps: STEPS,
      claim: {
        zh: '句子里没有“首都”这个词，第一主成分却把六个国家和六个首都分在两边；巴黎 − 法国 + 日本，得东京。',
        en: 'No sentence says “capital”, yet the first component has the six countries on one side and their capitals on the other; Paris − France + Japan gives Tokyo.',
      },
    },
    {
      id: 'two-numbers',
      label: { zh: '只有两维', en: 'Two dimensions' },
      values: { dimensions: 2 },
      steps: STEPS,
      claim: {
        zh: '一个词只给两个数，同类的词就分不开：离国王最近的八个词余弦都超过 0.999，120 道类比题只答对 20 道。',
        en: 'Two numbers a word cannot keep kin apart: the eight words nearest to king all have a cosine above 0.999, and 20 of 120 analogies are right.',
      },
    },
    {
      id: 'book-zh',
      label: { zh: '本书，中文', en: 'This book, Chinese' },
      values: { text: 'book-zh' },
      steps: STEPS,
      claim: {
        zh: '离“创始人”最近的八个词里有卖、股份、投后估值；八个里有五个，书里就写在它左右五个词之内。问“投前估值之于投后估值，如同输入之于？”，答的却是“求和”，不是“输出”。',
        en: 'In Chinese: among the eight words nearest to “founders” are sell, shares and post-money; five of the eight stand within five words of it in the book. But pre-money is to post-money as input is to “summing”, not to “output”.',
      },
    },
    {
      id: 'book-en',
      label: { zh: '本书，英文', en: 'This book, English' },
      values: { text: 'book-en' },
      steps: STEPS,
      claim: {
        zh: '英文版里离 founders 最近的八个词有 shares、ownership、equity，其中七个就写在它左右五个词之内：小文本教会的是谁和谁一起出现。',
        en: 'Among the eight words nearest to “founders” are shares, ownership and equity; seven of the eight stand within five words of it. A small text teaches which words come together.',
      },
    },
    {
      id: 'book-seed',
      label: { zh: '换一个种子', en: 'Another seed' },
      values: { text: 'book-zh', seed: 2 },
      steps: STEPS,
      claim: {
        zh: '只换种子：损失仍是 1.80，“创始人”的八个近邻却只剩四个相同。四千词教不出稳定的近邻。',
        en: 'The Chinese text with another seed: the loss is 1.80 again, but only four of the eight words nearest to “founders” are the same. Four thousand words do not settle who is near.',
      },
    },
    {
      id: 'six-words-printed',
      label: { zh: '六个词，照手稿', en: 'Six words, as printed' },
      values: { text: 'printed', dimensions: 3 },
      steps: STEPS,
      claim: {
        zh: '手稿的词表把 the 写了两遍，index("the") 总停在第一个：第 5 行从没被取到，40 轮之后一个数也没变。',
        en: 'The manuscript’s vocabulary lists “the” twice, and index("the") stops at the first: row 5 is never looked up, and after 40 epochs not one of its numbers has changed.',
      },
    },
    {
      id: 'six-words',
      label: { zh: '六个词，改正', en: 'Six words, corrected' },
      values: { text: 'corrected', dimensions: 3 },
      steps: STEPS,
      claim: {
        zh: '每个词在词表里只写一次，五行都被取到，都变了。但一句话教不出词义：cat 离 mat 最近，余弦 0.99。',
        en: 'With each word listed once all five rows are looked up and change. But one sentence teaches no meaning: cat is nearest to mat, with a cosine of 0.99.',
      },
    },
    {
      id: 'diverges',
      label: { zh: '发散', en: 'It diverges' },
      values: { learningRate: 0.5 },
      steps: STEPS,
      claim: {
        zh: '学习率 0.5：每批 32 对的推力加在同几个词上，第 1 轮里分数就大到无法表示。',
        en: 'At a rate of 0.5 the pushes of the 32 pairs of a batch add up on the same few words, and in epoch 1 the scores overflow.',
      },
    },
  ],
  run: { unit: { zh: '轮', en: 'epoch' }, steps: STEPS, rate: 4, first: STEPS },
  tour: [
    {
      text: {
        zh: '起点：每个词是 16 个随机数，图里的点毫无规律。所有分数都是 0，所以损失正好是 6 × ln 2 = 4.16：一无所知。',
        en: 'The start: each word is 16 random numbers, and the points tell nothing. Every score is 0, so that the loss is exactly 6 × ln 2 = 4.16, that of one that knows nothing.',
      },
      values: {},
      steps: 0,
      look: 'map',
    },
    {
      text: {
        zh: '训练每次只看一对词，点开“一对词的算术”。与上下文的点积经过 σ 应当是 1，与五个随机抽来的词应当是 0；差多少，就推多少。紫色的梯度与有限差分一致。',
        en: 'Training looks at one pair at a time; open its arithmetic. σ of the dot product should be 1 with the context and 0 with five random words; the difference is how hard it pushes. The gradient in purple agrees with its finite difference.',
      },
      values: {},
      steps: 2,
      look: 'working',
    },
    {
      text: {
        zh: '40 轮之后，男左女右。没有人告诉它性别：同样的位置上出现过“他”或“她”，这就够了。两支箭头几乎平行。',
        en: 'After 40 epochs the men are on one side, the women on the other. Nobody told it so: “he” or “she” stood beside them, and that was enough. The two arrows are almost parallel.',
      },
      values: {},
      steps: STEPS,
      look: 'map',
    },
    {
      text: {
        zh: '平行的箭头就是类比：女人 − 男人 + 国王，离得最近的是王后。这里的规律是我们写进句子里的，所以可以逐题判分。',
        en: 'Parallel arrows make an analogy: woman − man + king is nearest to queen. We wrote the rule into the sentences ourselves, which is why every answer can be marked.',
      },
      values: {},
      steps: STEPS,
      look: 'analogy',
    },
    {
      text: {
        zh: '换成本书自己的文字，只有约四千个词。近邻大多说得通，因为它们就写在同一段里；类比就不灵了。点任意一个词，看它的近邻。',
        en: 'Now this book’s own text, about four thousand words of Chinese. The nearest words mostly make sense, for they stand in the same passages; analogies fail. Click any word to see its own.',
      },
      values: { text: 'book-zh' },
      steps: STEPS,
      look: 'neighbours',
    },
    {
      text: {
        zh: '手稿的词表有六项，the 占了两项。红色那一行永远取不到：它停在随机的起点，白占三个数。词表里每个词只能出现一次。',
        en: 'The manuscript’s vocabulary has six entries, two of them “the”. The red row is never reached: it stays at its random start, three numbers wasted. A vocabulary holds each word once.',
      },
      values: { text: 'printed', dimensions: 3 },
      steps: STEPS,
      look: 'rows',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
