/** Everything a model or a demo needs from this room. */
export { clipGradNorm, clipGradValue } from './clipGradients';
export { firstNonFinite } from './firstNonFinite';
export { Generator } from './generator';
export { gradcheck } from './gradcheck';
export type { GradientPair } from './gradcheck';
export { Indices, checkIndices, placeIndices } from './Indices';
export { INITS } from './init';
export type { Init, InitName } from './init';
export { KeyValueCache } from './KeyValueCache';
export type { CacheOptions } from './KeyValueCache';
export {
  ACTIVATIONS,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Embedding,
  GRU,
  LSTM,
  LayerNorm,
  Linear,
  MaxPool2d,
  MultiheadAttention,
  RMSNorm,
  RNN,
} from './layers';
export type { ActivationName } from './layers';
export { Module, namedParameters, namedTensors } from './Module';
export * from './ops';
export { Adagrad, Adam, AdamW, RMSprop, SGD } from './optim';
export type { Optimiser } from './optim';
export { Plan } from './plan';
export { rotaryTables, sinusoidalPositions } from './positions';
export { Runtime, createRuntime } from './runtime';
export { loadTensors, readSafetensors, saveTensors, writeSafetensors } from './serialise';
export type { SafeTensor, SafeTensors } from './serialise';
export { restore, snapshot } from './snapshot';
export type { Snapshot } from './snapshot';
export { Tensor, sizeOf } from './tensor';
export type { NamedTensors, Shape, Values } from './tensor';
