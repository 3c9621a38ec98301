/** SAFEs and notes as people write them: '1M post @10M; discount-only 1M 20%', 'YC 7% 125k', { type: 'pre', amt, cap }. */
import type { Convertible, Safe } from '@/finance/convertible';
import { readNumber, type Inputs } from './adapter';

/** An instrument, and the words by which an answer may call it. */
export type Named = { readonly convertible: Convertible; readonly names: readonly string[] };

const MONEY = String.raw`\$?(\d[\d,]*\.?\d*\s*(?:[kmb]|e\d+)?)\b(?!\s*%)`;
const find = (text: string, pattern: string) => new RegExp(pattern, 'i').exec(text)?.[1];
const money = (text: string | undefined) => (text === undefined ? undefined : readNumber(text));

function fromText(text: string, stakeholder: string): Convertible {
  const elects = find(text, String.raw`elects\s+${MONEY}`);
  const rest = text.replace(/\(.*?\)|elects.*$/i, '');
  const cap =
    find(rest, `@\\s*${MONEY}`) ??
    find(rest, `${MONEY}\\s*(?:valuation\\s*)?cap`) ??
    find(rest, `\\bcap\\s*(?:of\\s*)?${MONEY}`);
  const percent = find(rest, String.raw`(\d+\.?\d*)\s*%`);
  const fraction = percent === undefined ? undefined : Number(percent) / 100;
  const bare = rest.replace(
    new RegExp(
      `@\\s*${MONEY}|${MONEY}\\s*(?:valuation\\s*)?cap\\b|\\bcap\\s*(?:of\\s*)?${MONEY}|\\d+\\.?\\d*\\s*%`,
      'gi',
    ),
    ' ',
  );
  const amount = money(find(bare, MONEY));
  if (amount === undefined) throw new TypeError(`fromText: an instrument has an amount; got ${JSON.stringify(text)}`);
  const common = { stakeholder, amount };
  if (/mfn/i.test(rest)) {
    if (elects === undefined) return { ...common, type: 'MFN SAFE' };
    return { ...common, type: 'post-money SAFE', cap: money(elects)! };
  }
  const fixed = /\byc\b|fixed/i.test(rest) && fraction !== undefined && cap === undefined && !/discount/i.test(rest);
  if (fixed) return { ...common, type: 'fixed percentage SAFE', percentage: fraction };
  return {
    ...common,
    type: /\bpre\b/i.test(rest) ? 'pre-money SAFE' : 'post-money SAFE',
    ...(cap === undefined ? {} : { cap: money(cap)! }),
    ...(fraction === undefined ? {} : { discount: fraction }),
  };
}

function fromObject(inputs: Inputs, stakeholder: string): Convertible {
  const amount = inputs['amt'] ?? inputs['amount'] ?? inputs['investment'] ?? inputs['principal'];
  const kind = String(inputs['type'] ?? inputs['kind'] ?? 'post').toLowerCase();
  const cap = inputs['cap'] ?? inputs['valuation_cap'];
  const discount = inputs['discount'] ?? inputs['disc'];
  const common = { stakeholder, amount: readNumber(amount, 'amount') };
  if (kind.includes('mfn') && cap == null && discount == null) return { ...common, type: 'MFN SAFE' };
  const percentage = inputs['percentage'] ?? inputs['percent'] ?? inputs['pct'];
  if (percentage != null) return { ...common, type: 'fixed percentage SAFE', percentage: readNumber(percentage) };
  return {
    ...common,
    type: kind.includes('pre') ? 'pre-money SAFE' : 'post-money SAFE',
    ...(cap == null ? {} : { cap: readNumber(cap, 'cap') }),
    ...(discount == null ? {} : { discount: readNumber(discount, 'discount') }),
  };
}

/** 'post', 'capped', 'disc', 'yc7' and the like: what the instrument is. */
function words(convertible: Convertible): string[] {
  const { type } = convertible;
  if (type === 'MFN SAFE') return ['mfn'];
  if (type === 'fixed percentage SAFE') return ['yc', 'fixed', `yc${Number(convertible.percentage) * 100}`];
  const { cap } = convertible as Extract<Safe, { cap?: unknown }>;
  const when = type === 'pre-money SAFE' ? ['pre'] : ['post'];
  return [...when, ...(cap === undefined ? ['disc', 'discount'] : ['capped', 'cap'])];
}

/** One text for each instrument; a part without money of its own ('…, 20% discount') belongs to the one before. */
function splitList(text: string): string[] {
  const parts = text.split(/[;+]|,(?!\d{3}\b)|\band\b/).filter((part) => part.trim() !== '');
  return parts.reduce<string[]>((list, part) => {
    const caps = new RegExp(
      `@\\s*${MONEY}|${MONEY}\\s*(?:valuation\\s*)?cap\\b|\\bcap\\s*(?:of\\s*)?${MONEY}|\\d+\\.?\\d*\\s*%`,
      'gi',
    );
    const own = new RegExp(MONEY, 'i').test(part.replace(caps, ''));
    return own || list.length === 0 ? [...list, part] : [...list.slice(0, -1), `${list.at(-1)}, ${part}`];
  }, []);
}

/** All instruments of a case: under `safe`, `safes`, `convertibles`, and one-letter names. */
export function readInstruments(inputs: Inputs): readonly Named[] {
  const read = (value: unknown, stakeholder: string) =>
    typeof value === 'string' ? fromText(value, stakeholder) : fromObject(value as Inputs, stakeholder);
  const listed = ['safe', 'safes', 'convertibles', 'mfn'].flatMap((key) => {
    const value: unknown = inputs[key];
    if (typeof value === 'string') return splitList(value);
    return value == null ? [] : [value].flat();
  });
  const lettered = Object.keys(inputs).filter((key) => /^[A-Z]$/.test(key) && !Array.isArray(inputs[key]));
  return [
    ...listed.map((value, i) => {
      const convertible = read(value, `SAFE ${i + 1}`);
      const mfn = typeof value === 'string' && /mfn/i.test(value) ? ['mfn'] : [];
      return { convertible, names: [...words(convertible), ...mfn] };
    }),
    ...lettered.map((key) => {
      const convertible = read(inputs[key], key);
      return { convertible, names: [key, ...words(convertible)] };
    }),
  ];
}
