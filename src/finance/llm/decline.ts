/** Prices and costs that fall by a factor every year, and the margin between them. */
import { checkNumbers } from '@/lib/check';

/**
 * What is left of a price:  p(t) = p₀ · f^(−t)
 *
 * @param start  p₀, currency units, ≥ 0
 * @param factor f per year, > 0; 10 means ten times cheaper each year
 * @param years  t
 * @example declinedPrice(60, 10, 2).toFixed(12) // '0.600000000000'
 */
export function declinedPrice(start: number, factor: number, years: number): number {
  checkNumbers('declinedPrice', { start }, { min: 0 });
  checkNumbers('declinedPrice', { factor }, { above: 0 });
  checkNumbers('declinedPrice', { years });
  return start * factor ** -years;
}

/**
 * How many times cheaper in all, and each year:  total = p₀/p₁,  perYear = total^(1/years)
 *
 * @example declineFactor(100, 1, 2) // { total: 100, perYear: 10 }
 */
export function declineFactor(from: number, to: number, years: number): { total: number; perYear: number } {
  checkNumbers('declineFactor', { from, to, years }, { above: 0 });
  return { total: from / to, perYear: (from / to) ** (1 / years) };
}

/** A price and a cost that both fall. */
export type Deflation = {
  readonly price: number;
  readonly cost: number;
  /** Factors per year, > 0. */
  readonly priceFactor: number;
  readonly costFactor: number;
};

/**
 * Gross margin after t years:  1 − (c₀/p₀) · (f/h)^t.  It holds only if cost falls as fast as price, h ≥ f.
 *
 * @returns a fraction, negative when cost exceeds price
 * @example marginAfter({ price: 10, cost: 4, priceFactor: 2, costFactor: 1 }, 1) // 0.2
 */
export function marginAfter(deflation: Deflation, years: number): number {
  const { price, cost, priceFactor, costFactor } = deflation;
  checkNumbers('marginAfter', { price, priceFactor, costFactor }, { above: 0 });
  checkNumbers('marginAfter', { cost }, { min: 0 });
  checkNumbers('marginAfter', { years });
  return 1 - (cost / price) * (priceFactor / costFactor) ** years;
}

/** When the margin is gone. */
export type UnderWater = { readonly happens: true; readonly years: number } | { readonly happens: false };

/**
 * Years until price has fallen to cost:  ln(p₀/c₀) / ln(f/h); never while cost falls as fast.
 *
 * @example underWater({ price: 8, cost: 2, priceFactor: 4, costFactor: 2 }) // { happens: true, years: 2 }
 * @example underWater({ price: 8, cost: 2, priceFactor: 2, costFactor: 2 }) // { happens: false }
 */
export function underWater({ price, cost, priceFactor, costFactor }: Deflation): UnderWater {
  checkNumbers('underWater', { price, cost, priceFactor, costFactor }, { above: 0 });
  if (cost >= price) return { happens: true, years: 0 };
  if (costFactor >= priceFactor) return { happens: false };
  return { happens: true, years: Math.log(price / cost) / Math.log(priceFactor / costFactor) };
}
