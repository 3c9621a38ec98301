/** Everything a model or a demo needs from this room. */
export { firstNonFinite } from './firstNonFinite';
export { gradcheck } from './gradcheck';
export type { GradientPair } from './gradcheck';
export { INITS } from './init';
export type { Init, InitName } from './init';
export {
  ACTIVATIONS,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  GRU,
  LSTM,
  LayerNorm,
  Linear,
  MaxPool2d,
  RMSNorm,
  RNN,
} from './layers';
export type { ActivationName } from './layers';
export * from './ops';
export { Adam, SGD } from './optim';
export type { Optimiser } from './optim';
export { Runtime, createRuntime } from './runtime';
export { restore, snapshot } from './snapshot';
export type { Snapshot } from './snapshot';
export { Tensor, sizeOf } from './tensor';
export type { NamedTensors, Shape, Values } from './tensor';
