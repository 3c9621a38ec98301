import * as nn from '@/nn';
import type { ClassLoss, Tensor } from '@/nn';
import type { Case, Operators } from '../case';

function options(c: Case): ClassLoss {
  const weight = c.numbers(2);
  return {
    ignoreIndex: c.number('ignore_index', NaN), // NaN equals no target
    ...(weight && { weight }),
    reduction: c.text('reduction', 'mean') as 'none' | 'sum' | 'mean',
  };
}

/** src/nn gives a loss in shape [1], ONNX in none. */
const loss = (c: Case, out: Tensor) => (c.text('reduction', 'mean') === 'none' ? out : nn.reshape(out, []));

/** ln softmax over the classes, axis 1. */
function logProbabilities(x: Tensor): Tensor {
  const apart = nn.sub(x, nn.max(x, { axes: 1, keepdims: true }));
  return nn.sub(apart, nn.log(nn.sum(nn.exp(apart), { axes: 1, keepdims: true })));
}

/** Against class indices. */
export const losses: Operators = {
  NegativeLogLikelihoodLoss: (c) => [loss(c, nn.nllLoss(c.tensor(0), c.numbers(1)!, options(c)))],
  SoftmaxCrossEntropyLoss: (c) => {
    const x = c.tensor(0);
    return [loss(c, nn.crossEntropy(x, c.numbers(1)!, options(c))), logProbabilities(x)];
  },
};
