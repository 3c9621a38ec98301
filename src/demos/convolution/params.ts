import type { Params, Values } from '@/lib/params';

/** The smallest image, the largest drawing that fits into a link, and the largest image of all. */
export const [SMALLEST_SIDE, DRAWING_SIDE, LARGEST_SIDE] = [3, 16, 28];

/** Whether a text is a square image of these characters. */
const isImage = (text: string, letters: RegExp, most: number) => {
  const side = Math.sqrt(text.length);
  return letters.test(text) && Number.isInteger(side) && side >= SMALLEST_SIDE && side <= most;
};

const weights = (count: number, zh: string, en: string) =>
  ({
    kind: 'numbers',
    label: { zh, en },
    hidden: true,
    default: Array.from({ length: count }, () => 0),
    min: -100,
    max: 100,
    minLength: count,
    maxLength: count,
  }) as const;

export const params = {
  image: {
    kind: 'choice',
    label: { zh: '图像', en: 'Image' },
    default: 'digit',
    options: [
      { value: 'digit', label: { zh: '笔画：7', en: 'strokes: a 7' } },
      { value: 'checker', label: { zh: '1 和 0 的棋盘（手稿）', en: 'chessboard of 1s and 0s' } },
      { value: 'ramp', label: { zh: '渐变', en: 'ramp' } },
      { value: 'part', label: { zh: '有划痕的零件', en: 'a part with a scratch' } },
      { value: 'drawing', label: { zh: '自己画的', en: 'my drawing' } },
      { value: 'own', label: { zh: '自己的图片', en: 'my picture' } },
    ],
  },
  size: {
    kind: 'number',
    label: { zh: '边长 n', en: 'Side n' },
    default: 8,
    min: SMALLEST_SIDE,
    max: LARGEST_SIDE,
    step: 1,
    integer: true,
    unit: { zh: '像素', en: 'pixels' },
  },
  kernel: {
    kind: 'choice',
    label: { zh: '卷积核', en: 'Kernel' },
    default: 'sobel-x',
    options: [
      { value: 'sobel-x', label: { zh: 'Sobel x：竖直的边', en: 'Sobel x: vertical edges' } },
      { value: 'sobel-y', label: { zh: 'Sobel y：水平的边', en: 'Sobel y: horizontal edges' } },
      { value: 'laplacian', label: { zh: '拉普拉斯（取负）', en: 'Laplacian, minus sign' } },
      { value: 'sharpen', label: { zh: '锐化', en: 'sharpen' } },
      { value: 'emboss', label: { zh: '浮雕', en: 'emboss' } },
      { value: 'blur', label: { zh: '模糊：平均', en: 'blur: the mean' } },
      { value: 'identity', label: { zh: '恒等', en: 'identity' } },
      { value: 'random', label: { zh: '随机数（手稿）', en: 'random (manuscript)' } },
      { value: 'blur-5', label: { zh: '5×5 模糊：二项式', en: '5×5 blur: binomial' } },
      { value: 'sobel-5', label: { zh: '5×5 Sobel x', en: '5×5 Sobel x' } },
      { value: 'own3', label: { zh: '自己的 3×3', en: 'my own 3×3' } },
      { value: 'own5', label: { zh: '自己的 5×5', en: 'my own 5×5' } },
    ],
  },
  operation: {
    kind: 'choice',
    label: { zh: '运算', en: 'Operation' },
    default: 'cross',
    options: [
      { value: 'cross', label: { zh: '滑动，核照原样', en: 'slide, as it stands' } },
      { value: 'true', label: { zh: '滑动，核转 180°', en: 'slide, turned by 180°' } },
      { value: 'printed', label: { zh: '照手稿：只乘加一次', en: 'as printed: one sum' } },
    ],
    hint: {
      zh: '深度学习里的“卷积”不翻转核，数学上叫互相关；翻转了才是卷积',
      en: 'deep learning does not turn the kernel, which mathematics calls cross-correlation; turned, it is a convolution',
    },
  },
  stride: {
    kind: 'number',
    label: { zh: '步长 s', en: 'Stride s' },
    default: 1,
    min: 1,
    max: 6,
    step: 1,
    integer: true,
  },
  dilation: {
    kind: 'number',
    label: { zh: '空洞 d', en: 'Dilation d' },
    default: 1,
    min: 1,
    max: 8,
    step: 1,
    integer: true,
  },
  padding: {
    kind: 'choice',
    label: { zh: '填充', en: 'Padding' },
    default: 'none',
    options: [
      { value: 'none', label: { zh: '不填', en: 'none' } },
      { value: 'same', label: { zh: 'same：大小不变', en: 'same size' } },
      { value: 'ends', label: { zh: '两头各填各的', en: 'each end by itself' } },
    ],
  },
  activation: {
    kind: 'choice',
    label: { zh: '激活', en: 'Activation' },
    default: 'relu',
    options: [
      { value: 'relu', label: { zh: 'ReLU', en: 'ReLU' } },
      { value: 'sigmoid', label: { zh: 'σ', en: 'σ' } },
      { value: 'printed', label: { zh: '照手稿：ReLU(σ(·))', en: 'as printed: ReLU(σ(·))' } },
    ],
  },
  bias: {
    kind: 'number',
    label: { zh: '偏置 b', en: 'Bias b' },
    default: 0,
    min: -50,
    max: 50,
    step: 0.5,
    more: true,
  },
  pool: {
    kind: 'number',
    label: { zh: '池化窗口', en: 'Pooling window' },
    default: 2,
    min: 1,
    max: 4,
    step: 1,
    integer: true,
    more: true,
    hint: { zh: '取窗口里最大的数；1 是不池化', en: 'the greatest number of a window; 1 is no pooling' },
  },
  before: {
    kind: 'number',
    label: { zh: '填充：上边、左边', en: 'Padding above and left' },
    default: 2,
    min: 0,
    max: 4,
    step: 1,
    integer: true,
    more: true,
    unit: { zh: '像素', en: 'pixels' },
  },
  after: {
    kind: 'number',
    label: { zh: '填充：下边、右边', en: 'Padding below and right' },
    default: 0,
    min: 0,
    max: 4,
    step: 1,
    integer: true,
    more: true,
    unit: { zh: '像素', en: 'pixels' },
    hint: { zh: '填充选“两头各填各的”时用', en: 'these two are used when the padding is “each end by itself”' },
  },
  /** Row and column of the output, from 0; beyond its edge is at its edge. */
  cell: {
    kind: 'numbers',
    label: { zh: '看哪个输出', en: 'Output looked at' },
    hidden: true,
    default: [1, 3],
    min: 0,
    max: 99,
    minLength: 2,
    maxLength: 2,
  },
  own3: weights(9, '自己的 3×3 核', 'My own 3×3 kernel'),
  own5: weights(25, '自己的 5×5 核', 'My own 5×5 kernel'),
  drawing: {
    kind: 'text',
    label: { zh: '自己画的', en: 'My drawing' },
    hidden: true,
    default: '0'.repeat(64),
    maxLength: DRAWING_SIDE ** 2,
    rule: {
      text: { zh: '数字 0 到 9，排成正方形', en: 'digits from 0 to 9 that make a square' },
      holds: (text: string) => isImage(text, /^\d*$/, DRAWING_SIDE),
    },
  },
  own: {
    kind: 'text',
    label: { zh: '自己的图片', en: 'My picture' },
    hidden: true,
    local: true,
    default: '',
    maxLength: LARGEST_SIDE ** 2,
    rule: {
      text: { zh: '一张正方形的灰度图', en: 'a square grey image' },
      holds: (text: string) => text === '' || isImage(text, /^[!-{]*$/, LARGEST_SIDE),
    },
  },
} as const satisfies Params;

export type ConvolutionParams = typeof params;
export type ConvolutionValues = Values<ConvolutionParams>;
