/** The book's own text, as frozen by scripts/corpus.mjs: chapters, glossary, errata and the demos' cards. */
import type { Lang } from '@/lib/text';
import en from './corpus/en.txt?raw';
import zh from './corpus/zh.txt?raw';
import words from './corpus/zh.words.txt?raw';
import { isFunctionWord } from './functionWords';
import { cutWords } from './tokenizers/chineseWords';

const TEXTS: Readonly<Record<Lang, string>> = { zh, en };

/** The words that Chinese text is cut by: the glossary's terms and the snapshot's frequent words. */
export const chineseWords: ReadonlySet<string> = new Set(words.split('\n').filter(Boolean));

/**
 * @returns the sentences of a text as words, without function words: those say little, and would be half of all pairs
 * @example contentWords('损失在下降。\nThe loss falls!', ['损失', '下降']) // [['损失', '下降'], ['loss', 'falls']]
 */
export const contentWords = (text: string, words: Iterable<string>): string[][] =>
  text
    .split(/[\n。！？；]|[.!?;](?=\s|$)/)
    .map((sentence) => cutWords(sentence, words).filter((word) => !isFunctionWord(word)))
    .filter((sentence) => sentence.length > 0);

/** The book's sentences as words, without function words. */
export const bookSentences = (lang: Lang): string[][] => contentWords(TEXTS[lang], chineseWords);
