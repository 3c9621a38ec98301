/** The first frame of every chart, as the server draws it: readable without JavaScript, and the same at every build. */
import { describe, expect, test } from 'vitest';
import { LANGS, type Lang } from '@/lib/text';
import { renderOnServer } from './renderOnServer';

const label = { zh: '图的名字', en: 'Name of the picture' };
const epoch = { zh: '轮', en: 'epoch' };
const loss = { zh: '损失', en: 'loss' };
const [xs, ys] = [
  [0, 1, 2, 3],
  [0.9, 0.5, 0.3, 0.2],
];
const percent = (v: number) => `${Math.round(100 * v)}%`;

const cases: { name: string; props: Record<string, unknown>; height: number; shows: Record<Lang, string[]> }[] = [
  {
    name: 'LineChart',
    props: {
      x: { label: epoch },
      y: { label: loss, unit: 'MSE', log: true },
      series: [
        { id: 'a', label: { zh: '训练', en: 'training' }, tone: 'loss', xs, ys },
        { id: 'b', label: 'SGD', tone: 'input', dashed: true, xs, ys: [0.8, 0.6, 0, 0.3], band: { lo: ys, hi: ys } },
      ],
      current: 2,
    },
    height: 280,
    shows: {
      zh: ['损失（MSE）', '训练', '轮 3：训练 0.200'],
      en: ['loss (MSE)', 'training', 'epoch 3: training 0.200'],
    },
  },
  {
    name: 'NetworkGraph',
    props: {
      layers: [
        { nodes: [{ id: 'x', name: 'x₁', value: 1, tone: 'input' }] },
        { nodes: [{ id: 'y', name: 'ŷ', value: 0.73, bias: -0.5 }] },
      ],
      edges: [{ id: 'w', from: 'x', to: 'y', weight: -1.25 }],
      onedge: () => {},
      onbias: () => {},
    },
    height: 100,
    shows: {
      zh: ['−1.25', '0.73', '−0.50', 'x₁ 到 ŷ 的权重 −1.25', 'ŷ 的偏置 b −0.50'],
      en: ['−1.25', '0.73', '−0.50', 'weight from x₁ to ŷ: −1.25', 'bias of ŷ, b −0.50'],
    },
  },
  {
    name: 'Contour',
    props: {
      x: { label: 'w₁' },
      y: { label: 'w₂' },
      grid: {
        columns: 9,
        rows: 9,
        x: [-1, 1],
        y: [-1, 1],
        values: Array.from({ length: 81 }, (_, k) => (k % 9) + Math.floor(k / 9)),
      },
    },
    height: 360,
    shows: { zh: ['w₁', 'w₂'], en: ['w₁', 'w₂'] },
  },
  {
    name: 'StackedBar',
    props: {
      holders: [
        { id: 'f', label: { zh: '创始人', en: 'founders' }, tone: 'founder' },
        { id: 'd', label: { zh: '可转债', en: 'note' }, tone: 'debt', hatch: true },
      ],
      columns: [
        { label: { zh: '成立', en: 'founding' }, values: { f: 1 } },
        { label: { zh: 'A 轮', en: 'series A' }, values: { f: 0.8, d: 0.2 } },
      ],
      format: percent,
    },
    height: 320,
    shows: {
      zh: ['创始人', '100%', 'A 轮：可转债 20%，创始人 80%'],
      en: ['founders', 'series A: note 20%, founders 80%'],
    },
  },
  {
    name: 'HeatMap',
    props: {
      rows: ['a', 'b'],
      columns: ['c', 'd'],
      values: [0, -1, 0.5, 1],
      tone: 'weight-pos',
      negative: 'weight-neg',
    },
    height: 144,
    shows: { zh: ['−1.00', 'a, c: 0.00'], en: ['−1.00', 'a, c: 0.00'] },
  },
  {
    name: 'Scatter',
    props: {
      x: { label: 'x' },
      y: { label: 'y' },
      groups: [
        { id: 'a', label: { zh: '人', en: 'people' }, tone: 'gold', xs: [1, 2], ys: [1, 3], names: ['king', 'queen'] },
        { id: 'b', label: { zh: '动物', en: 'animals' }, tone: 'input', shape: 'triangle', xs: [0], ys: [2] },
      ],
    },
    height: 360,
    shows: { zh: ['人', '动物', 'queen'], en: ['people', 'animals', 'queen'] },
  },
  {
    name: 'BarChart',
    props: {
      x: { label: { zh: '梯度', en: 'gradient' } },
      bars: [
        { id: 'a', label: 'w₁', value: 0.4 },
        { id: 'b', label: 'w₂', value: -0.02 },
      ],
    },
    height: 112,
    shows: { zh: ['图的名字：w₁ 0.400，w₂ −0.020'], en: ['Name of the picture: w₁ 0.400, w₂ −0.020'] },
  },
  {
    name: 'StackedArea',
    props: {
      x: { label: epoch },
      y: { label: loss },
      xs,
      layers: [
        { id: 'a', label: { zh: '股权', en: 'equity' }, tone: 'investor-1', values: ys },
        { id: 'b', label: { zh: '贷款', en: 'loan' }, tone: 'debt', hatch: true, values: ys },
      ],
    },
    height: 300,
    shows: { zh: ['股权', '轮 3.00，贷款 0.200，股权 0.200'], en: ['equity', 'loan 0.200, equity 0.200'] },
  },
];

describe.each(cases)('$name', ({ name, props, height, shows }) => {
  test.each(LANGS)('in %s', async (lang) => {
    const html = await renderOnServer(name, { lang, label, ...props });
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(html).toContain(`style="height: ${height}px;"`);
    expect(html).toContain(`viewBox="0 0 640 ${height}"`);
    expect(html).toMatch(new RegExp(`role="(img|group)" aria-label="${label[lang]}`));
    for (const text of shows[lang]) expect(html).toContain(text);
    for (const [, size] of html.matchAll(/font-size[:=]\D*(\d+)/g)) expect(Number(size)).toBeGreaterThanOrEqual(11);
    expect(html.match(/(?:fill|stroke): ?#|(?:fill|stroke)="#/g)).toBeNull(); // colours are tokens
  });
});

describe('without data', () => {
  test.each([
    ['LineChart', { x: { label: epoch }, y: { label: loss }, series: [] }],
    ['LineChart', { x: { label: epoch }, y: { label: loss, log: true }, series: [{ id: 'a', label: loss, tone: 'loss', xs: [0], ys: [0.5] }] }],
    ['LineChart', { x: { label: epoch }, y: { label: loss, log: true }, series: [{ id: 'a', label: loss, tone: 'loss', xs: [0, 1], ys: [0, 0] }] }],
    ['Scatter', { x: { label: epoch }, y: { label: loss }, groups: [] }],
    ['BarChart', { x: { label: epoch }, bars: [] }],
    ['StackedBar', { holders: [], columns: [], format: percent }],
    ['StackedArea', { x: { label: epoch }, y: { label: loss }, xs: [], layers: [] }],
    ['HeatMap', { rows: [], columns: [], values: [] }],
    ['NetworkGraph', { layers: [], edges: [] }],
    ['Contour', { x: { label: 'a' }, y: { label: 'b' }, grid: { columns: 2, rows: 2, x: [0, 1], y: [0, 1], values: [1, 1, 1, 1] } }],
  ])('%s draws an empty picture', async (name, props) => {
    const html = await renderOnServer(name, { lang: 'zh', label, ...props });
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
  });
}); // prettier-ignore

describe('numbers that are none are refused', () => {
  test.each([
    ['LineChart', { x: { label: epoch }, y: { label: loss, domain: [0, 1] }, series: [{ id: 'a', label: loss, tone: 'loss', xs: [0, 1], ys: [1, NaN] }] }, 'linePath: every point is finite; got [1, NaN]'],
    ['Scatter', { x: { label: epoch }, y: { label: loss }, groups: [{ id: 'a', label: loss, tone: 'loss', xs: [0], ys: [NaN] }] }, 'Scatter: every point is finite; got [0, NaN]'],
    ['StackedBar', { holders: [{ id: 'f', label: 'f', tone: 'founder' }], columns: [{ label: 'a', values: { f: -1 } }], format: percent }, 'StackedBar: every value is finite and at least 0; got -1'],
    ['StackedArea', { x: { label: epoch }, y: { label: loss }, xs: [0], layers: [{ id: 'a', label: 'a', tone: 'debt', values: [-2] }] }, 'StackedArea: every value is finite and at least 0; got -2'],
    ['HeatMap', { rows: ['a'], columns: ['b'], values: [NaN], format: String }, 'Cells: every value is finite; got NaN'],
  ])('by %s', async (name, props, message) => {
    await expect(renderOnServer(name, { lang: 'en', label, ...props })).rejects.toThrow(message);
  });
}); // prettier-ignore
