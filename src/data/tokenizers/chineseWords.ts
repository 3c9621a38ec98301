/**
 * Words of Chinese text by a list of words: the longest that fits comes first. The same in every browser, which
 * Intl.Segmenter is not. What is not in the list stands as single characters; Latin letters are words as they are.
 *
 * No imports: scripts/corpus.mjs runs this file by itself.
 */

/** Characters that mostly stand by themselves: what begins or ends with one is seldom a word. */
const FUNCTION = new Set('的了是在和与也都就不把被一这那有为到要会能可而或从对让给它他她你我们个上下里中后前时之其所以则但却又还再只很更最每各同么吗呢着过得地来去说看用做成出多少大小两三四五六七八九十百千万亿几等即若如'); // prettier-ignore

/** Whether a word says little about what a text is about: a Chinese function character, by itself. */
export const isFunctionCharacter = (word: string): boolean => FUNCTION.has(word);

/**
 * Strings of 2 to 4 characters that come again and again, hold together and stand in different surroundings: most are
 * words.
 *
 *   cohesion = min over cuts into a b of  n · count(ab) / (count(a) · count(b)),  n characters of text
 *
 * which is the pointwise mutual information of a and b before its logarithm. It has to be 10 for two characters, three
 * times that for each further one, and three times that again where one of FUNCTION begins or ends the string. Parts
 * that come nowhere else hold together in any case: a short text has no room for a great cohesion.
 *
 * @param minCount  how often a word comes at least
 * @returns each once, in the order of their code points
 * @source Sun, Shen, Tsou 1998, "Chinese word segmentation without using lexicon and hand-crafted training data", COLING
 * @example frequentWords('损失下降，算损失；损失上升，损失不变，看损失。') // ['损失']
 */
export function frequentWords(text: string, minCount = 3): string[] {
  const counts = new Map<string, number>();
  const beside = new Map<string, readonly [Set<string>, Set<string>]>();
  let total = 0;
  for (const [run] of text.matchAll(/\p{Script=Han}+/gu)) {
    total += run.length;
    for (let n = 1; n <= 4; n++)
      for (let i = 0; i + n <= run.length; i++) {
        const gram = run.slice(i, i + n);
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
        if (n === 1) continue;
        if (!beside.has(gram)) beside.set(gram, [new Set(), new Set()]);
        const [left, right] = beside.get(gram)!;
        // An end of the run is another surrounding each time.
        left.add(run[i - 1] ?? `<${left.size}`);
        right.add(run[i + n] ?? `>${right.size}`);
      }
  }
  const coheres = (gram: string) => {
    const wanted = 10 * 3 ** (gram.length - 2) * (FUNCTION.has(gram[0]!) || FUNCTION.has(gram.at(-1)!) ? 3 : 1);
    return Array.from({ length: gram.length - 1 }, (_, i) => [gram.slice(0, i + 1), gram.slice(i + 1)] as const).every(
      ([a, b]) => {
        const [ab, alone, other] = [counts.get(gram)!, counts.get(a)!, counts.get(b)!];
        return (ab === alone && ab === other) || ab * total >= wanted * alone * other;
      },
    );
  };
  return [...beside]
    .filter(
      ([gram, [left, right]]) => counts.get(gram)! >= minCount && left.size > 1 && right.size > 1 && coheres(gram),
    )
    .map(([gram]) => gram)
    .sort();
}

/**
 * @param words  of two characters or more; those of one need no list
 * @returns in lower case; numbers and punctuation are no words
 * @example cutWords('训练 GPT 的损失函数', ['训练', '损失', '损失函数']) // ['训练', 'gpt', '的', '损失函数']
 */
export function cutWords(text: string, words: Iterable<string>): string[] {
  const known = words instanceof Set ? (words as ReadonlySet<string>) : new Set(words);
  let longest = 1;
  for (const word of known) longest = Math.max(longest, word.length);
  const found: string[] = [];
  const runs = text.normalize('NFKC').toLowerCase().replaceAll('’', "'").matchAll(/\p{Script=Han}+|[\p{Script=Latin}]+(?:['-]\p{Script=Latin}+)*/gu); // prettier-ignore
  for (const [run] of runs) {
    if (!/^\p{Script=Han}/u.test(run)) {
      found.push(run);
      continue;
    }
    for (let i = 0; i < run.length;) {
      let n = Math.min(longest, run.length - i);
      while (n > 1 && !known.has(run.slice(i, i + n))) n--;
      found.push(run.slice(i, i + n));
      i += n;
    }
  }
  return found;
}
