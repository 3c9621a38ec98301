import { defineDemo } from '@/lib/demo';
import { params } from './params';

const RANDOM_BIAS = 0.69;

export default defineDemo({
  id: 'convolution',
  chapter: 2,
  title: { zh: '卷积：一个小窗口滑过整幅图', en: 'Convolution: a small window slides over the image' },
  summary: {
    zh: '自己的图、自己的核：看窗口在每个位置上乘了什么、加了什么，再经过 ReLU、池化和全连接层认出一个数字。',
    en: 'Your own image and kernel: see what the window multiplies and adds at every position, then go through ReLU, pooling and a fully connected layer to a digit.',
  },
  watch: {
    zh: '同一组权重乘遍图上的每个窗口，一个位置得一个数。点右边任意一格，下面是它的全部算式。',
    en: 'The same weights multiply every window of the image, and each position gives one number. Click any cell on the right: below is all of its arithmetic.',
  },
  params,
  kernels: true,
  presets: [
    {
      id: 'edges',
      label: { zh: '竖直的边', en: 'Vertical edges' },
      values: {},
      claim: {
        zh: '36 个位置用的是同样 9 个权重：笔画左缘得正数，右缘得负数，ReLU 把负数变成 0。',
        en: 'All 36 positions use the same nine weights: left edges come out positive, right ones negative, and the ReLU turns these to 0.',
      },
    },
    {
      id: 'printed-sum',
      label: { zh: '照手稿：一次乘加', en: 'As printed: one sum' },
      values: { image: 'checker', size: 3, kernel: 'random', bias: RANDOM_BIAS, operation: 'printed' },
      claim: {
        zh: '手稿的程序把 3×3 的图和核逐格相乘再相加，得到一个数 2.76：没有滑动，这只是卷积的一个输出位置。',
        en: 'The manuscript’s program multiplies cell by cell and adds up to one number, 2.76: nothing slides, and this is one output position of a convolution.',
      },
    },
    {
      id: 'printed-larger',
      label: { zh: '照手稿：换成 8×8', en: 'As printed, on 8×8' },
      values: { image: 'checker', kernel: 'random', bias: RANDOM_BIAS, operation: 'printed' },
      claim: {
        zh: '图一换成 8×8，手稿的程序就报错：(8,8) 和 (3,3) 不能逐格相乘。卷积不要求两者一样大。',
        en: 'On 8×8 the manuscript’s program fails: (8,8) and (3,3) cannot be multiplied cell by cell. A convolution does not need one size.',
      },
    },
    {
      id: 'many-positions',
      label: { zh: '36 个位置', en: '36 positions' },
      values: { image: 'checker', kernel: 'random', bias: RANDOM_BIAS },
      claim: {
        zh: '让同一个窗口滑动：8×8 的棋盘上有 36 个位置，却只有两种窗口，于是只有两个数，2.76 和 2.58，轮流出现。',
        en: 'The same window slides: an 8×8 chessboard has 36 positions but two kinds of window, hence two numbers, 2.76 and 2.58, by turns.',
      },
    },
    {
      id: 'printed-activation',
      label: { zh: '照手稿：ReLU(σ(·))', en: 'As printed: ReLU(σ(·))' },
      values: { activation: 'printed' },
      claim: {
        zh: 'σ 的结果总大于 0，外面再套 ReLU，36 个数一个也没有变；只用 ReLU 时，13 个负数变成 0。',
        en: 'σ is always above 0, so the ReLU around it changes none of the 36 numbers; the ReLU alone turns 13 negative ones into 0.',
      },
    },
    {
      id: 'scratch',
      label: { zh: '零件上的划痕', en: 'A scratch on a part' },
      values: { image: 'part', size: 16, kernel: 'laplacian', cell: [5, 5] },
      claim: {
        zh: '光线不均的零件上有一道划痕：拉普拉斯核滤掉渐变的光，ReLU 之后只有划痕不是 0。',
        en: 'A scratch on an unevenly lit part: the Laplacian takes the gradual light away; after the ReLU only the scratch is not 0.',
      },
    },
    {
      id: 'turned',
      label: { zh: '核转 180°', en: 'Kernel turned' },
      values: { operation: 'true' },
      claim: {
        zh: '数学上的卷积先把核转 180°。Sobel x 转过来正好变号，每个输出也变号；核是学出来的，转不转都一样能学。',
        en: 'Mathematics turns the kernel by 180° first. That changes the sign of Sobel x, and of every output; a kernel can be learnt either way.',
      },
    },
    {
      id: 'too-wide',
      label: { zh: '放不下', en: 'It does not fit' },
      values: { kernel: 'sobel-5', dilation: 2 },
      claim: {
        zh: '5×5 的核、空洞 2，横跨 2 × 4 + 1 = 9 个像素，8×8 的图放不下；边上补 1 个像素就放得下了。',
        en: 'A 5×5 kernel with dilation 2 spans 2 × 4 + 1 = 9 pixels, and an image of 8×8 cannot hold it; one pixel of padding is enough.',
      },
    },
  ],
  tour: [
    {
      text: {
        zh: '左边是图，0 是黑，数越大越亮；中间是 3×3 的核。金框是窗口：框里九个数与核逐格相乘再相加，就是右边金框里的数。',
        en: 'On the left the image, 0 black, larger numbers brighter; in the middle a 3×3 kernel. The nine numbers in the golden window, times the kernel cell by cell, add up to the number framed on the right.',
      },
      values: {},
      look: 'working',
    },
    {
      text: {
        zh: '窗口移动，权重不变。8 个像素一排，3 个像素的窗口有 8 − 3 + 1 = 6 个位置，所以右边是 6×6。',
        en: 'The window moves, the weights stay. Along 8 pixels a window of 3 has 8 − 3 + 1 = 6 positions, hence 6×6 on the right.',
      },
      values: { cell: [4, 2] },
      look: 'map',
    },
    {
      text: {
        zh: '手稿的例子是 3×3 的图配 3×3 的核：窗口只有一个位置，一次乘加就是全部结果。那是卷积的一步，不是卷积。',
        en: 'The manuscript takes a 3×3 image and a 3×3 kernel: one position, so one product-sum is the whole result. That is one step of a convolution.',
      },
      values: { image: 'checker', size: 3, kernel: 'random', bias: RANDOM_BIAS },
      look: 'map',
    },
    {
      text: {
        zh: '步长 2，窗口一次跳两格；same 填充在图的边上补 0。输出多大，由公式决定，数已经代进去了。',
        en: 'A stride of 2 jumps two cells; “same” padding adds zeros at the edges. The formula, with the numbers put in, gives the size of the output.',
      },
      values: { stride: 2, padding: 'same', cell: [1, 2] },
      look: 'size',
    },
    {
      text: {
        zh: '接下去：ReLU 把负数变成 0，最大池化在 2×2 的窗口里只留最大的，全连接层用剩下的数猜是哪个数字。现在自己写一个 0、1、4 或 7 试试。',
        en: 'Then the ReLU turns negative numbers to 0, max pooling keeps the greatest of every 2×2, and the fully connected layer guesses a digit. Now draw a 0, 1, 4 or 7 of your own.',
      },
      values: { size: 16, cell: [6, 7] },
      look: 'chain',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
