import { defineDemo } from '@/lib/demo';
import { params } from './params';

export default defineDemo({
  id: 'cap-table',
  chapter: 6,
  title: { zh: '股权结构表', en: 'The cap table' },
  summary: {
    zh: '三轮融资 100 万、500 万、800 万元之后，创始人还有多少？填上投前估值，看股权一轮轮怎样稀释，每个数都能点开看算式。',
    en: 'What do the founders keep after raising 1, 5 and 8 million yuan? Enter the pre-money values, watch every round dilute, and open the arithmetic behind any share.',
  },
  watch: {
    zh: '看金色的一段：每一轮，老股东手里的都乘以“投前 ÷ 投后”。点任何一段看算式。',
    en: 'Watch the gold: every round multiplies what earlier holders have by pre-money ÷ post-money. Click any segment for its arithmetic.',
  },
  params,
  presets: [
    {
      id: 'manuscript',
      label: { zh: '手稿的三轮', en: 'The manuscript’s rounds' },
      values: {},
      claim: {
        zh: '手稿只给了金额。若三轮各出让 15%、20%、15%，创始人最后持有 57.8%。',
        en: 'The manuscript gives amounts only. If they sell 15, 20 and 15%, the founders keep 57.8%.',
      },
    },
    {
      id: 'own-80',
      label: { zh: '守住八成', en: 'Keep four fifths' },
      values: { preMoney: [14, 70, 90] },
      claim: {
        zh: '同样三笔钱，投前估值谈到 1,400 万、7,000 万、9,000 万，创始人恰好还有 80%：14/15 × 14/15 × 45/49 = 4/5。',
        en: 'The same money at pre-money values of 14, 70 and 90 million leaves the founders exactly 80%: 14/15 × 14/15 × 45/49 = 4/5.',
      },
    },
    {
      id: 'cheap-angel',
      label: { zh: '便宜的天使轮', en: 'A cheap first round' },
      values: { preMoney: [1, 20, 136 / 3] },
      claim: {
        zh: '同样的 100 万，投前只作价 100 万：第一轮就去掉一半，最后创始人只剩 34.0%。',
        en: 'The same first million at a pre-money value of one million takes half the company at once; the founders end with 34.0%.',
      },
    },
    {
      id: 'pool',
      label: { zh: '谁出期权池', en: 'Who pays for the pool' },
      values: { pool: 10 },
      claim: {
        zh: '每轮都先补足 10% 的期权池：创始人从 57.8% 降到 48.6%，出得最多；最后进来的 B 轮投资人仍是 15.0%，一点没出。',
        en: 'A 10% pool filled before every round: the founders fall from 57.8 to 48.6% and pay the most; the last investor in still has 15.0% and pays nothing.',
      },
    },
  ],
  tour: [
    {
      text: {
        zh: '公司成立时，股份全是创始人的。之后每融一轮，公司就新发一批股份给投资人；创始人的股数不变，占比变小。',
        en: 'At the start the founders hold every share. Each round issues new ones to investors; the founders’ number stays, their part shrinks.',
      },
      values: {},
      look: 'founders',
    },
    {
      text: {
        zh: '手稿说了融多少：100 万、500 万、800 万。这还不够：500 万能买走多少，要看公司作价多少。所以这里要填投前估值。',
        en: 'The manuscript says how much was raised: 1, 5 and 8 million. That is not enough: what 5 million buy depends on the price of the company. So this demo asks for the pre-money value.',
      },
      values: {},
      look: 'preMoney',
    },
    {
      text: {
        zh: '第一轮要价低十分省事，也最贵：投前 100 万时，同样的 100 万拿走一半，后面每一轮都在这一半上再乘。',
        en: 'A low first price is the easy one to agree on and the dearest: at 1 million pre-money the same million takes half, and every later round multiplies that half again.',
      },
      values: { preMoney: [1, 20, 136 / 3] },
      look: 'round1',
    },
    {
      text: {
        zh: '绿色是留给员工的期权池。投资人要求在投钱之前补足，于是老股东一起出，新投资人不出。',
        en: 'Green is the pool kept for employees. It is filled before the money comes in, so earlier holders pay for it and the new investor does not.',
      },
      values: { pool: 10 },
      look: 'pool',
    },
    {
      text: {
        zh: '点任何一段，这里写出它的算式和精确分数。再换成你自己的数字：链接会记住它们。',
        en: 'Click any segment and its arithmetic stands here, down to the exact fraction. Then enter your own numbers: the link remembers them.',
      },
      values: {},
      look: 'working',
    },
  ],
  model: () => import('./model'),
  describe: () => import('./describe'),
  view: () => import('./View.svelte'),
});
