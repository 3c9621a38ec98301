/** Addresses inside the book. */
import { rootOf } from '../lib/addresses.ts';
import type { Lang } from '../lib/text.ts';

/**
 * The address of one of the book's pages.
 *
 * @param slug the page's file without language and ending; '' is the language's own front page
 * @param base the site's root, as import.meta.env.BASE_URL has it
 * @example href('/sub', 'zh', 'glossary', 'adam') // '/sub/zh/glossary/#adam'
 */
export const href = (base: string, lang: Lang, slug: string, anchor = ''): string =>
  `${rootOf(base)}${lang}/${slug && `${slug}/`}${anchor && `#${anchor}`}`;

/** Slugs of the pages that other pages point to. */
export const PAGES = { glossary: 'glossary', references: 'references', errata: 'errata' } as const;
