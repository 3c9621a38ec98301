/**
 * A small language with a rule in it: each sentence is about one person or place and names a few traits, in any order.
 * A pair, such as king and queen, has the traits of the pair in common and differs in the side.
 *
 * Its words are ids with a name in each language: the sentences, and so the vectors, are the same in both.
 */
import type { Text } from '@/lib/text';

type Pair = { readonly ends: readonly [string, string]; readonly traits: readonly string[] };
export type Family = {
  readonly pairs: readonly Pair[];
  readonly sides: readonly [readonly string[], readonly string[]];
};

const names = new Map<string, Text>();
/** Words written `id=name in Chinese`, the id being the name in English; '_' stands for a space. */
const wordsOf = (line: string): string[] =>
  line.split(' ').map((word) => {
    const [en, zh] = word.split('=') as [string, string];
    const id = en.toLowerCase();
    names.set(id, { zh, en: en.replaceAll('_', ' ') });
    return id;
  });
const pair = (line: string): Pair => {
  const [first, second, ...traits] = wordsOf(line);
  return { ends: [first!, second!], traits };
};

export const FAMILIES: readonly Family[] = [
  {
    pairs: [
      'man=男人 woman=女人 adult=成人 worker=工人 neighbour=邻居',
      'king=国王 queen=王后 crown=王冠 throne=王座 palace=宫殿',
      'prince=王子 princess=公主 heir=继承 pony=小马 castle=城堡',
      'boy=男孩 girl=女孩 school=学校 toy=玩具 homework=作业',
      'uncle=叔叔 aunt=婶婶 family=亲戚 visit=做客 gift=礼物',
      'actor=男演员 actress=女演员 stage=舞台 film=电影 role=角色',
    ].map(pair),
    sides: [wordsOf('he=他 his=他的 himself=他自己'), wordsOf('she=她 her=她的 herself=她自己')],
  },
  {
    pairs: [
      'China=中国 Beijing=北京 Mandarin=普通话 Yangtze=长江 dumplings=饺子',
      'France=法国 Paris=巴黎 French=法语 Seine=塞纳河 baguette=长棍面包',
      'Japan=日本 Tokyo=东京 Japanese=日语 Fuji=富士山 sushi=寿司',
      'Germany=德国 Berlin=柏林 German=德语 Rhine=莱茵河 sausage=香肠',
      'Italy=意大利 Rome=罗马 Italian=意大利语 Tiber=台伯河 pasta=意面',
      'Egypt=埃及 Cairo=开罗 Arabic=阿拉伯语 Nile=尼罗河 pyramids=金字塔',
    ].map(pair),
    sides: [wordsOf('border=边境 flag=国旗 constitution=宪法'), wordsOf('mayor=市长 subway=地铁 district=城区')],
  },
];

/** The name of a word in both languages; undefined for one that is not of this language. */
export const nameOf = (id: string): Text | undefined => names.get(id);

/** The word that is called so in either language. */
export function idOf(name: string): string | undefined {
  const wanted = name.toLowerCase();
  return [...names].find(([id, text]) => id === wanted || text.zh === name || text.en.toLowerCase() === wanted)?.[0];
}

/** The persons, or the places, among which a word is; the persons for any other word. */
export const kinOf = (word: string): readonly string[] => {
  const endsOf = ({ pairs }: Family) => pairs.flatMap(({ ends }) => ends);
  return FAMILIES.map(endsOf).find((ends) => ends.includes(word)) ?? endsOf(FAMILIES[0]!);
};

/** All questions a is to b as c is to d within a family, either side first: 60 for six pairs. */
export const questionsOf = ({ pairs }: Family): (readonly [a: string, b: string, c: string, d: string])[] =>
  pairs.flatMap((p) =>
    pairs.flatMap((q) =>
      p === q ? [] : [0, 1].map((k) => [p.ends[k]!, p.ends[1 - k]!, q.ends[k]!, q.ends[1 - k]!] as const),
    ),
  );
