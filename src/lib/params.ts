/**
 * Params: one table per demo that says what a reader can set. Controls, links, embeds, oEmbed and tests read it.
 *
 * In a link a demo's settings are one query parameter, named after the demo, version first, defaults left out:
 *   ?neural-network=1;learningRate:0.5;optimiser:adam
 *
 * A reader's own data, which may be long or private, is a local param: it stays in the browser.
 */
import { DomainError, show } from './errors';
import type { Lang, Text } from './text';

type Common = {
  readonly label: Text;
  /** One sentence that says what turning it does. */
  readonly hint?: Text;
  /** Folded behind "more" in the controls. */
  readonly more?: boolean;
  /** Set by touching the picture only (a weight, a point): no control is drawn for it. */
  readonly hidden?: boolean;
};
export type NumberParam = Common & {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Grid of the slider; a typed value need not lie on it unless `integer`. */
  readonly step: number;
  readonly integer?: boolean;
  /** 'log' lays the slider out in powers of ten (min > 0). */
  readonly scale?: 'linear' | 'log';
  readonly unit?: Text;
};
export type ChoiceParam = Common & {
  readonly kind: 'choice';
  readonly default: string;
  readonly options: readonly { readonly value: string; readonly label: Text }[];
};
export type SwitchParam = Common & { readonly kind: 'switch'; readonly default: boolean };
/** A list of numbers of fixed or free length, such as edited weights or the amounts of funding rounds. */
export type NumbersParam = Common & {
  readonly kind: 'numbers';
  readonly default: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** Also allowed: no numbers at all, whatever minLength says. */
  readonly orEmpty?: boolean;
  readonly unit?: Text;
  /** By which choice the unit goes, in place of `unit`: its key, and the unit of each option. */
  readonly unitBy?: { readonly key: string; readonly units: Readonly<Record<string, Text>> };
  /** What readers of a language count in: 100 where a value of 1 (million) is typed as 100 (万). */
  readonly scale?: Readonly<Partial<Record<Lang, number>>>;
  /** Names of the entries, for the fields of the control. */
  readonly entries?: readonly Text[];
};
/** Words or data of the reader's own: a sentence, or a file's text. */
export type TextParam = Common & {
  readonly kind: 'text';
  readonly default: string;
  readonly maxLength: number;
  /** Height of the field; one line when absent. */
  readonly lines?: number;
  /** What the text must be, beside not too long. */
  readonly rule?: { readonly text: Text; readonly holds: (value: string) => boolean };
  /** Something that may be typed, other than the default. Every param with a control has one. */
  readonly example?: string;
  /** Too large or too private for a link: kept in this browser only. Presets and tours leave it as it is. */
  readonly local?: boolean;
  /** Kinds of file that the control offers to open, as in <input accept>. */
  readonly accept?: string;
};
export type Param = NumberParam | ChoiceParam | SwitchParam | NumbersParam | TextParam;
export type Params = Readonly<Record<string, Param>>;

type ValueOf<P extends Param> = P extends NumberParam
  ? number
  : P extends ChoiceParam
    ? P['options'][number]['value']
    : P extends SwitchParam
      ? boolean
      : P extends TextParam
        ? string
        : readonly number[];
export type Values<P extends Params = Params> = { readonly [K in keyof P]: ValueOf<P[K]> };
export type AnyValues = Readonly<Record<string, number | string | boolean | readonly number[]>>;

/** The version written into links. Raise it when a param changes its meaning. */
export const LINK_VERSION = 1;

export const defaults = <P extends Params>(params: P): Values<P> =>
  Object.fromEntries(Object.entries(params).map(([key, p]) => [key, p.default])) as Values<P>;

const inRange = (x: unknown, p: NumberParam | NumbersParam): x is number =>
  typeof x === 'number' && Number.isFinite(x) && x >= p.min && x <= p.max;

const grouped = (x: number) => x.toLocaleString('en', { maximumSignificantDigits: 15 }).replace('-', '−');

/** The rule that one number of `param` keeps. @param scale what stands in the field is so many times the value */
export function numberRuleOf(param: NumberParam | NumbersParam, scale = 1): Text {
  const [min, max] = [grouped(param.min * scale), grouped(param.max * scale)];
  const whole = param.kind === 'number' && param.integer;
  return {
    zh: `${min} 到 ${max} 之间的${whole ? '整数' : '数'}`,
    en: `a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
  };
}

/** The rule that a value of `param` keeps, in both languages. */
export function ruleOf(param: Param): Text {
  switch (param.kind) {
    case 'number':
      return numberRuleOf(param);
    case 'numbers': {
      const n = param.minLength === param.maxLength ? `${param.minLength}` : `${param.minLength}–${param.maxLength}`;
      return {
        zh: `${n} 个 ${numberRuleOf(param).zh}${param.orEmpty ? '，或者空着' : ''}`,
        en: `${n} numbers from ${grouped(param.min)} to ${grouped(param.max)}${param.orEmpty ? ', or none' : ''}`,
      };
    }
    case 'choice':
      return {
        zh: `${param.options.map((o) => o.label.zh).join('、')}之一`,
        en: `one of ${param.options.map((o) => o.label.en).join(', ')}`,
      };
    case 'switch':
      return { zh: '开或关', en: 'on or off' };
    case 'text': {
      const [rule, most] = [param.rule?.text, grouped(param.maxLength)];
      return {
        zh: `${rule?.zh ?? '文字'}，不超过 ${most} 个字符`,
        en: `${rule?.en ?? 'text'}, at most ${most} characters`,
      };
    }
  }
}

/** Whether `value` is one that `param` allows. */
export function allows(param: Param, value: unknown): boolean {
  switch (param.kind) {
    case 'number':
      return inRange(value, param) && (!param.integer || Number.isInteger(value));
    case 'numbers':
      return (
        Array.isArray(value) &&
        (value.length >= param.minLength || (value.length === 0 && param.orEmpty === true)) &&
        value.length <= param.maxLength &&
        value.every((x) => inRange(x, param))
      );
    case 'choice':
      return param.options.some((o) => o.value === value);
    case 'switch':
      return typeof value === 'boolean';
    case 'text':
      return (
        typeof value === 'string' &&
        value.length <= param.maxLength &&
        !/\p{Surrogate}/u.test(value) && // half a character: no link can hold it
        (param.rule?.holds(value) ?? true)
      );
  }
}

/**
 * Values for a model: `partial` over the defaults.
 *
 * @throws {DomainError} a key that the params do not have, or a value that they do not allow
 */
export function complete<P extends Params>(params: P, partial: Partial<AnyValues> = {}): Values<P> {
  for (const [key, value] of Object.entries(partial)) {
    const param = params[key];
    if (!param)
      throw new DomainError(`complete: the setting is one of ${Object.keys(params).join(', ')}; got ${show(key)}`);
    if (!allows(param, value)) throw new DomainError(`complete: ${key} is ${ruleOf(param).en}; got ${show(value)}`);
  }
  return { ...defaults(params), ...partial } as Values<P>;
}

/** Number text as people type it: a comma or full-width digits do no harm. NaN when it is not a number. */
export function parseNumber(text: string): number {
  const plain = text
    .normalize('NFKC')
    .replaceAll('−', '-')
    .replace(/[\s,_]/g, '');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** Reads the text of a value; `undefined` when it is not one that `param` allows. */
export function parseValue(param: Param, text: string): number | string | boolean | number[] | undefined {
  const value =
    param.kind === 'number'
      ? parseNumber(text)
      : param.kind === 'numbers'
        ? text === ''
          ? []
          : text.split('_').map(parseNumber)
        : param.kind === 'switch'
          ? { 1: true, 0: false }[text]
          : text;
  return allows(param, value) ? value : undefined;
}

/** Seven significant digits identify an f32 well enough to see the same run, and keep links short; others as they are. */
const short = (x: number) => String(Math.fround(x) === x ? Number(x.toPrecision(7)) : x);

export function formatValue(param: Param, value: unknown): string {
  if (param.kind === 'numbers') return (value as readonly number[]).map(short).join('_');
  if (param.kind === 'switch') return value ? '1' : '0';
  return typeof value === 'number' ? short(value) : String(value);
}

const same = (a: unknown, b: unknown) =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((x, i) => x === b[i]) : a === b;

/** Whether two sets of values are the same, entry by entry. */
export const sameValues = (a: AnyValues, b: AnyValues): boolean => Object.keys(a).every((key) => same(a[key], b[key]));

/** Whether a value is kept in the reader's browser and never in a link. */
export const isLocal = (param: Param): boolean => param.kind === 'text' && param.local === true;

/** A link is decoded once as part of an address and then taken apart: its own marks within a value are encoded twice. */
const withoutMarks = (text: string) => text.replace(/[%;:]/g, encodeURIComponent);

/** The settings of a demo as its query parameter, ready for an address; '' when all are defaults. */
export function writeSettings(params: Params, values: AnyValues): string {
  const parts = Object.entries(params)
    .filter(([key, p]) => !isLocal(p) && !same(values[key], p.default))
    .map(([key, p]) => `${key}:${encodeURIComponent(withoutMarks(formatValue(p, values[key])))}`);
  return parts.length ? [LINK_VERSION, ...parts].join(';') : '';
}

export type Problem = { readonly key: string; readonly text: Text };

/** That there is no such setting. */
export const unknown = (key: string): Problem => ({
  key,
  text: { zh: `没有名为“${key}”的设置`, en: `there is no setting ${show(key)}` },
});

/**
 * Reads what writeSettings wrote, as URLSearchParams gives it. A setting that makes no sense keeps its default, and
 * `problems` says so.
 */
export function readSettings<P extends Params>(params: P, text: string): { values: Values<P>; problems: Problem[] } {
  const values: Record<string, unknown> = { ...defaults(params) };
  const problems: Problem[] = [];
  const [version, ...parts] = text.split(';');
  if (text && version !== String(LINK_VERSION)) {
    problems.push({
      key: '',
      text: {
        zh: `链接的版本是“${version}”，本页认得 ${LINK_VERSION}；已改用默认设置`,
        en: `the link has version ${show(version)}, this page reads ${LINK_VERSION}; the defaults are used`,
      },
    });
    return { values: values as Values<P>, problems };
  }
  for (const part of parts) {
    const colon = part.indexOf(':');
    const key = colon < 0 ? part : part.slice(0, colon);
    const raw = colon < 0 ? '' : decode(part.slice(colon + 1));
    const param = Object.hasOwn(params, key) ? params[key] : undefined;
    if (!param || isLocal(param)) {
      problems.push(unknown(key));
      continue;
    }
    const value = parseValue(param, raw);
    if (value !== undefined) values[key] = value;
    else {
      const rule = ruleOf(param);
      problems.push({
        key,
        text: {
          zh: `“${param.label.zh}”应为：${rule.zh}；链接里是“${raw}”，已改用默认值`,
          en: `${param.label.en} is ${rule.en}; got ${show(raw)}; the default is used`,
        },
      });
    }
  }
  return { values: values as Values<P>, problems };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % is nonsense like any other, and is reported as such
  }
}
