/** What a layer costs and how far it sees, as lines of text. */
import { formatFixed } from '@/lib/format';
import type { Lang } from '@/lib/text';
import type { ConvolutionValues } from './params';
import type { ConvolutionState } from './state';

export type Fact = { readonly name: string; readonly text: string };

/** What the layer costs beside a fully connected one of the same output, and how much of the image a number sees. */
export function facts({ along, kernel, image }: ConvolutionState, { pool }: ConvolutionValues, lang: Lang): Fact[] {
  const [inputs, outputs, taps] = [image.side ** 2, along.places ** 2, kernel.side ** 2];
  const count = (n: number) => formatFixed(n, 0, lang);
  const wide = along.extent + (pool - 1) * along.stride;
  const square = (n: number) => `${n}×${n}`;
  const zh = lang === 'zh';
  return [
    {
      name: zh ? '感受野' : 'Receptive field',
      text: zh
        ? `卷积后的一个数看到 ${square(along.extent)} 像素，池化后的看到 ${square(wide)}；图是 ${square(image.side)}`
        : `a convolved number sees ${square(along.extent)} pixels, a pooled one ${square(wide)}, of ${square(image.side)}`,
    },
    {
      name: zh ? '参数' : 'Parameters',
      text: zh
        ? `卷积层 ${taps} + 1 = ${count(taps + 1)} 个；同样大小的输出换成全连接层，(${count(inputs)} + 1) × ${count(outputs)} = ${count((inputs + 1) * outputs)} 个`
        : `${taps} + 1 = ${count(taps + 1)} for the convolution; fully connected, the same output takes (${count(inputs)} + 1) × ${count(outputs)} = ${count((inputs + 1) * outputs)}`,
    },
  ];
}
