/**
 * Scales: from data to px and back. d3-scale in small, as 10 of its 11 kB are colour and text that CSS and Intl do here;
 * tests/components/chart/scale.test.ts holds these against d3-scale.
 */
import { require } from '@/lib/errors';

export interface Scale {
  /** Data to px; on a log scale −∞ px for 0, and NaN px below: see linePath. */
  (value: number): number;
  /** px to data. */
  readonly invert: (px: number) => number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly log: boolean;
}

/**
 * @param domain data, two different finite numbers; both > 0 when `log`
 * @param range  px at domain[0] and at domain[1]
 * @throws {DomainError} a domain that no scale has
 * @example createScale([0, 10], [0, 200])(2.5) // 50
 * @example createScale([1, 100], [0, 200], true)(10) // 100
 */
export function createScale(domain: readonly [number, number], range: readonly [number, number], log = false): Scale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  require(domain.every(Number.isFinite) &&
    d0 !== d1, 'createScale', 'the domain is two different finite numbers', domain);
  require(!log || (d0 > 0 && d1 > 0), 'createScale', 'a log scale has a domain above 0', domain);
  const to = log ? Math.log : (x: number) => x;
  const from = log ? Math.exp : (x: number) => x;
  const [a, b] = [to(d0), to(d1)];
  const scale = (value: number) => r0 + ((to(value) - a) / (b - a)) * (r1 - r0);
  const invert = (px: number) => from(a + ((px - r0) / (r1 - r0)) * (b - a));
  return Object.assign(scale, { invert, domain, range, log });
}
