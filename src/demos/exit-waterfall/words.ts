/** What things are called, on the stage, in the sentence and in the tables alike. */
import type { Election } from '@/finance/waterfall';
import { formatMoney, formatPercent } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import type { Event } from './model';
import { ROUNDS } from './params';
import type { Holder } from './terms';

/** A Text written the same way in both languages. */
export const inBoth = (write: (lang: Lang) => string): Text =>
  Object.fromEntries(LANGS.map((lang) => [lang, write(lang)])) as Record<Lang, string>;

export const HOLDER_NAMES: Readonly<Record<Holder, Text>> = {
  founders: { zh: '创始人', en: 'Founders' },
  options: { zh: '员工期权', en: 'Employees' },
  round1: ROUNDS[0]!,
  round2: ROUNDS[1]!,
  round3: ROUNDS[2]!,
  debt: { zh: '债务', en: 'Debt' },
};

export const ELECTIONS: Readonly<Record<Election, Text>> = {
  shares: { zh: '普通股', en: 'common shares' },
  preference: { zh: '只拿优先款', en: 'preference only' },
  participates: { zh: '优先款加分配', en: 'preference and shares' },
  capped: { zh: '到了上限', en: 'at its cap' },
  converts: { zh: '转为普通股', en: 'converted' },
  exercises: { zh: '行权', en: 'exercise' },
  lapses: { zh: '不行权', en: 'lapse' },
};

const EVENTS: Readonly<Record<Event['what'], Text>> = {
  converts: { zh: '转为普通股', en: ' converts' },
  'reaches its cap': { zh: '到达上限', en: ' reaches its cap' },
  exercises: { zh: '开始行权', en: ' exercise' },
  'debt repaid': { zh: '还清', en: ' repaid' },
  'preference paid': { zh: '优先款付清', en: '’s preference is paid' },
  'costs paid': { zh: '费用付清', en: ' costs paid' },
};

/** What happens at a breakpoint. */
export const eventText = (events: readonly Event[]): Text => ({
  zh: events.map(({ who, what }) => HOLDER_NAMES[who].zh + EVENTS[what].zh).join('，'),
  en: events.map(({ who, what }) => HOLDER_NAMES[who].en + EVENTS[what].en).join('; '),
});

/** Millions, as money. @example moneyOf('CNY', 'zh')(40) // '¥4,000万' */
export const moneyOf = (currency: string, lang: Lang) => (millions: number) =>
  formatMoney(millions * 1e6, currency, lang);

export const percent = (fraction: number, lang: Lang): string => formatPercent(fraction, 1, lang);
