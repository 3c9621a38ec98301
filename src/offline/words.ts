/** What the reader is told about the download. */
import type { Lang, Text } from '../lib/text';

export const words = {
  download: { zh: '下载全书，离线阅读', en: 'Download the book for offline reading' },
  resume: { zh: '继续下载', en: 'Resume the download' },
  again: { zh: '重试', en: 'Try again' },
  stop: { zh: '停止', en: 'Stop' },
  progress: { zh: '下载进度', en: 'Download progress' },
  done: {
    zh: '全书已在这台设备上，断网也能阅读、搜索、运行演示。',
    en: 'The book is on this device: read, search and run the demos without a network.',
  },
  started: { zh: '开始下载。', en: 'The download has started.' },
  stopped: { zh: '下载已停止，已下载的部分保留着。', en: 'The download was stopped; what has arrived is kept.' },
} as const satisfies Record<string, Text>;

/** Why a download cannot go on. */
export type Trouble = 'unsupported' | 'no-network' | 'no-space' | 'changed' | 'refused';

export const troubles: Readonly<Record<Trouble, Text>> = {
  unsupported: {
    zh: '这个浏览器窗口不允许网页离线保存（隐私窗口或不安全的连接）。',
    en: 'This browser window does not let pages be kept offline (a private window, or a connection that is not secure).',
  },
  'no-network': { zh: '网络断了，已下载的部分保留着。', en: 'The connection was lost; what has arrived is kept.' },
  'no-space': { zh: '设备上的空间不够。', en: 'There is not enough space on this device.' },
  changed: {
    zh: '下载期间本书有了新版本，请重新载入本页再试。',
    en: 'A new edition appeared meanwhile: reload this page and try again.',
  },
  refused: { zh: '浏览器没能保存下载的内容。', en: 'The browser could not keep what was downloaded.' },
};

/**
 * A weight for readers, in megabytes: one decimal, never '0.0'.
 *
 * @example megabytes(1_440_000, 'en') // '1.4 MB'
 */
export function megabytes(bytes: number, lang: Lang): string {
  const number = Math.max(0.1, bytes / 1e6);
  const text = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: 1,
    minimumFractionDigits: 1,
  });
  return `${text.format(number)} MB`;
}

/** @example sizeOf(1_440_000, 'zh') // '约 1.4 MB' */
export const sizeOf = (bytes: number, lang: Lang): string =>
  lang === 'zh' ? `约 ${megabytes(bytes, lang)}` : `about ${megabytes(bytes, lang)}`;

/** @example arrived(0.25, 2_000_000, 'en') // '25 % of 2.0 MB' */
export const arrived = (share: number, bytes: number, lang: Lang): string => {
  const percent = `${Math.floor(share * 100)} %`;
  return lang === 'zh' ? `已下载 ${percent}，共 ${megabytes(bytes, lang)}` : `${percent} of ${megabytes(bytes, lang)}`;
};
