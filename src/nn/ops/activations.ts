import type { Tensor } from '../tensor';

/** 1 / (1 + e⁻ˣ), element by element. */
export function sigmoid(x: Tensor): Tensor {
  x.runtime.check('sigmoid', x);
  const k = x.runtime.kernels;
  const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
  k.sigmoid(out.data, x.data, x.size);
  if (out.requiresGrad) out._backward = () => k.sigmoidBackward(x.grad, out.grad, out.data, x.size);
  return out;
}

/** tanh x, element by element. */
export function tanh(x: Tensor): Tensor {
  x.runtime.check('tanh', x);
  const k = x.runtime.kernels;
  const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
  k.tanh(out.data, x.data, x.size);
  if (out.requiresGrad) out._backward = () => k.tanhBackward(x.grad, out.grad, out.data, x.size);
  return out;
}

/** max(x, 0), element by element. */
export function relu(x: Tensor): Tensor {
  x.runtime.check('relu', x);
  const k = x.runtime.kernels;
  const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
  k.relu(out.data, x.data, x.size);
  if (out.requiresGrad) out._backward = () => k.reluBackward(x.grad, out.grad, x.data, x.size);
  return out;
}
