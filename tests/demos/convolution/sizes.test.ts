import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { along, placesOf } from '@/demos/convolution/sizes';
import { windowOver } from '@/nn/slide';

const range = (low: number, high: number) => Array.from({ length: high - low + 1 }, (_, i) => low + i);

test('as many places as a window can be put down, counted one by one, and what none of them reaches', () => {
  for (const n of range(3, 14))
    for (const k of [3, 5])
      for (const s of [1, 2, 3])
        for (const d of [1, 2, 4])
          for (const [before, after] of [[0, 0], [1, 1], [2, 0], [0, 3]] as const) {
            let [places, last] = [0, -1];
            for (let at = 0; at + d * (k - 1) < n + before + after; at += s) [places, last] = [places + 1, at + d * (k - 1)];
            const found = along(n, k, s, d, [before, after]);
            expect(found.places).toBe(places);
            expect(found.unread).toBe(places === 0 ? n : n + before + after - 1 - last);
          }
}); // prettier-ignore

test('Dumoulin, Visin 2016: 4 under 3 is 2; 5 under 4 padded 2 is 6; 5 under 3, stride 2, is 2; 7 under 3 dilated 2 is 3', () => {
  expect([
    along(4, 3, 1, 1, [0, 0]).places,
    along(5, 4, 1, 1, [2, 2]).places,
    along(5, 3, 2, 1, [0, 0]).places,
    along(7, 3, 1, 2, [0, 0]).places,
  ]).toEqual([2, 6, 2, 3]);
});

const settings = (size: number, stride: number, dilation: number, padding: 'none' | 'same') =>
  ({ size, stride, dilation, padding, before: 0, after: 0 }) as const;

test('none and same are those of TensorFlow.js', async () => {
  await tf.setBackend('cpu');
  for (const n of range(5, 12))
    for (const k of [3, 5])
      for (const [s, d] of [[1, 1], [2, 1], [3, 1], [1, 2]] as const)
        for (const padding of ['none', 'same'] as const) {
          const found = placesOf(settings(n, s, d, padding), k);
          if (found.places === 0) continue;
          const image = tf.tensor4d(range(0, n * n - 1), [1, n, n, 1]);
          const ones = tf.ones<tf.Rank.R4>([k, k, 1, 1]);
          const theirs = tf.conv2d(image, ones, s, padding === 'same' ? 'same' : 'valid', 'NHWC', d);
          expect(theirs.shape[1]).toBe(found.places);
          // The sum under the first window tells where the padding is.
          const pixels = range(0, k - 1).map((i) => i * d - found.before).filter((p) => p >= 0 && p < n);
          const sum = pixels.flatMap((r) => pixels.map((c) => r * n + c)).reduce((a, b) => a + b, 0);
          expect(theirs.dataSync()[0]).toBe(sum);
        }
}); // prettier-ignore

test('what does not fit is what src/nn refuses', () => {
  for (const [n, d] of [[8, 4], [8, 3], [3, 1], [4, 2]] as const) {
    const fits = () => windowOver('conv2d', [n, n], [3, 3], { dilation: d });
    if (placesOf(settings(n, 1, d, 'none'), 3).places > 0) expect(fits).not.toThrow();
    else expect(fits).toThrow('the padded image holds the kernel');
  }
}); // prettier-ignore
