import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bookSentences, chineseWords, contentWords } from '@/data/bookText';
import { cardTextsOf, sentencesOf, textsOf } from '../../scripts/corpus.mjs';

test('a chapter leaves its words: no code, formulas, tables, tags or anchors', () => {
  const mdx = `---
title: A title
chapter: 2
goals:
  - Say what a loss is
---

import { Term } from '@prose';

## What it learns {#learns}

The <Term id="loss">loss</Term> $L$ falls to <Value of="x" digits={1} /> here. Does *it* stay? See [chapter 1](../01/).

$$
L = 1
$$

| a | b |
| 1 | 2 |

<Figure id="f" caption="A picture.">

\`\`\`js
const secret = 1;
\`\`\`

</Figure>
`;
  expect(sentencesOf(mdx)).toEqual([
    'A title', 'Say what a loss is', 'What it learns', 'The loss falls to here.', 'Does it stay?', 'See chapter 1.', 'A picture.',
  ]); // prettier-ignore
});

test('a glossary gives each definition after its term, an erratum its sentences, a card its own', () => {
  const yaml =
    "- id: loss\n  zh: 损失\n  en: loss\n  definition:\n    zh: 错多少。越小越好。\n    en: 'How wrong it is.'\n";
  expect([...textsOf(yaml, 'zh')]).toEqual(['损失：错多少。', '越小越好。']);
  expect([...textsOf(yaml, 'en')]).toEqual(['loss: How wrong it is.']);
  expect(cardTextsOf("label: { zh: '一轮', en: 'epoch' }, claim: {\n zh:\n '损失降了，快。' }", 'zh')).toEqual([
    '损失降了，快。',
  ]);
});

test('the frozen text holds sentences, and its words cut it', () => {
  for (const lang of ['zh', 'en'] as const) {
    const text = readFileSync(`src/data/corpus/${lang}.txt`, 'utf8');
    expect(text).not.toMatch(/[<>|{}]|\bimport\b.*from/);
    const sentences = bookSentences(lang);
    expect(sentences.length).toBeGreaterThan(400);
    expect(sentences.flat()).not.toContain(lang === 'zh' ? '的' : 'the');
  }
  expect([...chineseWords].every((word) => /^\p{Script=Han}{2,}$/u.test(word))).toBe(true);
  expect(contentWords('Loss falls.\n\nIt is the rate!', [])).toEqual([['loss', 'falls'], ['rate']]);
});
