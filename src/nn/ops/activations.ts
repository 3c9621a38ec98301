/** Functions of one number, element by element. */
import { require } from '@/lib/errors';
import type { Tensor } from '../tensor';

/** Kernels `name(out, x, n)`, whose backward reads what forward wrote, or what it read. */
type OfOut = 'exp' | 'sigmoid' | 'sqrt' | 'tanh';
type OfX = 'abs' | 'erf' | 'gelu' | 'geluTanh' | 'log' | 'neg' | 'relu' | 'silu' | 'softplus';

function elementwise(name: OfOut | OfX, saved: 'out' | 'x') {
  const backward = `${name}Backward` as const;
  return (x: Tensor): Tensor => {
    x.runtime.check(name, x);
    const k = x.runtime.kernels;
    const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
    k[name](out.data, x.data, x.size);
    x.runtime.traced?.(name, [x], [out]);
    if (out.requiresGrad) {
      const { data } = saved === 'out' ? out : x;
      out._backward = () => k[backward](x.grad, out.grad, data, x.size);
    }
    return out;
  };
}

/** |x|; its slope at 0 is taken as 0. */
export const abs = elementwise('abs', 'x');
/** erf x = 2/√π ∫₀ˣ e^(−t²) dt */
export const erf = elementwise('erf', 'x');
/** eˣ */
export const exp = elementwise('exp', 'out');
/** ln x: −∞ at 0, NaN below. */
export const log = elementwise('log', 'x');
/** −x */
export const neg = elementwise('neg', 'x');
/** max(x, 0); its slope at 0 is taken as 0. */
export const relu = elementwise('relu', 'x');
/** 1 / (1 + e⁻ˣ) */
export const sigmoid = elementwise('sigmoid', 'out');
/** x σ(x), also called swish. */
export const silu = elementwise('silu', 'x');
/** ln(1 + eˣ) */
export const softplus = elementwise('softplus', 'x');
/** √x: NaN below 0. */
export const sqrt = elementwise('sqrt', 'out');
/** tanh x */
export const tanh = elementwise('tanh', 'out');

const geluErf = elementwise('gelu', 'x');
const geluTanh = elementwise('geluTanh', 'x');
/** x Φ(x), Φ the normal distribution function, or its approximation by a tanh (GPT-2's). */
export const gelu = (x: Tensor, { approximate = 'none' }: { approximate?: 'none' | 'tanh' } = {}): Tensor =>
  (approximate === 'tanh' ? geluTanh : geluErf)(x);

function withNumber(name: 'elu' | 'leakyRelu', x: Tensor, number: number): Tensor {
  x.runtime.check(name, x);
  require(Number.isFinite(number), name, 'the slope on the left is a finite number', number);
  const k = x.runtime.kernels;
  const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
  k[name](out.data, x.data, x.size, number);
  x.runtime.traced?.(name, [x], [out], { number });
  if (out.requiresGrad) out._backward = () => k[`${name}Backward`](x.grad, out.grad, x.data, x.size, number);
  return out;
}

/** x where x > 0, else slope · x. @throws {DomainError} a slope that is not finite */
export const leakyRelu = (x: Tensor, slope = 0.01): Tensor => withNumber('leakyRelu', x, slope);
/** x where x > 0, else alpha (eˣ − 1). @throws {DomainError} an alpha that is not finite */
export const elu = (x: Tensor, alpha = 1): Tensor => withNumber('elu', x, alpha);

/**
 * x, but from `low` to `high`; where low > high, high wins. The gradient passes where x was kept.
 *
 * @throws {DomainError} a limit that is NaN
 */
export function clip(x: Tensor, low = -Infinity, high = Infinity): Tensor {
  x.runtime.check('clip', x);
  for (const limit of [low, high]) require(!Number.isNaN(limit), 'clip', 'a limit is a number', limit);
  const k = x.runtime.kernels;
  const out = x.runtime.result(x.shape, x.size, x.requiresGrad);
  k.clip(out.data, x.data, x.size, low, high);
  x.runtime.traced?.('clip', [x], [out], { low, high });
  if (out.requiresGrad) out._backward = () => k.clipBackward(x.grad, out.grad, x.data, out.data, x.size);
  return out;
}
