/** What is seen: one sentence, and tables of every number. */
import type { Cell, Column, Table } from '@/lib/demo';
import { formatPercent } from '@/lib/format';
import { LANGS, type Lang, type Text } from '@/lib/text';
import { at, sizeLine, tapsAt, write } from './lines';
import { isThere, type ConvolutionState, type Map2d, type Refusal } from './state';
import type { ConvolutionValues } from './params';
import type { Classes } from './classify';
import { DIGITS } from './digits';

const both = (say: (lang: Lang) => string) => Object.fromEntries(LANGS.map((lang) => [lang, say(lang)])) as Text;
const same = (text: string): Text => ({ zh: text, en: text });

/** Why a map is missing. */
export function refusalOf(why: Refusal, state: ConvolutionState, values: ConvolutionValues, lang: Lang): string {
  const { along, image, kernel } = state;
  const [n, k, zh] = [image.side, kernel.side, lang === 'zh'];
  const padded = n + along.before + along.after;
  switch (why) {
    case 'window':
      return zh
        ? `放不下：核横跨 ${along.extent} 个像素（d(k − 1) + 1），填充后的图只有 ${padded}。`
        : `It does not fit: the kernel spans ${along.extent} pixels, d(k − 1) + 1, and the padded image has ${padded}.`;
    case 'shapes':
      return zh
        ? `手稿的 image * conv_kernel 要求两者一样大；(${n},${n}) 和 (${k},${k}) 在 NumPy 里直接报错。`
        : `The manuscript’s image * conv_kernel needs both of one size; NumPy refuses (${n},${n}) and (${k},${k}).`;
    case 'pool':
      return zh
        ? `${values.pool}×${values.pool} 的池化窗口比 ${along.places}×${along.places} 的图大。`
        : `A pooling window of ${values.pool}×${values.pool} is larger than a map of ${along.places}×${along.places}.`;
    case 'one':
      return zh ? '只剩一个数，分不出数字。' : 'One number is left, which cannot tell digits apart.';
    case 'small':
      return zh ? `${n}×${n} 的图太小，画不下数字。` : `${n}×${n} pixels are too few for a digit.`;
  }
}

/** What the activation has done to the map as a whole. */
function activated({ z, a }: { z: Map2d; a: Map2d }, { activation }: ConvolutionValues, lang: Lang): string {
  const all = z.values.length;
  const below = z.values.filter((v) => v < 0).length;
  const zh = lang === 'zh';
  if (activation === 'relu' && below === 0)
    return zh ? '没有负数，ReLU 什么也没改。' : 'No number is negative, so the ReLU changes nothing.';
  if (activation === 'relu')
    return zh
      ? `ReLU 把 ${below} 个负数变成 0。`
      : `The ReLU turns ${below} negative ${below === 1 ? 'number' : 'numbers'} into 0.`;
  const positive = a.values.every((v) => v > 0);
  if (activation === 'sigmoid' || !positive)
    return zh ? `σ 把每个数压到 0 与 1 之间。` : `σ presses every number between 0 and 1.`;
  return zh
    ? `σ 的 ${all} 个结果都大于 0，套在外面的 ReLU 一个也没有改。`
    : `All ${all} results of σ are above 0, and the ReLU around it changes none of them.`;
}

/** What has a digit in it, or may have. */
const MAY_BE_DIGITS: readonly string[] = ['digit', 'drawing', 'own'];

/** “第 2 行第 4 列：9 个乘积加偏置，得 21。6×6 = 36 个位置……” */
export function sentence(state: ConvolutionState, values: ConvolutionValues): Text {
  const { z, a, along, kernel, cell, classes } = state;
  return both((lang) => {
    const zh = lang === 'zh';
    if (!isThere(z) || !isThere(a)) return refusalOf(z as Refusal, state, values, lang);
    const [count, n] = [along.places ** 2, along.places];
    const products = kernel.side ** 2;
    const value = write(at(z, cell), lang);
    const gap = zh ? '' : ' ';
    const where = zh
      ? `第 ${cell[0] + 1} 行第 ${cell[1] + 1} 列：${products} 个乘积${values.bias === 0 ? '' : '与偏置'}之和是 ${value}。`
      : `Row ${cell[0] + 1}, column ${cell[1] + 1}: ${products} products${values.bias === 0 ? '' : ' and the bias'} add up to ${value}.`;
    if (values.operation === 'printed')
      return zh
        ? `照手稿，整幅图乘加一次，得到一个数 ${value}：没有滑动，这只是卷积的一个输出位置。`
        : `As printed, one product-sum over the whole image gives one number, ${value}: nothing slides, and this is one output position of a convolution.`;
    const places =
      count === 1
        ? zh
          ? '这幅图里窗口只有一个位置。'
          : 'In this image the window has one position.'
        : zh
          ? `窗口有 ${n}×${n} = ${count} 个位置。`
          : `The window has ${n}×${n} = ${count} positions.`;
    const verdict =
      isThere(classes) && MAY_BE_DIGITS.includes(values.image)
        ? zh
          ? `全连接层看成 ${DIGITS[classes.best]}（${formatPercent(classes.probabilities[classes.best]!, 0, lang)}）。`
          : `The fully connected layer takes it for a ${DIGITS[classes.best]} (${formatPercent(classes.probabilities[classes.best]!, 0, lang)}).`
        : '';
    return [where, places, activated({ z, a }, values, lang), verdict].filter(Boolean).join(gap);
  });
}

/** A square of numbers as a table; as many digits as they need, at most six. */
function square({ side, values }: Map2d, caption: Text): Table {
  const decimals = (x: number) => (String(Number(x.toFixed(6))).split('.')[1] ?? '').length;
  const digits = Math.max(...values.map(decimals));
  return {
    caption,
    columns: [
      { label: { zh: '行', en: 'row' } },
      ...Array.from({ length: side }, (_, i): Column => ({ label: same(String(i + 1)), digits })),
    ],
    rows: Array.from({ length: side }, (_, r) => [same(String(r + 1)), ...values.slice(r * side, (r + 1) * side)]),
  };
}

export function tables(state: ConvolutionState, values: ConvolutionValues): readonly Table[] {
  const { image, kernel, z, a, pooled } = state;
  const list: Table[] = [];
  if (isThere(z) && isThere(a)) {
    list.push(products(state, z, values));
    list.push(
      square(z, { zh: `卷积之后 z，边长 ${sizeLine(state)}`, en: `After the convolution, z; side ${sizeLine(state)}` }),
    );
    list.push(square(a, { zh: '激活之后 a', en: 'After the activation, a' }));
  }
  if (isThere(pooled)) list.push(square(pooled, { zh: '池化之后 m', en: 'After pooling, m' }));
  if (isThere(state.classes)) list.push(dense(state.classes));
  list.push(
    square({ side: kernel.side, values: kernel.used }, { zh: '核，照乘的样子', en: 'Kernel, as it multiplies' }),
  );
  list.push(square(image, { zh: '图像', en: 'Image' }));
  return list;
}

const products = (state: ConvolutionState, z: Map2d, { bias }: ConvolutionValues): Table => ({
  caption: {
    zh: `输出第 ${state.cell[0] + 1} 行第 ${state.cell[1] + 1} 列的乘积`,
    en: `Products of the output in row ${state.cell[0] + 1}, column ${state.cell[1] + 1}`,
  },
  columns: [
    { label: { zh: '像素（行，列）', en: 'pixel (row, column)' } },
    { label: { zh: '灰度', en: 'grey' }, precision: 6 },
    { label: { zh: '权重', en: 'weight' }, precision: 6 },
    { label: { zh: '乘积', en: 'product' }, precision: 6 },
  ],
  rows: [
    ...tapsAt(state, state.cell).map(({ row, column, pixel, weight, product }): Cell[] => [
      same(`${row + 1}, ${column + 1}`),
      pixel,
      weight,
      product,
    ]),
    [{ zh: '偏置', en: 'bias' }, same('–'), same('–'), bias],
    [{ zh: '和 z', en: 'sum z' }, same('–'), same('–'), at(z, state.cell)],
  ],
});

const dense = ({ weights, bias, scores, probabilities }: Classes): Table => ({
  caption: {
    zh: '全连接层：一列一个数字；池化后的每个数的权重，偏置，得分，概率',
    en: 'Fully connected layer, a column for each digit: weights of the pooled numbers, bias, score, probability',
  },
  columns: [{ label: same('m') }, ...DIGITS.map((digit) => ({ label: same(digit), precision: 6 }))],
  rows: [
    ...Array.from({ length: weights.length / DIGITS.length }, (_, i): Cell[] => [
      same(String(i + 1)),
      ...weights.slice(i * DIGITS.length, (i + 1) * DIGITS.length),
    ]),
    [{ zh: '偏置', en: 'bias' }, ...bias],
    [{ zh: '得分', en: 'score' }, ...scores],
    [{ zh: '概率', en: 'probability' }, ...probabilities],
  ],
});
