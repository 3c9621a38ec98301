import type { Election } from '@/finance/waterfall';
import type { Describe, Table } from '@/lib/demo';
import type { Lang, Text } from '@/lib/text';
import type { ExitState, Payout, Sale } from './model';
import { ROUNDS, type ExitParams } from './params';
import type { ExitValues } from './terms';
import { ELECTIONS, eventText, HOLDER_NAMES, inBoth, moneyOf, percent } from './words';

type D = Describe<ExitParams, ExitState>;

/** Why nothing can be paid out. */
export function refusalText({ refused }: ExitState): Text | null {
  if (!refused) return null;
  const { round, cap, multiple } = refused;
  return {
    zh: `${ROUNDS[round]!.zh}的上限 ${cap} 倍低于它的优先清算 ${multiple} 倍：总额不可能比其中的优先款还少。请提高上限或降低倍数。`,
    en: `The ${ROUNDS[round]!.en} cap of ${cap}× is below its preference of ${multiple}×: a total cannot be less than a part of it. Raise the cap or lower the preference.`,
  };
}

const foundersOf = ({ payouts }: Sale): Payout => payouts[0]!;

/** What the investors do, those with the same choice together. */
function whoHolds({ payouts }: Sale, lang: Lang): string {
  const does = new Map<Election, string[]>();
  for (const { holder, election } of payouts)
    if (holder.startsWith('round')) does.set(election!, [...(does.get(election!) ?? []), HOLDER_NAMES[holder][lang]]);
  return [...does]
    .map(([election, who]) =>
      lang === 'zh' ? `${who.join('、')}${ELECTIONS[election].zh}。` : ` ${who.join(', ')}: ${ELECTIONS[election].en}.`,
    )
    .join('');
}

function targetText({ targetExit }: Sale, { target, currency }: ExitValues, lang: Lang): string {
  const money = moneyOf(currency, lang);
  return lang === 'zh'
    ? `创始人要拿到 ${money(target)}，得卖 ${money(targetExit)}。`
    : ` For the founders to get ${money(target)} it must be sold for ${money(targetExit)}.`;
}

function cleanText(sale: Sale, { currency }: ExitValues, lang: Lang): string {
  const { clean, paid } = foundersOf(sale);
  if (clean === null) return '';
  const money = moneyOf(currency, lang);
  if (clean === paid)
    return lang === 'zh' ? '换成干净条款，在这个价上一分不差。' : ' Clean terms would pay them the same at this price.';
  return lang === 'zh'
    ? `换成干净条款，他们得 ${money(clean)}：这份条款在这个价上让创始人少拿 ${money(clean - paid)}。`
    : ` Clean terms would pay them ${money(clean)}: at this price the terms cost the founders ${money(clean - paid)}.`;
}

export const sentence: D['sentence'] = (state, values) => {
  const { sale } = state;
  if (!sale) return refusalText(state)!;
  const { paid, owned } = foundersOf(sale);
  return inBoth((lang) => {
    const money = moneyOf(values.currency, lang);
    const part = percent(paid / values.exit, lang);
    const head =
      lang === 'zh'
        ? `公司卖了 ${money(values.exit)}，创始人得 ${money(paid)}：持股 ${percent(owned, lang)}，分到 ${part}。`
        : `Sold for ${money(values.exit)}, the company pays its founders ${money(paid)}: ${part} of the exit on ${percent(owned, lang)} of the shares.`;
    return head + whoHolds(sale, lang) + targetText(sale, values, lang) + cleanText(sale, values, lang);
  });
};

export const tables: D['tables'] = ({ sale }): readonly Table[] => {
  if (!sale) return [];
  const { payouts, turnings, curve, values } = sale;
  const unit = { zh: `百万 ${values.currency}`, en: `million ${values.currency}` };
  const column = (label: Text) => ({ label, unit, digits: 4 });
  const happens = new Map(turnings.map(({ exit, events }) => [exit, eventText(events)]));
  return [
    {
      caption: { zh: '各种售价下谁得多少', en: 'Who gets what, by exit' },
      columns: [
        column({ zh: '售价', en: 'Exit' }),
        ...payouts.map(({ holder }) => column(HOLDER_NAMES[holder])),
        ...(curve.clean ? [column({ zh: '创始人，干净条款', en: 'Founders, clean terms' })] : []),
        { label: { zh: '转折', en: 'Turn' } },
      ],
      rows: curve.exits.map((exit, i) => [
        exit,
        ...payouts.map(({ holder }) => curve.paid[holder]![i]!),
        ...(curve.clean ? [curve.clean[i]!] : []),
        happens.get(exit) ?? { zh: '', en: '' },
      ]),
    },
  ];
};
