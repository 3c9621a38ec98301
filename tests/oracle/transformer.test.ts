/** The oracle of GPT and BERT against central differences in f64, every parameter. */
import { expect, test } from 'vitest';
import { gptShapes } from '@/models/gpt';
import { bertShapes } from '@/models/bert';
import { sizeOf } from '@/nn';
import type { Shape } from '@/nn';
import { assertClose } from '../support/assertClose';
import { numbers } from '../support/numbers';
import { centralDifference } from './centralDifference';
import type { Num } from './tape';
import { bert, classify, crossEntropy, gpt, lossAndGradients, maskedLm, weightsOf } from './transformer';
import type { Weights } from './transformer';

const tiny = { layers: 1, heads: 2, width: 4, vocabulary: 5, context: 3 };
const start = (shapes: Readonly<Record<string, Shape>>) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape], i) => [name, numbers(sizeOf(shape), i + 1)]));

const sentence = { tokens: [1, 4, 1], segments: [0, 1, 1], length: 2 };
const CASES: readonly [string, Readonly<Record<string, Shape>>, (p: Weights) => Num][] = [
  ['GPT, tied, tanh', gptShapes(tiny), (p) => crossEntropy(gpt({ ...tiny, tanh: true }, p, [3, 0, 3]), [0, 3, 2])],
  [
    'GPT, untied, erf',
    gptShapes({ ...tiny, tied: false }),
    (p) => crossEntropy(gpt({ ...tiny, tanh: false }, p, [3, 0]), [0, 1]),
  ],
  [
    'BERT, both heads',
    bertShapes({ ...tiny, classes: 2 }),
    (p) => {
      const x = bert(tiny, p, sentence);
      return crossEntropy([...maskedLm(p, x), ...classify(p, x)], [2, -100, 4, 1]);
    },
  ],
];

test.each(CASES)('%s', (_, shapes, loss) => {
  const values = start(shapes);
  const { gradients, loss: L } = lossAndGradients(values, loss);
  expect(L).toBe(loss(weightsOf(values)).value);
  for (const name of Object.keys(shapes)) {
    const expected = centralDifference((x) => loss(weightsOf({ ...values, [name]: x })).value, values[name]!);
    assertClose(gradients[name]!, expected, { rel: 1e-7, abs: 1e-8 });
  }
});
