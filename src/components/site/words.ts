/** The words of the pages made from the registry: gallery, demo, source, embed; and of the page for what is not here. */
import type { Text } from '@/lib/text';

export const words = {
  gallery: { zh: '演示', en: 'Demos' },
  gallerySummary: {
    zh: '书里的每一个演示：可以改、可以跑、可以带走。',
    en: 'Every demo of the book: to change, to run, to take along.',
  },
  ownPage: { zh: '打开演示', en: 'Open the demo' },
  inBook: { zh: '在书中的位置', en: 'Its place in the book' },
  source: { zh: '源码', en: 'Source' },
  embed: { zh: '嵌入到你的网页', en: 'Put it into your page' },
  embedScript: { zh: '高度自动适应：', en: 'Fits its height:' },
  embedFrame: {
    zh: '网站不允许外部脚本时，只用 iframe：',
    en: 'Plain frame, where scripts of others are not allowed:',
  },
  claims: { zh: '可以试的几种设置', en: 'Settings to try' },
  more: { zh: '相关页面', en: 'See also' },
  allDemos: { zh: '全部演示', en: 'All demos' },
  registry: {
    zh: '供程序读取的清单：',
    en: 'The same list for programs:',
  },
  notHere: { zh: '这里没有这一页', en: 'Not here' },
  notKept: {
    zh: '现在没有网络，而这一页还没有存到这台设备上。看过的页和下载过的页照常可读。',
    en: 'There is no network now, and this page is not on this device yet. Pages that you visited or downloaded can be read as ever.',
  },
  noSuchPage: { zh: '本书没有这一页。', en: 'The book has no such page.' },
  tryAgain: { zh: '再试一次', en: 'Try again' },
  toStart: { zh: '回到首页', en: 'To the start page' },
} as const satisfies Record<string, Text>;

export const sourceTitle = (demo: string): Text => ({ zh: `${demo}：源码`, en: `${demo}: source` });
export const sourceIntro = {
  zh: '这个演示由下面几个文件组成：demo.ts 是它的卡片，model.ts 是不认识网页的模型，describe.ts 把状态说成句子和表格，View.svelte 画图。',
  en: 'These files make the demo: demo.ts is its card, model.ts the model, which knows nothing of the page, describe.ts puts the state into words and tables, View.svelte draws it.',
} as const satisfies Text;
export const fromBook = (book: Text): Text => ({ zh: `摘自《${book.zh}》`, en: `From “${book.en}”` });
