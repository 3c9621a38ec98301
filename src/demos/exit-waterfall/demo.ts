import { defineDemo } from '@/lib/demo';
import { params } from './params';

/** Two classes of a published example: 8 million common shares, 2 million of Series A. */
const fund = { founders: 8, shares: [0, 2, 0], invested: [1, 5, 8], currency: 'USD' } as const;

export default defineDemo({
  id: 'exit-waterfall',
  chapter: 6,
  title: { zh: '退出时怎么分钱', en: 'The exit waterfall' },
  summary: {
    zh: '公司卖掉了，谁先拿钱，谁转成普通股，创始人还剩多少？拖动售价，看优先清算、参与分配、上限和债务怎样改写持股比例，并给每条条款标价。',
    en: 'The company is sold: who is paid first, who converts, what is left for the founders? Drag the price and see preferences, participation, caps and debt rewrite the ownership, clause by clause.',
  },
  watch: {
    zh: '左右拖动图中的竖线改变售价：看金色的创始人分到的比例，几时低于、几时等于他们的持股。',
    en: 'Drag the line across the picture to change the price: watch when the founders’ gold is less than what they own, and when it is all of it.',
  },
  params,
  presets: [
    {
      id: 'manuscript',
      label: { zh: '手稿的三轮，卖 4,000 万', en: 'The manuscript’s rounds, sold for 40 M' },
      values: {},
      claim: {
        zh: '接着股权表：投了 100 万、500 万、800 万，创始人持股 57.8%。卖 4,000 万时 B 轮宁可拿回 800 万，创始人得 2,176 万，即 54.4%；卖到 5,333 万（正是 B 轮的投后估值）以上，人人转股，才是 57.8%。',
        en: 'The cap table goes on: 1, 5 and 8 million raised, founders at 57.8 %. Sold for 40 million, Series B prefers its 8 million back and the founders get 21.76 million, 54.4 %; only above 53.33 million, the post-money value of Series B, do all convert and is it 57.8 %.',
      },
    },
    {
      id: 'participating',
      label: { zh: '同一次出售，三轮都参与分配', en: 'The same sale, all participating' },
      values: { angel: 'full', seriesA: 'full', seriesB: 'full', compare: true },
      claim: {
        zh: '三轮都先拿回投资、再按股分：同样卖 4,000 万，创始人只得 1,502.8 万（37.6%），比干净条款少 673.2 万。',
        en: 'All three take their money back and then share: of the same 40 million the founders get 15.03 million (37.6 %), 6.73 million less than on clean terms.',
      },
    },
    {
      id: 'converts',
      label: { zh: '公开例题：何时转股', en: 'Published: when A converts' },
      values: { ...fund, exit: 35 },
      claim: {
        zh: '公开例题（ogulcan-ozyavuz，algorithmic-game-theory-for-private-equity，F1）：普通股 800 万，A 轮 200 万股、优先款 500 万美元。A 轮从 2,500 万起转股；卖 3,500 万，分得 2,800 万和 700 万。',
        en: 'Published example (ogulcan-ozyavuz, algorithmic-game-theory-for-private-equity, F1): 8 M common, 2 M Series A with a preference of $5 M. It converts from $25 M on; an exit of $35 M pays 28 M and 7 M.',
      },
    },
    {
      id: 'double-dip',
      label: { zh: '公开例题：2 倍又参与', en: 'Published: 2× and participating' },
      values: { ...fund, exit: 30, multiple: [1, 2, 1], seriesA: 'full', compare: true },
      claim: {
        zh: '同一来源，F10：A 轮 2 倍优先又参与分配。卖 3,000 万，持股 20% 的 A 轮拿走 1,400 万，普通股得 1,600 万；干净条款下是 2,400 万。',
        en: 'The same source, F10: Series A has 2× and participates. Of $30 M it takes 14 M on 20 % of the shares and leaves 16 M; clean terms would leave 24 M.',
      },
    },
    {
      id: 'dead-zone',
      label: { zh: '公开例题：白干的区间', en: 'Published: the dead zone' },
      values: { ...fund, exit: 14, shares: [0, 2, 1.5], invested: [1, 5, 9], target: 6 },
      claim: {
        zh: '同一来源，F8：A 轮优先款 500 万，B 轮 900 万。卖 1,400 万，投资人拿走全部，创始人是 0；卖 2,000 万才得 600 万。',
        en: 'The same source, F8: preferences of $5 M and $9 M. Of an exit of $14 M the founders get nothing; of $20 M they get 6 M.',
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
        zh: '公开例题（Ceesaxp，liqpref-waterfall-py）：A 轮 200 万、上限 2 倍，B 轮 100 万、无上限，都参与分配。卖 600 万，普通股 210 万、A 轮 260 万、B 轮 130 万；卖 2,000 万，A 轮停在上限 400 万。',
        en: 'Published example (Ceesaxp, liqpref-waterfall-py): A $2 M capped at 2×, B $1 M uncapped, both participating. $6 M pays common 2.1 M, A 2.6 M, B 1.3 M; at $20 M A stops at its cap of 4 M.',
      },
    },
    {
      id: 'debt',
      label: { zh: '公开例题：先还债', en: 'Published: debt first' },
      values: { ...fund, exit: 37.46, debt: 2.46 },
      claim: {
        zh: '同一来源（algorithmic-game-theory-for-private-equity，D5）：先还 246 万债务。要卖 3,746 万，才与没有债务时卖 3,500 万一样：2,800 万和 700 万。',
        en: 'Published example (algorithmic-game-theory-for-private-equity, D5): debt of $2.46 M is paid first. It takes an exit of $37.46 M to pay what $35 M pay without it: 28 M and 7 M.',
      },
    },
    {
      id: 'options',
      label: { zh: '一文不值的期权', en: 'Worthless options' },
      values: { exit: 30, options: 10, strike: 0.3 },
      claim: {
        zh: '员工有 1,000 万份期权，行权价 0.3 元。卖 3,000 万，每股普通股只值 0.25 元，期权一文不值；卖过 3,350 万才开始值钱。',
        en: 'Employees hold 10 million options at a strike of 0.30. Sold for 30 million, a common share gets 0.25 and the options are worth nothing; they begin to be worth something at 33.5 million.',
      },
    },
  ],
  tour: [
    {
      text: {
        zh: '横轴是公司卖了多少钱，每个颜色的厚度是那一方分到的钱。拖动竖线，或用方向键。',
        en: 'Across is what the company is sold for; the thickness of each colour is what that party gets. Drag the line, or use the arrow keys.',
      },
      values: {},
      look: 'stage',
    },
    {
      text: {
        zh: '卖得便宜时，投资人先拿回投的钱，后投的先拿。在这之前，创始人一分没有。',
        en: 'At a low price the investors take their money back first, the last one in before the others. Until then the founders get nothing.',
      },
      values: { exit: 12 },
      look: 'holders',
    },
    {
      text: {
        zh: '卖得贵，拿股份比拿回本金划算，投资人就转为普通股。每个转折点都有编号，点它就把售价移过去。',
        en: 'At a high price shares are worth more than the money back, and investors convert. Every turn has a number: press it to move the price there.',
      },
      values: { exit: 60 },
      look: 'turnings',
    },
    {
      text: {
        zh: '参与分配的投资人两头都拿：先拿本金，再分一份。虚线是干净条款下创始人的所得，差距就是这份条款的价格。',
        en: 'Participating investors take both: the money back and a share of the rest. The dashed line is the founders on clean terms; the gap is what the terms cost.',
      },
      values: { angel: 'full', seriesA: 'full', seriesB: 'full', compare: true },
      look: 'stage',
    },
    {
      text: {
        zh: '这里给每条条款标价：删去它，其余不变，创始人多拿多少，钱又从谁那里来。',
        en: 'Here each clause has its price: struck out, all else equal, what the founders gain and who pays it.',
      },
      values: { angel: 'full', seriesA: 'full', seriesB: 'full', compare: true },
      look: 'clauses',
    },
    {
      text: {
        zh: '反过来问：创始人想拿到这么多，公司得卖多少？图上的圆点是答案。换成你自己的数字，链接会记住。',
        en: 'And the question backwards: for the founders to get so much, what must the price be? The dot is the answer. Enter your own numbers; the link remembers them.',
      },
      values: {},
      look: 'target',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
