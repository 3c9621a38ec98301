/** The texts that the vectors learn from, as rows of the table of vectors. */
import { bookSentences, chineseWords, contentWords } from '@/data/bookText';
import { frequentWords } from '@/data/tokenizers/chineseWords';
import { createVocabulary } from '@/data/vocabulary';
import { generateText } from './generateText';
import type { EmbeddingValues } from './state';

export interface Corpus {
  /** The word of each row of the table, each once. */
  readonly words: readonly string[];
  /** How often each row is looked up; 0 for one that never is. */
  readonly counts: readonly number[];
  /** Numbers of rows. */
  readonly sentences: readonly (readonly number[])[];
  /** Threshold of keepProbability; left out, all words are kept. */
  readonly subsample?: number;
  /** The word looked at, and a is to b as c is to …, where the reader names none. */
  readonly look: string;
  readonly analogy?: readonly [a: string, b: string, c: string];
  /** The text asked for is too short: this one stands in. */
  readonly tooShort?: true;
}

/** As the manuscript has it, in a list in which the second "the" has a row of its own. */
const SENTENCE = ['the', 'cat', 'sat', 'on', 'the', 'mat'];
/** The row that `index` never finds, for it stops at the first "the". */
export const DEAD = 'the₂';

/** Words of an epoch, at least: a shorter text is gone through several times. */
const LEAST = 1000;
/** Words that a text needs: one that is looked at, its context, and noise to tell it from. */
const FEWEST = 5;

function corpusOf(
  text: readonly (readonly string[])[],
  minCount: number,
  more: Pick<Corpus, 'analogy' | 'subsample'> & { look?: string } = {},
): Corpus {
  // prettier-ignore
  const { words, counts, indexOf, has } = createVocabulary(text.flat(), { minCount });
  const sentences = text.map((sentence) => sentence.filter(has).map(indexOf)).filter(({ length }) => length > 1);
  const total = sentences.flat().length || 1;
  const times = Math.max(1, Math.ceil(LEAST / total));
  return { look: words[0]!, ...more, words, counts, sentences: Array<typeof sentences>(times).fill(sentences).flat() };
}

const corrected = (): Corpus => corpusOf([SENTENCE], 1, { look: 'cat' });

function printed(): Corpus {
  const words = SENTENCE.map((word, i) => (SENTENCE.indexOf(word) === i ? word : DEAD));
  // vocabulary.index(word), as the manuscript's program looks a word up
  const sentence = SENTENCE.map((word) => SENTENCE.indexOf(word));
  return {
    words,
    counts: words.map((_, row) => sentence.filter((other) => other === row).length),
    sentences: Array<number[]>(Math.ceil(LEAST / SENTENCE.length)).fill(sentence),
    look: 'cat',
  };
}

function own(text: string): Corpus {
  const sentences = contentWords(text, new Set([...chineseWords, ...frequentWords(text)]));
  const total = sentences.flat().length;
  const minCount = total < 500 ? 1 : total < 2000 ? 2 : 3;
  const counts = new Map<string, number>();
  for (const word of sentences.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts.values()].filter((count) => count >= minCount).length;
  const paired = sentences.some((sentence) => new Set(sentence).size > 1);
  if (kept < FEWEST || !paired) return { ...corrected(), tooShort: true };
  return corpusOf(sentences, minCount, { subsample: 0.01 });
}

export function readCorpus({ text, own: pasted }: Pick<EmbeddingValues, 'text' | 'own'>): Corpus {
  switch (text) {
    case 'generated':
      return corpusOf(generateText(1), 1, { look: 'king', analogy: ['man', 'woman', 'king'] });
    case 'book-zh':
      return corpusOf(bookSentences('zh'), 4, { subsample: 0.01, look: '创始人', analogy: ['投前估值', '投后估值', '输入'] }); // prettier-ignore
    case 'book-en':
      return corpusOf(bookSentences('en'), 4, { subsample: 0.01, look: 'founders', analogy: ['pre-money', 'post-money', 'input'] }); // prettier-ignore
    case 'printed':
      return printed();
    case 'corrected':
      return corrected();
    case 'own':
      return own(pasted);
  }
}
