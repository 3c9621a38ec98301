/**
 * What address everything about a demo has, in one place. `base` is the site's root: a path ('/sub/path/') for links
 * inside the book, in full ('https://book.example/') for what leaves it. Runs in the page, at build time and in tests.
 */
import type { Lang, Text } from './text';

/** The parts of a card that an address or an embed needs. */
type Named = { readonly id: string };
type Titled = Named & { readonly title: Text };

/**
 * A base with exactly one slash at its end.
 *
 * @example rootOf('/sub/path') // '/sub/path/'
 */
export const rootOf = (base: string): string => base.replace(/\/*$/, '/');

/**
 * A demo's place in its chapter; `slug` is the name of the chapter's file.
 *
 * @example chapterAddress({ id: 'cap-table' }, 'zh', '/', '06-money') // '/zh/06-money/#cap-table'
 */
export const chapterAddress = ({ id }: Named, lang: Lang, base: string, slug: string): string =>
  `${rootOf(base)}${lang}/${slug}/#${id}`;

/**
 * The gallery of all demos.
 *
 * @example galleryAddress('en', '/') // '/en/demos/'
 */
export const galleryAddress = (lang: Lang, base: string): string => `${rootOf(base)}${lang}/demos/`;

/**
 * A demo's own page.
 *
 * @example pageAddress({ id: 'cap-table' }, 'en', '/b') // '/b/en/demos/cap-table/'
 */
export const pageAddress = ({ id }: Named, lang: Lang, base: string): string => `${galleryAddress(lang, base)}${id}/`;

/**
 * The page that shows a demo's source.
 *
 * @example sourceAddress({ id: 'x' }, 'en', '/') // '/en/source/x/'
 */
export const sourceAddress = ({ id }: Named, lang: Lang, base: string): string =>
  `${rootOf(base)}${lang}/source/${id}/`;

/**
 * The bare page for frames.
 *
 * @example embedAddress({ id: 'x' }, 'en', 'https://b.org') // 'https://b.org/embed/en/x/'
 */
export const embedAddress = ({ id }: Named, lang: Lang, base: string): string => `${rootOf(base)}embed/${lang}/${id}/`;

/**
 * The oEmbed document.
 *
 * @example oembedAddress({ id: 'x' }, 'en', '/') // '/oembed/en/x.json'
 */
export const oembedAddress = ({ id }: Named, lang: Lang, base: string): string =>
  `${rootOf(base)}oembed/${lang}/${id}.json`;

/**
 * The query of an embed: the settings of the demo as its link has them, and the theme.
 *
 * @example embedQuery('x', '1;rate:2', 'dark') // '?x=1;rate:2&theme=dark'
 * @example embedQuery('x', '', '') // ''
 */
export function embedQuery(id: string, settings: string, theme: string): string {
  const parts = [settings && `${id}=${settings}`, theme && `theme=${theme}`].filter(Boolean);
  return parts.length ? `?${parts.join('&')}` : '';
}

/** An embed's height in CSS pixels until it has said its own; for good where no script runs. */
export const EMBED_HEIGHT = 720;

/** What a frame may do: run, talk to its own origin, open the book in a new tab, save an export. */
export const EMBED_SANDBOX =
  'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads';
export const EMBED_ALLOW = 'fullscreen; clipboard-write';

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

/**
 * Two ways to put a demo into another page: `script`, which fits its height, and `frame`, for pages that let no
 * script of others in.
 *
 * @param query  the settings as of location.search: '' or '?<id>=1;…'
 * @param base   the site's root in full
 * @example embedCode({ id: 'x', title: { zh: '甲', en: 'A' } }, 'en', '', 'https://b.org/').script // '<script async src="https://b.org/embed.js"></script>\n<book-demo name="x" lang="en"><a href="https://b.org/en/demos/x/">A</a></book-demo>'
 */
export function embedCode(card: Titled, lang: Lang, query: string, base: string): { script: string; frame: string } {
  const title = escape(card.title[lang]);
  const state = query && ` state="${escape(query.replace(`?${card.id}=`, ''))}"`;
  return {
    script:
      `<script async src="${escape(rootOf(base))}embed.js"></script>\n` +
      `<book-demo name="${card.id}" lang="${lang}"${state}>` +
      `<a href="${escape(pageAddress(card, lang, base))}">${title}</a></book-demo>`,
    frame:
      `<iframe src="${escape(embedAddress(card, lang, base) + query)}" title="${title}" width="100%" height="${EMBED_HEIGHT}" ` +
      `style="border:0" loading="lazy" allow="${EMBED_ALLOW}" sandbox="${EMBED_SANDBOX}"></iframe>`,
  };
}
