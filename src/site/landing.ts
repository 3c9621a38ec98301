/** The words of the landing page, which speaks both languages at once. */
import type { Text } from '../lib/text';

export const landing = {
  title: { zh: 'AI 大模型创业：泡沫还是金矿？', en: 'Start-ups on large AI models: bubble or gold mine?' },
  description: {
    zh: '大模型怎样工作，建在它上面的公司怎样挣钱。一本能在页面里运行的中英双语书，演示可改、可分享、可嵌入、可离线。',
    en: 'How large models work and what lets a company earn money with one. A bilingual book that runs in the page; share it, embed it, read it offline.',
  },
  promise: {
    zh: '一本在页面里运行的书：看神经网络当场学会，看公司的股权一轮轮稀释，每个数都能改，每个来源都能查。',
    en: 'A book that runs in the page: watch a network learn and a company’s ownership dilute, change any number, and check every source.',
  },
  privacy: {
    zh: '演示在你的浏览器里计算，不上传，不追踪，断网也能读。',
    en: 'The demos compute in your browser; nothing is uploaded, nobody is tracked, and it reads offline.',
  },
  read: { zh: '读第 1 章：从 21 个参数到一家公司', en: 'Read chapter 1: From 21 parameters to a company' },
  about: { zh: '关于本书', en: 'About this book' },
  demos: { zh: '全部演示', en: 'All demos' },
  state: {
    zh: '第 1 章已完成，第 2 章可读，有的演示还在做；第 3–7 章在写。',
    en: 'Chapter 1 is finished, chapter 2 can be read while some of its demos are made; chapters 3–7 are being written.',
  },
  demo: {
    zh: '这个网络有 21 个参数，正在你的浏览器里训练。按“训练”，看它 1,000 轮之后答对三道题。',
    en: 'This network has 21 parameters and trains in your browser. Press “train” and see it get three answers right after 1,000 epochs.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export const notFound = {
  title: { zh: '没有这一页', en: 'There is no such page' },
  text: {
    zh: '这个地址没有页面：可能抄错了字，也可能那一章还没有写。',
    en: 'Nothing stands at this address. A letter may be wrong, or the chapter may not be written yet.',
  },
  start: { zh: '回到首页', en: 'To the start page' },
} as const satisfies Readonly<Record<string, Text>>;
