/** Layers, with PyTorch's names. */
export { ACTIVATIONS } from './activations';
export type { ActivationName } from './activations';
export { Linear } from './Linear';
