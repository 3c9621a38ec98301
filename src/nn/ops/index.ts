/** Ops: each checks shapes once, calls its kernel, and leaves on the tape how its gradient goes back. */
export { relu, sigmoid, tanh } from './activations';
export { addBias } from './addBias';
export { binaryCrossEntropy, binaryCrossEntropyWithLogits, crossEntropy, mseLoss } from './losses';
export { linear } from './linear';
export { matmul } from './matmul';
export { rotaryEmbedding } from './rotaryEmbedding';
export type { RotaryOptions } from './rotaryEmbedding';
export { packedAttention, scaledDotProductAttention } from './scaledDotProductAttention';
export type { Attended, AttentionOptions } from './scaledDotProductAttention';
