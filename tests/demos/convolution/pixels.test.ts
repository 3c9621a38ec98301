import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDrawing, readPicture, resample, writeDrawing, writePicture } from '@/demos/convolution/pixels';
import { params } from '@/demos/convolution/params';
import { allows } from '@/lib/params';

const square = (most: number, pixel: fc.Arbitrary<number>) =>
  fc
    .integer({ min: 3, max: most })
    .chain((side) => fc.array(pixel, { minLength: side * side, maxLength: side * side }));

describe('an image as text', () => {
  it('a drawing comes back as it was', () => {
    fc.assert(
      fc.property(square(16, fc.integer({ min: 0, max: 9 })), (pixels) => {
        const text = writeDrawing(pixels);
        expect(allows(params.drawing, text)).toBe(true);
        expect(readDrawing(text)).toEqual(pixels);
      }),
    );
  });
  it('a picture comes back to a tenth', () => {
    fc.assert(
      fc.property(square(28, fc.integer({ min: 0, max: 90 })), (tenths) => {
        const text = writePicture(tenths.map((t) => t / 10));
        expect(allows(params.own, text)).toBe(true);
        expect(readPicture(text)).toEqual(tenths.map((t) => t / 10));
      }),
    );
  });
  it('what is no image is refused', () => {
    for (const text of ['', '0', '00000000', '0'.repeat(17 * 17), '12345678x'])
      expect(allows(params.drawing, text), text).toBe(false);
    for (const text of ['!', ' '.repeat(9), '!'.repeat(29 * 29), '|'.repeat(9)])
      expect(allows(params.own, text), text).toBe(false);
    expect(allows(params.own, '')).toBe(true);
  });
});

describe('another size', () => {
  it('keeps the mean', () => {
    fc.assert(
      fc.property(square(12, fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 28 }), (pixels, side) => {
        const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        expect(resample(pixels, side)).toHaveLength(side * side);
        expect(mean(resample(pixels, side))).toBeCloseTo(mean(pixels), 9);
      }),
    );
  });
  it('by hand: 2 × 2 from 3 × 3 takes a whole pixel, two halves and a quarter', () => {
    const corner = (1 + 2 / 2 + 4 / 2 + 5 / 4) / 2.25;
    expect(resample([1, 2, 3, 4, 5, 6, 7, 8, 9], 2)[0]).toBeCloseTo(corner, 12);
  });
  it('says what is no square', () => {
    expect(() => resample([1, 2], 3)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: resample: the image is a square; got 2]`,
    );
  });
});
