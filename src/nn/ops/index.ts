/** Ops: each checks shapes once, calls its kernel, and leaves on the tape how its gradient goes back. */
export { relu, sigmoid, tanh } from './activations';
export { addBias } from './addBias';
export { conv1d, conv2d } from './conv';
export type { Convolution } from './conv';
export { binaryCrossEntropy, binaryCrossEntropyWithLogits, crossEntropy, mseLoss } from './losses';
export { matmul } from './matmul';
export { batchNorm, groupNorm, layerNorm, layerNormWithStatistics, rmsNorm } from './normalize';
export type { Affine, Running } from './normalize';
export { avgPool2d, globalAvgPool2d, globalMaxPool2d, maxPool2d, maxPool2dWithIndices } from './pool';
export type { Pool } from './pool';
export { gru, lstm, rnn } from './recurrent';
export type { Recurrence, RecurrentOptions, RecurrentWeights } from './recurrent';
export { logSoftmax, softmax } from './softmax';
