/** What vectors say about words: which are near one another, and which stands to a third as a second to a first. */
import { DomainError, ShapeError, require, show } from '@/lib/errors';

export interface Neighbour {
  readonly word: string;
  /** Cosine of the angle between the two, from −1 to 1. */
  readonly cosine: number;
}

export interface WordVectors {
  /** The k words whose vectors point most nearly where that of `word` does, the nearest first; never `word` itself. */
  neighbours(word: string, k: number): Neighbour[];
  /**
   * a is to b as c is to …: the k words x of the greatest cos(x, b − a + c), all vectors of length 1 (3CosAdd); never one
   * of the three.
   */
  analogy(a: string, b: string, c: string, k: number): Neighbour[];
}

/**
 * @param words   each once
 * @param values  their vectors, one below the other
 * @throws {ShapeError} values that are not as many for each word
 * @throws {DomainError} a word that comes twice, or (when asked) one that there is none of, a vector of zeros
 * @example createWordVectors(['a', 'b', 'c'], [1, 0, 0, 1, 3, 4]).neighbours('a', 1) // [{ word: 'c', cosine: 0.6 }]
 * @source Mikolov, Yih, Zweig 2013, NAACL (analogies); Levy, Goldberg 2014, CoNLL (3CosAdd)
 */
export function createWordVectors(words: readonly string[], values: ArrayLike<number>): WordVectors {
  const where = 'createWordVectors';
  const D = values.length / words.length;
  if (!(Number.isInteger(D) && D > 0))
    throw new ShapeError(`${where}: as many numbers for each word; got ${values.length} for ${words.length} words`);
  const place = new Map(words.map((word, i) => [word, i]));
  if (place.size !== words.length)
    throw new DomainError(
      `${where}: every word comes once; got ${show(words.find((w, i) => place.get(w) !== i))} twice`,
    );

  const unit = (v: readonly number[]) => {
    const length = Math.hypot(...v);
    require(length > 0, where, 'a vector has a direction', v);
    return v.map((x) => x / length);
  };
  const units: (readonly number[] | undefined)[] = [];
  const vectorOf = (i: number) => (units[i] ??= unit(Array.from({ length: D }, (_, d) => values[i * D + d]!)));
  const find = (word: string) => {
    const i = place.get(word);
    if (i === undefined) throw new DomainError(`${where}: the word has a vector; got ${show(word)}`);
    return i;
  };
  const nearest = (direction: readonly number[], but: readonly number[], k: number): Neighbour[] =>
    words
      .map((word, i) => ({ word, i }))
      .filter(({ i }) => !but.includes(i))
      .map(({ word, i }) => ({ word, cosine: vectorOf(i).reduce((sum, x, d) => sum + x * direction[d]!, 0) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, k);
  return {
    neighbours: (word, k) => nearest(vectorOf(find(word)), [find(word)], k),
    analogy(a, b, c, k) {
      const [i, j, l] = [find(a), find(b), find(c)];
      const [u, v, w] = [vectorOf(i), vectorOf(j), vectorOf(l)];
      return nearest(unit(v.map((x, d) => x - u[d]! + w[d]!)), [i, j, l], k);
    },
  };
}
