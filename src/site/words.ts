/** The words of the book's own interface, outside chapters and demos. */
import type { Text } from '../lib/text.ts';

export const title: Text = { zh: '泡沫还是金矿？', en: 'Bubble or Gold Mine?' };

/** Each language by its own name. */
export const languageNames: Text = { zh: '中文', en: 'English' };

export const imprint: Text = {
  zh: '代码 MIT · 文字与图 CC BY-SA 4.0 · 不构成投资建议',
  en: 'Code MIT · text and pictures CC BY-SA 4.0 · not investment advice',
};

export const words = {
  figure: { zh: '图', en: 'Figure' },
  table: { zh: '表', en: 'Table' },
  exercise: { zh: '练习', en: 'Exercise' },
  answer: { zh: '答案', en: 'Answer' },
  glossaryLink: { zh: '术语表', en: 'Glossary' },
  also: { zh: '也叫', en: 'also' },
  referenceLink: { zh: '参考文献', en: 'References' },
  published: { zh: '发表于', en: 'published' },
  accessed: { zh: '访问于', en: 'accessed' },
  asPrinted: { zh: '手稿写着', en: 'As printed' },
  corrected: { zh: '应当是', en: 'Corrected' },
  why: { zh: '为什么错', en: 'Why it is wrong' },
  manuscriptSection: { zh: '手稿', en: 'manuscript' },
  erratum: { zh: '勘误', en: 'Erratum' },
  source: { zh: '依据', en: 'Source' },
  seeItHappen: { zh: '在演示里看它发生', en: 'See it happen in the demo' },
  goals: { zh: '读完以后，你能', en: 'After reading you can' },
  readingTime: { zh: '阅读约 {n} 分钟', en: 'about {n} minutes to read' },
  onThisPage: { zh: '本页内容', en: 'On this page' },
  contents: { zh: '目录', en: 'Contents' },
  closing: { zh: '三句话', en: 'In three sentences' },
  upNext: { zh: '接下来', en: 'What comes next' },
  citedHere: { zh: '本页引用', en: 'References of this page' },
  previous: { zh: '上一页', en: 'Previous' },
  next: { zh: '下一页', en: 'Next' },
  menu: { zh: '目录', en: 'Contents' },
  turn: { zh: '前后页', en: 'Previous and next page' },
  settings: { zh: '显示', en: 'Display' },
  languages: { zh: '语言', en: 'Language' },
  start: { zh: '开始阅读', en: 'Start reading' },
  notFound: { zh: '没有这一页', en: 'There is no such page' },
} as const satisfies Readonly<Record<string, Text>>;

/** "第 1 章" / "Chapter 1"; of a part of a chapter "第 2.1 节" / "Section 2.1". */
export const chapterLabel = (number: string): Text =>
  number.includes('.')
    ? { zh: `第 ${number} 节`, en: `Section ${number}` }
    : { zh: `第 ${number} 章`, en: `Chapter ${number}` };

/**
 * How the text names a numbered thing.
 *
 * @example numberLabel('table', '1.2').zh // '表 1.2'
 */
export const numberLabel = (sequence: 'figure' | 'table' | 'exercise', number: string): Text => ({
  zh: `${words[sequence].zh} ${number}`,
  en: `${words[sequence].en} ${number}`,
});
