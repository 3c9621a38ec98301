/**
 * A demo's settings and step in the page's address: `?<id>=1;learningRate:0.5;step:340`.
 * `hide:optimiser_seed` in it, as a teacher may write, leaves these controls out.
 */
import {
  LINK_VERSION,
  readSettings,
  unknown,
  writeSettings,
  type AnyValues,
  type Params,
  type Problem,
} from '@/lib/params';

/** `step` and `hide` are words of the link, never the key of a param. */
const STEP = /;step:(\d+)(?=;|$)/;
const HIDE = /;hide:([A-Za-z0-9_]*)(?=;|$)/;

/** @example writeLink({}, {}, 340, ['seed']) // '1;step:340;hide:seed' */
export function writeLink(params: Params, values: AnyValues, step: number, hide: readonly string[] = []): string {
  const settings = writeSettings(params, values);
  const more = `${step > 0 ? `;step:${step}` : ''}${hide.length ? `;hide:${hide.join('_')}` : ''}`;
  return more ? `${settings || LINK_VERSION}${more}` : settings;
}

export type Link = {
  readonly values: AnyValues;
  readonly step: number;
  /** Keys of the params whose controls are not shown. */
  readonly hide: readonly string[];
  readonly problems: readonly Problem[];
};

/** Reads what writeLink wrote; `most` is the last step that a link may ask for. */
export function readLink(params: Params, text: string, most: number): Link {
  const asked = Number(STEP.exec(text)?.[1] ?? 0);
  const named = (HIDE.exec(text)?.[1] ?? '').split('_').filter(Boolean);
  const hide = named.filter((key) => Object.hasOwn(params, key));
  const read = readSettings(params, text.replace(STEP, '').replace(HIDE, ''));
  const values: AnyValues = read.values;
  const problems = [...read.problems, ...named.filter((key) => !hide.includes(key)).map(unknown)];
  if (asked <= most) return { values, step: asked, hide, problems };
  const problem: Problem = {
    key: 'step',
    text: {
      zh: `步数最多为 ${most}，链接里是 ${asked}；停在第 ${most} 步`,
      en: `the step is at most ${most}; got ${asked}; stopped at ${most}`,
    },
  };
  return { values, step: most, hide, problems: [...problems, problem] };
}

/** `search` (as of location.search) with the entry of `id` set, or removed when `text` is ''; others stay as they are. */
export function withEntry(search: string, id: string, text: string): string {
  const others = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '' && part.split('=')[0] !== id);
  const all = text ? [...others, `${id}=${text}`] : others;
  return all.length ? `?${all.join('&')}` : '';
}
