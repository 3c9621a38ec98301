/**
 * The book's own text as plain sentences, for demos that learn from it: `node scripts/corpus.mjs`.
 *
 * Writes src/data/corpus/{zh,en}.txt, one sentence a line, from the chapters, the glossary, the errata and
 * the demos' cards (but not the card of the demo that reads it), and zh.words.txt, the words that cut the Chinese one. A frozen copy: what a demo claims about it stays true when a chapter
 * changes; whoever runs this again runs tests/demos/word-embeddings.test.ts after it.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * The sentences of a chapter: no code, formulas, tables, tags or headings' anchors; a <Term> leaves its words, a <Value>
 * nothing.
 *
 * @param {string} mdx
 * @returns {string[]}
 */
export function sentencesOf(mdx) {
  const front = /^---\n([^]*?)\n---\n/.exec(mdx);
  const inFront = (front?.[1] ?? '')
    .split('\n')
    .filter((line) => !/^(chapter|tableOfContents|sidebar|template)\b/.test(line))
    .map((line) => line.replace(/^\s*(?:-\s+|\w+:\s*)/, ''));
  const body = mdx
    .slice(front?.[0].length ?? 0)
    .replace(/^```[^]*?^```/gm, '')
    .replace(/\$\$[^]*?\$\$/g, '')
    .replace(/\$[^$\n]*\$/g, '')
    .replace(/^(?:import|export) .*$/gm, '')
    .replace(/^\|.*$/gm, '')
    .replace(/<\w+[^<>]*?\b(?:caption|title)="([^"]*)"[^<>]*>/g, '\n$1\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/\{#[^}]*\}|\{\/\*[^]*?\*\/\}/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
  return [...inFront, ...body.split('\n')].flatMap(split);
}

/** The lines of a paragraph, one sentence each; those without a word of two letters say nothing about words. */
function split(paragraph) {
  return paragraph
    .replace(/^\s*(?:#+|[-*>]|\d+\.)\s+/, '')
    .replace(/[*_`#]+/g, '')
    .replace(/([。！？；])/g, '$1\n')
    .replace(/([.!?;])\s+(?=\S)/g, '$1\n')
    .split('\n')
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => /\p{Script=Han}{2}|[a-z]{2}/iu.test(sentence));
}

/**
 * The texts of a YAML list of ours in one language; a term's definition begins with the term.
 *
 * @param {string} yaml
 * @param {'zh' | 'en'} lang
 * @returns {string[]}
 */
export function textsOf(yaml, lang) {
  const [texts, terms] = [[], []];
  let term = '';
  for (const line of yaml.split('\n')) {
    const [, indent, raw] = new RegExp(`^( +)${lang}: (.*)$`).exec(line) ?? [];
    if (raw === undefined) continue;
    const text = raw.replace(/^(['"])(.*)\1$/, '$2');
    if (indent.length === 2) terms.push((term = text));
    else texts.push(...split(term ? `${term}${lang === 'zh' ? '：' : ': '}${text}` : text));
  }
  return Object.assign(texts, { terms });
}

/**
 * What a card says in one language, sentence by sentence; names of one or two words are left out.
 *
 * @param {string} card  source of a demo.ts
 * @param {'zh' | 'en'} lang
 * @returns {string[]}
 */
export const cardTextsOf = (card, lang) =>
  [...card.matchAll(new RegExp(`\\b${lang}:\\s*'((?:[^'\\\\]|\\\\.)*)'`, 'g'))]
    .flatMap(([, text]) => split(text))
    .filter((sentence) => /[。；！？，：.;!?,:]/.test(sentence));

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { frequentWords } = await import('../src/data/tokenizers/chineseWords.ts');
  for (const lang of ['zh', 'en']) {
    const chapters = globSync(`content/${lang}/*.mdx`, { cwd: root }).sort();
    const glossary = textsOf(read('content/glossary/glossary.yaml'), lang);
    const cards = globSync('src/demos/*/demo.ts', { cwd: root }).filter((path) => !path.includes('word-embeddings'));
    const text = [
      ...chapters.flatMap((path) => sentencesOf(read(path))),
      ...glossary,
      ...textsOf(read('content/errata/errata.yaml'), lang),
      ...cards.sort().flatMap((path) => cardTextsOf(read(path), lang)),
    ];
    writeFileSync(join(root, `src/data/corpus/${lang}.txt`), `${text.join('\n')}\n`);
    if (lang === 'zh') {
      const terms = glossary.terms.filter((word) => /^\p{Script=Han}{2,}$/u.test(word));
      const words = [...new Set([...terms, ...frequentWords(text.join('\n'))])].sort();
      writeFileSync(join(root, 'src/data/corpus/zh.words.txt'), `${words.join('\n')}\n`);
    }
  }
}
