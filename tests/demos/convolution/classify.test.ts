/** The fully connected layer against softmax regression in f64: the oracle's Adam on the gradient (p − y) xᵀ. */
import { describe, expect, it } from 'vitest';
import type { Classes } from '@/demos/convolution/classify';
import { isThere } from '@/demos/convolution/state';
import { DIGITS, HELD_OUT, TRAINED } from '@/demos/convolution/digits';
import { DECAY, RATE, STEPS } from '@/demos/convolution/softmaxRegression';
import { digitAt, samplesOf } from '@/demos/convolution/strokes';
import { writeDrawing } from '@/demos/convolution/pixels';
import { Adam, addBias, createRuntime, crossEntropy, matmul } from '@/nn';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { adam } from '../../oracle/optimisers';
import { assertClose } from '../../support/assertClose';
import { made } from './made';

const classesOf = (change: Parameters<typeof made>[0]): Classes => {
  const { classes } = made(change).state;
  if (!isThere(classes)) throw new Error(`classesOf: there are classes; got ${classes}`);
  return classes;
};
const C = DIGITS.length;
const softmax = (scores: readonly number[]) => {
  const e = scores.map((s) => Math.exp(s - Math.max(...scores)));
  return e.map((x) => x / e.reduce((a, b) => a + b, 0));
};
const score = (x: readonly number[], w: readonly number[], b: readonly number[]) =>
  b.map((bias, c) => x.reduce((sum, v, f) => sum + v * w[f * C + c]!, bias));

/** 8 × 8 under Sobel x, ReLU and 2 × 2 max pooling, written as loops. */
function features(pixels: readonly number[]): number[] {
  const sobel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
  const z = (r: number, c: number) =>
    sobel.reduce((sum, w, i) => sum + w * pixels[(r + Math.floor(i / 3)) * 8 + c + (i % 3)]!, 0);
  return Array.from({ length: 9 }, (_, i) => {
    const [r, c] = [2 * Math.floor(i / 3), 2 * (i % 3)];
    return Math.max(0, z(r, c), z(r, c + 1), z(r + 1, c), z(r + 1, c + 1));
  });
}

describe('the fit', () => {
  const found = classesOf({});
  const seen = samplesOf(8, TRAINED, 1).map(({ pixels, label }) => ({ x: features(pixels), label }));
  it('is the one of f64', () => {
    const scale = Math.max(...seen.flatMap(({ x }) => x));
    let p: number[] = Array.from({ length: 10 * C }, () => 0); // W (9,4), then b (4)
    const step = adam(RATE, 0.9, 0.999, 1e-8);
    for (let i = 0; i < STEPS; i++) {
      const gradient = p.map((v) => DECAY * v);
      for (const { x, label } of seen) {
        const scaled = x.map((v) => v / scale);
        const probabilities = softmax(score(scaled, p, p.slice(9 * C)));
        probabilities.forEach((q, c) => {
          const error = (q - Number(c === label)) / TRAINED;
          scaled.forEach((v, f) => (gradient[f * C + c]! += error * v));
          gradient[9 * C + c]! += error;
        });
      }
      p = step(p, gradient);
    }
    assertClose(found.weights, p.slice(0, 9 * C).map((w) => w / scale), { rel: 1e-6, abs: 1e-9 }); // prettier-ignore
    assertClose(found.bias, p.slice(9 * C), { rel: 1e-6, abs: 1e-9 });
  });
  it('is the one of src/nn over the WASM kernels', async () => {
    const runtime = createRuntime(await loadKernelsFromDisk('simd'));
    const scale = Math.max(...seen.flatMap(({ x }) => x));
    const x = runtime.tensor(
      seen.flatMap(({ x }) => x.map((v) => v / scale)),
      [TRAINED, 9],
    );
    const p = { weight: runtime.parameter(Array(36).fill(0), [9, 4]), bias: runtime.parameter([0, 0, 0, 0], [4]) };
    const optimiser = new Adam(p, { lr: RATE, weightDecay: DECAY });
    const labels = seen.map(({ label }) => label);
    for (let i = 0; i < STEPS; i++) {
      runtime.scope(() => {
        optimiser.zeroGrad();
        runtime.backward(crossEntropy(addBias(matmul(x, p.weight), p.bias), labels));
      });
      optimiser.step();
    }
    const theirs = Array.from(p.weight.values(), (w) => w / scale);
    assertClose(found.weights, theirs, { rel: 1e-3, abs: 1e-5 });
    assertClose(found.bias, [...p.bias.values()], { rel: 1e-3, abs: 1e-4 });
    runtime.free();
  });
  it('names as many of the held-out digits as it says', () => {
    const right = samplesOf(8, HELD_OUT, 2).filter(({ pixels, label }) => {
      const scores = score(features(pixels), found.weights, found.bias);
      return scores.indexOf(Math.max(...scores)) === label;
    });
    expect(found.accuracy).toBe(right.length / HELD_OUT);
  });
  it('scores, probabilities and verdict follow from it', () => {
    const { map } = made();
    const scores = score(map('pooled').values, found.weights, found.bias);
    assertClose(found.scores, scores, { rel: 1e-12, abs: 1e-12 });
    assertClose(found.probabilities, softmax(scores), { rel: 1e-12, abs: 1e-12 });
    expect(DIGITS[found.best]).toBe('7');
  });
  it('does not depend on what is looked at, nor on what was fitted before', () => {
    const again = classesOf({ cell: [4, 4] });
    classesOf({ kernel: 'blur' });
    expect(classesOf({})).toEqual(found);
    expect(again).toEqual(found);
  });
});

it('at 16 × 16 reads each digit as it should be, drawn by the reader', () => {
  for (const digit of DIGITS) {
    const drawing = writeDrawing(digitAt(digit, 16));
    expect(DIGITS[classesOf({ image: 'drawing', drawing, size: 16 }).best]).toBe(digit);
  }
});

it('says why there is none', () => {
  expect(made({ size: 5, pool: 1 }).state.classes).toBe('small');
  expect(made({ size: 3, pool: 1 }).state.classes).toBe('one');
  expect(made({ size: 3 }).state.classes).toBe('pool');
});

describe('strokes', () => {
  it('each digit equally often, and the same for the same seed', () => {
    const samples = samplesOf(8, 40, 3);
    for (const [label] of DIGITS.entries()) expect(samples.filter((s) => s.label === label)).toHaveLength(10);
    expect(samplesOf(8, 40, 3)).toEqual(samples);
    expect(samplesOf(8, 40, 4)).not.toEqual(samples);
  });
  it('a pixel is white inside the stroke, black far from it, between at its edge', () => {
    const side = 28;
    const seven = digitAt('7', side);
    // The bar of the 7 lies at y = 0.18, half a pen of 0.062 wide: rows 4 and 5 whole, row 0 and 10 (right of the stem) none.
    expect(seven.slice(4 * side + 10, 4 * side + 18)).toEqual(Array(8).fill(9));
    expect(new Set(seven.slice(0, side))).toEqual(new Set([0]));
    expect(seven.every((p) => Number.isInteger(p) && p >= 0 && p <= 9)).toBe(true);
  });
});
