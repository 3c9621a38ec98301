/** Ops: each checks shapes once, calls its kernel, and leaves on the tape how its gradient goes back. */
export {
  abs,
  clip,
  elu,
  erf,
  exp,
  gelu,
  leakyRelu,
  log,
  neg,
  relu,
  sigmoid,
  silu,
  softplus,
  sqrt,
  tanh,
} from './activations';
export { addBias } from './addBias';
export { add, div, equal, greater, maximum, minimum, mul, pow, sub, where } from './arithmetic';
export type { Operand } from './arithmetic';
export { crossEntropy, nllLoss } from './classLosses';
export type { ClassLoss } from './classLosses';
export { conv1d, conv2d } from './conv';
export type { Convolution } from './conv';
export { detach } from './detach';
export { dropout } from './dropout';
export { embedding, gather, oneHot } from './gather';
export { linear } from './linear';
export type { FusedActivation } from './linear';
export { linearInt8, quantizeInt8 } from './linearInt8';
export type { Int8Weight } from './linearInt8';
export { binaryCrossEntropy, binaryCrossEntropyWithLogits, huberLoss, l1Loss, mseLoss } from './losses';
export { matmul } from './matmul';
export { batchNorm, groupNorm, layerNorm, layerNormWithStatistics, rmsNorm } from './normalize';
export type { Affine, Running } from './normalize';
export { permute, transpose } from './permute';
export { avgPool2d, globalAvgPool2d, globalMaxPool2d, maxPool2d, maxPool2dWithIndices } from './pool';
export type { Pool } from './pool';
export { gru, lstm, rnn } from './recurrent';
export type { Recurrence, RecurrentOptions, RecurrentWeights } from './recurrent';
export { argmax, argmin, max, mean, min, sum, variance } from './reductions';
export type { Over } from './reductions';
export { flatten, reshape } from './reshape';
export { rotaryEmbedding } from './rotaryEmbedding';
export type { RotaryOptions } from './rotaryEmbedding';
export { packedAttention, scaledDotProductAttention } from './scaledDotProductAttention';
export type { Attended, AttentionOptions } from './scaledDotProductAttention';
export { concat, expand, pad, slice, split } from './slice';
export type { Range } from './slice';
export { logSoftmax, softmax } from './softmax';
