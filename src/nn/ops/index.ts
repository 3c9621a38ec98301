/** Ops: each checks shapes once, calls its kernel, and leaves on the tape how its gradient goes back. */
export { relu, sigmoid, tanh } from './activations';
export { addBias } from './addBias';
export { linear } from './linear';
export type { FusedActivation } from './linear';
export { binaryCrossEntropy, binaryCrossEntropyWithLogits, crossEntropy, mseLoss } from './losses';
export { matmul } from './matmul';
