/** Round numbers for axes: where the ticks stand, how far a domain reaches, and what is written. */
import { require } from '@/lib/errors';
import { formatCount, formatFixed, formatPower, formatSignificant } from '@/lib/format';
import type { Lang } from '@/lib/text';

/** 1, 2 or 5 times a power of ten, so that about `count` steps make up `span`. The thresholds are geometric means. */
function roundStep(span: number, count: number): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead >= Math.sqrt(50) ? 10 : lead >= Math.sqrt(10) ? 5 : lead >= Math.sqrt(2) ? 2 : 1);
}

/** i · step, free of the noise of adding: 3 × 0.1 is 0.3. */
const multiple = (i: number, step: number) => (step < 1 ? i / Math.round(1 / step) : i * step);

/**
 * About `count` round numbers from `lo` to `hi`.
 *
 * @example linearTicks(0, 1, 4) // [0, 0.2, 0.4, 0.6, 0.8, 1]
 */
export function linearTicks(lo: number, hi: number, count: number): number[] {
  require(Number.isFinite(lo) && Number.isFinite(hi) && lo < hi, 'linearTicks', 'lo < hi, both finite', [lo, hi]);
  const step = roundStep(hi - lo, Math.max(1, count));
  const ticks: number[] = [];
  const first = Math.ceil(lo / step - 1e-9);
  const last = Math.floor(hi / step + 1e-9);
  for (let i = first; i <= last; i++) ticks.push(multiple(i, step) + 0); // + 0 turns −0 into 0
  return ticks;
}

/**
 * Powers of ten from `lo` to `hi`, thinned out to about `count`; with 2 and 5 times them where there is room.
 *
 * @example logTicks(0.01, 100, 5) // [0.01, 0.1, 1, 10, 100]
 * @example logTicks(1, 20, 5) // [1, 2, 5, 10, 20]
 */
export function logTicks(lo: number, hi: number, count: number): number[] {
  require(lo > 0 && lo < hi && Number.isFinite(hi), 'logTicks', '0 < lo < hi, both finite', [lo, hi]);
  const [first, last] = [Math.floor(Math.log10(lo)), Math.ceil(Math.log10(hi))];
  const decades = Math.log10(hi / lo);
  const leads = decades * 3 <= count * 2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.round(decades / Math.max(1, count)));
  const ticks: number[] = [];
  for (let k = first; k <= last; k++) {
    if (k % every !== 0) continue;
    for (const lead of leads) {
      const tick = Number(`${lead}e${k}`);
      if (tick >= lo * (1 - 1e-9) && tick <= hi * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * A domain for data from `lo` to `hi`, rounded outwards. Data that are all alike stand in the middle of theirs.
 *
 * @example niceDomain(0.03, 0.97) // [0, 1]
 * @example niceDomain(3, 3) // [2, 4]
 * @example niceDomain(0.03, 47, { log: true }) // [0.02, 50]
 */
export function niceDomain(
  lo: number,
  hi: number,
  { log = false, zero = false, count = 5 }: { log?: boolean; zero?: boolean; count?: number } = {},
): [number, number] {
  require(Number.isFinite(lo) && Number.isFinite(hi) && lo <= hi, 'niceDomain', 'lo ≤ hi, both finite', [lo, hi]);
  if (log) {
    require(lo > 0, 'niceDomain', 'a log domain lies above 0', lo);
    const down = roundLog(lo, (lead, least) => lead <= least * (1 + 1e-9));
    const up = roundLog(hi, (lead, least) => lead >= least * (1 - 1e-9));
    return down < up ? [down, up] : [down / 10, up * 10];
  }
  if (zero) [lo, hi] = [Math.min(lo, 0), Math.max(hi, 0)];
  if (lo === hi) {
    const room = 10 ** Math.floor(Math.log10(Math.abs(lo) || 1));
    return [lo - room, hi + room];
  }
  const step = roundStep(hi - lo, count);
  return [multiple(Math.floor(lo / step + 1e-9), step) + 0, multiple(Math.ceil(hi / step - 1e-9), step) + 0];
}

/** The nearest of 1, 2, 5 times a power of ten on the side of x that `fits` says. */
function roundLog(x: number, fits: (candidate: number, x: number) => boolean): number {
  const k = Math.floor(Math.log10(x));
  const candidates = [k - 1, k, k + 1].flatMap((e) => [1, 2, 5].map((lead) => Number(`${lead}e${e}`)));
  return candidates
    .filter((c) => fits(c, x))
    .reduce((best, c) => (Math.abs(Math.log(c / x)) < Math.abs(Math.log(best / x)) ? c : best));
}

/**
 * What stands at the ticks: equally many digits on a linear axis, powers of ten on a long logarithmic one.
 *
 * @example tickTexts([0, 0.5, 1], 'en') // ['0.0', '0.5', '1.0']
 * @example tickTexts([-20_000, 0, 20_000], 'en') // ['−20k', '0', '20k']
 * @example tickTexts([0, 1e30, 2e30], 'en') // ['0', '1×10³⁰', '2×10³⁰']
 * @example tickTexts([0.00001, 0.001, 0.1], 'en', true) // ['10⁻⁵', '10⁻³', '10⁻¹']
 */
export function tickTexts(ticks: readonly number[], lang: Lang, log = false): string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (log) {
    if (Math.min(...ticks) >= 0.001 && largest <= 10_000) {
      return ticks.map((t) => formatFixed(t, Math.max(0, -Math.floor(Math.log10(t) + 1e-9)), lang));
    }
    const isPower = (t: number) => Math.abs(Math.log10(t) - Math.round(Math.log10(t))) < 1e-9;
    return ticks.map((t) => (isPower(t) ? formatPower(Math.round(Math.log10(t))) : formatSignificant(t, 1, lang)));
  }
  if (largest >= 1e15) {
    const written = (digits: number) => ticks.map((t) => formatSignificant(t, digits, lang));
    for (let digits = 1; digits < 15; digits++)
      if (new Set(written(digits)).size === ticks.length) return written(digits);
  }
  if (largest >= 10_000 && ticks.every(Number.isInteger)) {
    const short = ticks.map((t) => formatCount(t, lang));
    if (new Set(short).size === short.length) return short;
  }
  const digits = decimals(ticks);
  return digits <= 4
    ? ticks.map((t) => formatFixed(t, digits, lang))
    : ticks.map((t) => formatSignificant(t, Math.max(1, Math.ceil(Math.log10(largest * 10 ** digits))), lang));
}

/** How many digits after the point tell the ticks apart: up to their smallest distance. */
function decimals(ticks: readonly number[]): number {
  const gaps = ticks.slice(1).map((t, i) => Math.abs(t - ticks[i]!));
  const gap = Math.min(...gaps, ...(gaps.length ? [] : [Math.abs(ticks[0] ?? 1) || 1]));
  for (let digits = 0; digits < 15; digits++) {
    const scaled = gap * 10 ** digits;
    if (
      scaled >= 1 - 1e-9 &&
      ticks.every((t) => Math.abs(t * 10 ** digits - Math.round(t * 10 ** digits)) < 1e-6 * Math.max(1, scaled))
    )
      return digits;
  }
  return 15;
}
