/** "Show the working": how one stake came to be, as a chain of numbers a reader can follow with a pencil. */
import { formatMoney, formatPercent } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import type { Holder, RoundState, Stake } from './state';
import { ROUNDS } from './params';

export const HOLDER_NAMES: Readonly<Record<Holder, Text>> = {
  founders: { zh: '创始人', en: 'Founders' },
  pool: { zh: '期权池', en: 'Option pool' },
  round1: ROUNDS[0]!,
  round2: ROUNDS[1]!,
  round3: ROUNDS[2]!,
};

export type Working = {
  readonly title: Text;
  /** The first line starts from something, each further one multiplies or adds. */
  readonly lines: readonly { readonly number: Text; readonly why: Text }[];
  /** '26/45': the result without rounding. */
  readonly exact: string;
  readonly result: Text;
};

/** A Text written the same way in both languages. */
export const inBoth = (write: (lang: Lang) => string): Text =>
  Object.fromEntries(LANGS.map((lang) => [lang, write(lang)])) as Record<Lang, string>;

const percent = (x: number, prefix = '') => inBoth((lang) => prefix + formatPercent(x, 1, lang));

/**
 * The chain behind `stake` after round `at` (0 is the first round).
 *
 * Founders and investors: what they began with, times what each later round leaves of every earlier stake.
 * The pool is filled up every round: what was left of it, plus the new shares.
 */
export function workingOf(stake: Stake, at: number, rounds: readonly RoundState[], currency: string): Working {
  const money = (x: number, lang: Lang) => formatMoney(x, currency, lang);
  const { holder } = stake;
  const result = percent(stake.ownership);
  const title: Text = {
    zh: `${ROUNDS[at]!.zh}之后，${HOLDER_NAMES[holder].zh}持有 ${result.zh}`,
    en: `${HOLDER_NAMES[holder].en} after the ${ROUNDS[at]!.en} round: ${result.en}`,
  };

  if (holder === 'pool') {
    const before = rounds[at - 1]?.stakes.find((s) => s.holder === 'pool')?.ownership ?? 0;
    const { retention, poolAdded } = rounds[at]!;
    const left = {
      number: percent(before * retention),
      why: {
        zh: `上一轮留下的 ${percent(before).zh}，被这一轮稀释`,
        en: `what this round leaves of the ${percent(before).en} there was`,
      },
    };
    const added = {
      number: percent(poolAdded, before > 0 ? '+ ' : ''),
      why: {
        zh: `投资人的钱到账之前新留出的股份，补足到约定的 ${result.zh}`,
        en: `new shares set aside before the money comes in, up to the ${result.en} agreed`,
      },
    };
    return { title, lines: before > 0 ? [left, added] : [added], exact: stake.exact, result };
  }

  const from = holder === 'founders' ? -1 : Number(holder.slice(-1)) - 1;
  const entry = rounds[from];
  const start = entry
    ? {
        number: percent(entry.investment / entry.postMoney),
        why: inBoth((lang) =>
          lang === 'zh'
            ? `融资额 ${money(entry.investment, lang)} ÷ 投后 ${money(entry.postMoney, lang)}`
            : `${money(entry.investment, lang)} raised ÷ ${money(entry.postMoney, lang)} post-money`,
        ),
      }
    : { number: percent(1), why: { zh: '公司成立时', en: 'when the company was founded' } };
  const factors = rounds.slice(from + 1, at + 1).map((round, i) => ({
    number: percent(round.retention, '× '),
    why: inBoth((lang) => {
      const name = ROUNDS[from + 1 + i]![lang];
      const [old, post] = [money(round.effectivePreMoney, lang), money(round.postMoney, lang)];
      const less = round.poolAdded > 0;
      if (lang === 'zh') return `${name}：${less ? '投前减去新期权池' : '投前'} ${old} ÷ 投后 ${post}`;
      return `${name}: ${old} pre-money${less ? ' less the new pool' : ''} ÷ ${post} post-money`;
    }),
  }));
  return { title, lines: [start, ...factors], exact: stake.exact, result };
}
