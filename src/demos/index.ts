/** The registry: every demo in the order of the book. Gallery, embeds, oEmbed, offline cache and tests derive from it. */
import type { Card } from '@/lib/demo';
import { DomainError, show } from '@/lib/errors';
import neuralNetwork from './neural-network/demo';
import lossLandscape from './loss-landscape/demo';
import backprop from './backprop/demo';
import wordEmbeddings from './word-embeddings/demo';
import rnnGradients from './rnn-gradients/demo';
import attention from './attention/demo';
import convolution from './convolution/demo';
import fineTuning from './fine-tuning/demo';
import capTable from './cap-table/demo';
import exitWaterfall from './exit-waterfall/demo';

export const demos: readonly Card[] = [
  neuralNetwork,
  lossLandscape,
  backprop,
  wordEmbeddings,
  rnnGradients,
  attention,
  convolution,
  fineTuning,
  capTable,
  exitWaterfall,
];

/** The card of `id`. @throws {DomainError} an id that no demo has; lists those that exist */
export function findDemo(id: string): Card {
  const card = demos.find((demo) => demo.id === id);
  if (!card) throw new DomainError(`findDemo: id is one of ${demos.map((d) => d.id).join(', ')}; got ${show(id)}`);
  return card;
}
