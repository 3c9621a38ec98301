/** The words of the frame around every demo; panels that are loaded on demand bring their own. */
import type { Text } from '@/lib/text';

export const words = {
  presets: { zh: '预设', en: 'Presets' },
  controls: { zh: '参数', en: 'Settings' },
  more: { zh: '更多参数', en: 'More settings' },
  reset: { zh: '回到开头', en: 'Back to start' },
  play: { zh: '播放', en: 'Play' },
  pause: { zh: '暂停', en: 'Pause' },
  again: { zh: '重来', en: 'Again' },
  step: { zh: '走一步', en: 'One step' },
  back: { zh: '退一步', en: 'Step back' },
  scrub: { zh: '运行进度', en: 'Position in the run' },
  speed: { zh: '速度', en: 'Speed' },
  fastest: { zh: '最快', en: 'fastest' },
  newSeed: { zh: '换一个种子', en: 'New seed' },
  link: { zh: '复制链接', en: 'Copy link' },
  copied: { zh: '已复制', en: 'Copied' },
  copyByHand: { zh: '浏览器不允许自动复制，请手动复制：', en: 'The browser refused to copy; copy it by hand:' },
  embed: { zh: '嵌入', en: 'Embed' },
  table: { zh: '数据表', en: 'Table' },
  export: { zh: '导出', en: 'Export' },
  exportSvg: { zh: '图（SVG）', en: 'Picture (SVG)' },
  exportPng: { zh: '图（PNG）', en: 'Picture (PNG)' },
  exportCsv: { zh: '数据（CSV）', en: 'Data (CSV)' },
  exportJson: { zh: '状态（JSON）', en: 'State (JSON)' },
  fullscreen: { zh: '全屏', en: 'Full screen' },
  leaveFullscreen: { zh: '退出全屏', en: 'Leave full screen' },
  source: { zh: '源码', en: 'Source' },
  tour: { zh: '导览', en: 'Tour' },
  noScript: {
    zh: '这是默认设置下算出的结果。打开 JavaScript 后可以改参数、看它运行。',
    en: 'Computed with the default settings. Turn on JavaScript to change them and to watch it run.',
  },
} as const satisfies Record<string, Text>;

export const sentences = {
  at: (step: string, most: string, unit: Text): Text => ({
    zh: `第 ${step} / ${most} ${unit.zh}`,
    en: `${unit.en} ${step} of ${most}`,
  }),
  rule: (rule: Text, typed: string, of?: Text): Text => ({
    zh: `${of ? `${of.zh}：` : ''}请填 ${rule.zh}；现在是“${typed}”`,
    en: `${of ? `${of.en}: ` : ''}enter ${rule.en}; got “${typed}”`,
  }),
};
