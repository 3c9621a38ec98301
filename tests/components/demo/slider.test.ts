import { describe, expect, it } from 'vitest';
import { fromSlider, SLIDER_STEPS, toSlider } from '@/components/demo/slider';
import type { NumberParam } from '@/lib/params';

const label = { zh: '', en: '' };
const linear: NumberParam = { kind: 'number', label, default: 0, min: -1, max: 2, step: 0.1 };
const log: NumberParam = { kind: 'number', label, default: 1, min: 0.001, max: 1000, step: 0.001, scale: 'log' };

describe('slider', () => {
  it('a linear slider has one position per step, without float dust', () => {
    expect(SLIDER_STEPS(linear)).toBe(30);
    expect(fromSlider(linear, 13)).toBe(0.3);
  });
  it('a logarithmic slider has the powers of ten', () => {
    expect([0, 20, 40, 60, 120].map((p) => fromSlider(log, p))).toEqual([0.001, 0.01, 0.1, 1, 1000]);
  });
  it.each([linear, log])('every position reads back as itself', (param) => {
    for (let p = 0; p <= SLIDER_STEPS(param); p++) expect(toSlider(param, fromSlider(param, p))).toBe(p);
  });
  it('a typed value lands on the nearest position', () => expect(toSlider(linear, 0.34)).toBe(13));
  it('never leaves the range', () => {
    expect(fromSlider(log, SLIDER_STEPS(log))).toBe(log.max);
    expect(fromSlider(linear, 0)).toBe(linear.min);
  });
});
