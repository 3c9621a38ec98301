/** Everything a model or a demo needs from this room. */
export { clipGradNorm, clipGradValue } from './clipGradients';
export { firstNonFinite } from './firstNonFinite';
export { Generator } from './generator';
export { gradcheck } from './gradcheck';
export type { GradientPair } from './gradcheck';
export { INITS } from './init';
export type { Init, InitName } from './init';
export { ACTIVATIONS, Dropout, Embedding, Linear } from './layers';
export type { ActivationName } from './layers';
export * from './ops';
export { Adagrad, Adam, AdamW, RMSprop, SGD } from './optim';
export type { Optimiser } from './optim';
export { Runtime, createRuntime } from './runtime';
export { restore, snapshot } from './snapshot';
export type { Snapshot } from './snapshot';
export { Tensor, sizeOf } from './tensor';
export type { NamedTensors, Shape, Values } from './tensor';
