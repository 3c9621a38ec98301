import { createRandom } from '@/lib/random';
import { FAMILIES } from './generated';

/** Sentences that have the same subject. */
const EACH = 25;

/** 600 sentences of five words: a person or place, two traits of the pair, two of the side; in any order. */
export function generateText(seed: number): string[][] {
  const random = createRandom(seed);
  const pick = (list: readonly string[], n: number) => random.permutation(list.length).slice(0, n).map((i) => list[i]!); // prettier-ignore
  const sentences = FAMILIES.flatMap(({ pairs, sides }) =>
    pairs.flatMap(({ ends, traits }) =>
      ends.flatMap((subject, side) =>
        Array.from({ length: EACH }, () => pick([subject, ...pick(traits, 2), ...pick(sides[side]!, 2)], 5)),
      ),
    ),
  );
  return random.permutation(sentences.length).map((i) => sentences[i]!);
}
