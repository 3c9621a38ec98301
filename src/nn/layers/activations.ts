import { relu, sigmoid, tanh } from '../ops';
import type { Tensor } from '../tensor';

/** Activations by name, for networks whose activation is a setting. */
export const ACTIVATIONS = { identity: (x: Tensor): Tensor => x, sigmoid, tanh, relu } as const;
export type ActivationName = keyof typeof ACTIVATIONS;
