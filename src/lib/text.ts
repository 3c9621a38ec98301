/** The book's two languages. Every word that a reader sees outside the chapters is a `Text`. */
export const LANGS = ['zh', 'en'] as const;
export type Lang = (typeof LANGS)[number];
export type Text = Readonly<Record<Lang, string>>;

/** The value of an HTML `lang` attribute, and of `Intl` locales. */
export const LOCALE: Readonly<Record<Lang, string>> = { zh: 'zh-CN', en: 'en' };

/**
 * The language of an HTML `lang` attribute; Chinese, the book's first language, when it is neither.
 *
 * @example langOf('en-GB') // 'en'
 */
export const langOf = (tag: string | undefined): Lang => (tag?.toLowerCase().startsWith('en') ? 'en' : 'zh');
