/** Layers, with PyTorch's names. */
export { ACTIVATIONS } from './activations';
export type { ActivationName } from './activations';
export { AvgPool2d, Conv2d, MaxPool2d } from './convolution';
export { Dropout } from './Dropout';
export { Embedding } from './Embedding';
export { Linear } from './Linear';
export { MultiheadAttention } from './MultiheadAttention';
export { BatchNorm1d, BatchNorm2d, LayerNorm, RMSNorm } from './normalization';
export { GRU, LSTM, RNN } from './recurrent';
