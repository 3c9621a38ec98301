/**
 * Rounding as lawyers do it: whole shares, prices with so many decimals. Off by default, since what is rounded no longer
 * sums to exactly 1; applied at the edge of a result, never inside a calculation.
 */
import { require } from '@/lib/errors';
import { Rational } from './rational';

/** What is rounded; a part left out stays exact. */
export type Rounding = {
  /** 'floor': no fraction of a share is issued; the money that it would have cost is returned. */
  readonly shares?: 'floor';
  /** The price per share of a round, up to so many decimals: nobody gets more shares than the money buys. */
  readonly priceDecimals?: number;
  /** Conversion prices of preferred stock and convertibles, to the nearest; the NVCA charter takes 4. */
  readonly conversionPriceDecimals?: number;
};

/** No rounding: the default everywhere. */
export const EXACT: Rounding = {};

/** As in closing documents: whole shares, four decimals. */
export const LEGAL: Rounding = { shares: 'floor', priceDecimals: 4, conversionPriceDecimals: 4 };

/**
 * The largest whole number that is not above the value.
 *
 * @example floor(rational('-7/2')).toString() // '-4'
 */
export function floor({ numerator, denominator }: Rational): Rational {
  const whole = numerator / denominator;
  return new Rational(numerator < 0n && whole * denominator !== numerator ? whole - 1n : whole);
}

/**
 * Shares under the policy.
 *
 * @example roundShares(rational('7/2'), LEGAL).toString() // '3'
 */
export const roundShares = (shares: Rational, { shares: rule }: Rounding): Rational =>
  rule === 'floor' ? floor(shares) : shares;

/**
 * A round's price per share under the policy: up.
 *
 * @throws {DomainError} priceDecimals not a whole number from 0 to 12
 * @example roundPrice(rational('1.71055'), LEGAL).toString() // '8553/5000'
 */
export const roundPrice = (price: Rational, { priceDecimals }: Rounding): Rational =>
  priceDecimals === undefined ? price : atDecimals(price, priceDecimals, (scaled) => floor(scaled.neg()).neg());

/**
 * A conversion price under the policy: to the nearest, half-way cases up.
 *
 * @throws {DomainError} conversionPriceDecimals not a whole number from 0 to 12
 * @example roundConversionPrice(rational('15/7'), LEGAL).toFixed(6) // '2.142900'
 */
export const roundConversionPrice = (price: Rational, { conversionPriceDecimals }: Rounding): Rational =>
  conversionPriceDecimals === undefined
    ? price
    : atDecimals(price, conversionPriceDecimals, (scaled) => floor(scaled.add('1/2')));

function atDecimals(price: Rational, decimals: number, whole: (scaled: Rational) => Rational): Rational {
  const ok = Number.isInteger(decimals) && decimals >= 0 && decimals <= 12;
  require(ok, 'rounding', 'decimals is a whole number from 0 to 12', decimals);
  const unit = 10n ** BigInt(decimals);
  return whole(price.mul(unit)).div(unit);
}
