import { defineDemo } from '@/lib/demo';
import { params } from './params';

/** A published company: 8 million common shares, 2 million of Series A. */
const fund = { founders: 8, shares: [0, 2, 0], currency: 'USD' } as const;
const full = { angel: 'full', seriesA: 'full', seriesB: 'full' } as const;

export default defineDemo({
  id: 'exit-waterfall',
  chapter: 6,
  title: { zh: '退出时怎么分钱', en: 'The exit waterfall' },
  summary: {
    zh: '公司卖掉了，谁先拿钱，创始人还剩多少？拖动售价，看优先清算、参与分配、上限和债务怎样改写持股比例，并给每条条款标价。',
    en: 'The company is sold: who is paid first, what is left for the founders? Drag the price, and put a price on each clause.',
  },
  watch: {
    zh: '左右拖动竖线改变售价：金色是创始人分到的，几时比他们的持股少？',
    en: 'Drag the line to change the price: when is the founders’ gold less than what they own?',
  },
  params,
  presets: [
    {
      id: 'manuscript',
      label: { zh: '手稿的三轮，卖 4,000 万', en: 'The manuscript’s rounds, sold for 40 M' },
      values: {},
      claim: {
        zh: '投了 100 万、500 万、800 万，创始人持股 57.8%。卖 4,000 万，B 轮宁可拿回 800 万，创始人得 2,176 万，只有 54.4%；卖过 5,333 万（B 轮的投后估值）才是 57.8%。',
        en: '1, 5 and 8 million raised, founders at 57.8 %. Of 40 million Series B takes its 8 million back and the founders get 21.76 million, 54.4 %; only above 53.33 million, the post-money value of Series B, is it 57.8 %.',
      },
    },
    {
      id: 'participating',
      label: { zh: '同一次出售，三轮都参与分配', en: 'The same sale, all participating' },
      values: { ...full, compare: true },
      claim: {
        zh: '三轮都先拿回投资、再按股分：同样卖 4,000 万，创始人只得 1,502.8 万（37.6%），比干净条款少 673.2 万。',
        en: 'All take their money back and then share: of the same 40 million the founders get 15.028 million (37.6 %), 6.732 million less than on clean terms.',
      },
    },
    {
      id: 'converts',
      label: { zh: '公开例题：何时转股', en: 'Published: when A converts' },
      values: { ...fund, exit: 35 },
      claim: {
        zh: '公开例题（algorithmic-game-theory-for-private-equity，F1）：普通股 800 万，A 轮 200 万股、优先款 500 万美元。2,500 万起转股；卖 3,500 万，分得 2,800 万和 700 万。',
        en: 'Published example (algorithmic-game-theory-for-private-equity, F1): 8 M common, 2 M Series A with a preference of $5 M. It converts from $25 M on; $35 M pay 28 M and 7 M.',
      },
    },
    {
      id: 'cap',
      label: { zh: '公开例题：有上限与没上限', en: 'Published: capped and uncapped' },
      values: {
        exit: 6, founders: 0.7, shares: [0, 0.2, 0.1], invested: [1, 2, 1], seriesA: 'capped', seriesB: 'full',
        target: 5, compare: true, currency: 'USD',
      }, // prettier-ignore
      claim: {
        zh: '公开例题（liqpref-waterfall-py）：A 轮 200 万、上限 2 倍，B 轮 100 万、无上限。卖 600 万，普通股 210 万、A 轮 260 万、B 轮 130 万；卖 2,000 万，A 轮停在 400 万。',
        en: 'Published example (liqpref-waterfall-py): A $2 M capped at 2×, B $1 M uncapped. $6 M pay common 2.1 M, A 2.6 M, B 1.3 M; of $20 M, A stops at 4 M.',
      },
    },
    {
      id: 'options',
      label: { zh: '债务与一文不值的期权', en: 'Debt, and worthless options' },
      values: { exit: 30, debt: 4, options: 10, strike: 0.3 },
      claim: {
        zh: '先还 400 万债务，再付 1,300 万优先款：卖 3,000 万，每股只值 0.19 元，行权价 0.3 元的员工期权一文不值；卖过 3,750 万才值钱。',
        en: 'Debt of 4 million first, then preferences of 13 million: of 30 million a share gets 0.19, and options at 0.30 are worth nothing up to 37.5 million.',
      },
    },
  ],
  tour: [
    {
      text: {
        zh: '横轴是售价，每个颜色的厚度是那一方分到的钱。卖得便宜时，投资人先拿回投的钱，创始人一分没有。',
        en: 'Across is the price; the thickness of each colour is what that party gets. At a low price investors take their money back, and the founders get nothing.',
      },
      values: { exit: 12 },
      look: 'stage',
    },
    {
      text: {
        zh: '卖得贵，股份比拿回本金划算，投资人就转股。转折点都有编号，点它就把售价移过去。',
        en: 'At a high price shares beat the money back, and investors convert. Every turn has a number: press it to move the price there.',
      },
      values: { exit: 60 },
      look: 'turnings',
    },
    {
      text: {
        zh: '参与分配的两头都拿。虚线是干净条款下创始人的所得；下面的算式给每条条款标价。',
        en: 'Participating investors take both. The dashed line is the founders on clean terms; the working prices each clause.',
      },
      values: { ...full, compare: true },
      look: 'working',
    },
    {
      text: {
        zh: '反过来问：创始人想拿到这么多，公司得卖多少？圆点是答案。换成你自己的数字，链接会记住。',
        en: 'And backwards: for the founders to get so much, what must the price be? The dot answers. Enter your own numbers; the link remembers them.',
      },
      values: {},
      look: 'target',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
