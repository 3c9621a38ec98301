/**
 * A round as one equation in the number of shares after it, T: all shares that anybody has a claim to are all shares.
 *
 *   g(T) = T − Σₖ Sₖ(T) = 0
 *
 * Every claim Sₖ is a constant, a part of T, or the largest of several such lines (a SAFE takes the better of its cap and
 * its discount), so g is concave and piecewise affine, and has one root if its last piece still rises.
 */
import { Rational, rational, sum, type Exact } from './rational';

/** slope · T + constant, in shares. */
export type Line = { readonly slope: Rational; readonly constant: Rational };

/** Shares claimed: the highest of these lines. At least one. */
export type Claim = readonly Line[];

/**
 * A line from numbers.
 *
 * @example line(0, 3).constant.toString() // '3'
 */
export const line = (slope: Exact, constant: Exact): Line => ({
  slope: rational(slope),
  constant: rational(constant),
});

/**
 * The sum of lines.
 *
 * @example addLines([line(1, 2), line(3, 4)]).slope.toString() // '4'
 */
export const addLines = (lines: readonly Line[]): Line => ({
  slope: sum(lines.map(({ slope }) => slope)),
  constant: sum(lines.map(({ constant }) => constant)),
});

/**
 * A line taken so many times.
 *
 * @example scaleLine(line(1, 2), rational(3)).constant.toString() // '6'
 */
export const scaleLine = ({ slope, constant }: Line, factor: Rational): Line => ({
  slope: slope.mul(factor),
  constant: constant.mul(factor),
});

/**
 * The height of a line at T.
 *
 * @example lineAt(line(2, 1), rational(3)).toString() // '7'
 */
export const lineAt = ({ slope, constant }: Line, T: Rational): Rational => slope.mul(T).add(constant);

export type RoundSolution = {
  /** T. */
  readonly sharesAfter: Rational;
  /** For each claim the line that holds at T. */
  readonly lines: readonly Line[];
  /** Slope of g at T, > 0: how far the round is from having no solution. */
  readonly slope: Rational;
};

/** No root: what the claims ask for in the end, as parts of all shares; they sum to 1 or more. */
export type NoRoot = { readonly asked: readonly Rational[] };

/**
 * Solves the round, exactly: Newton's method from the piece that holds for large T. A concave function lies below its
 * tangents, so no step passes the root, every step goes up, and after as many steps as there are pieces it is reached.
 *
 * @returns the solution, or what is asked of the company if that is all of it or more
 * @example solveRound([[line(0, 8)], [line(0.2, 0)]]).sharesAfter.toString() // '10'
 * @source the concavity argument in ovf docs/rounds.md (github:ogulcan-ozyavuz/algorithmic-game-theory-for-private-equity)
 */
export function solveRound(claims: readonly Claim[]): RoundSolution | NoRoot {
  const choose = (claim: Claim, better: (a: Line, b: Line) => number) =>
    claim.reduce((best, other) => (better(other, best) > 0 ? other : best));
  let lines = claims.map((claim) =>
    choose(claim, (a, b) => a.slope.compare(b.slope) || a.constant.compare(b.constant)),
  );
  const asked = lines.map(({ slope }) => slope);
  if (sum(asked).compare(1) >= 0) return { asked };
  for (;;) {
    const { slope, constant } = addLines(lines);
    const left = new Rational(1n).sub(slope);
    const sharesAfter = constant.div(left);
    const higher = claims.map((claim, k) => {
      const best = choose(claim, (a, b) => lineAt(a, sharesAfter).compare(lineAt(b, sharesAfter)));
      return lineAt(best, sharesAfter).compare(lineAt(lines[k]!, sharesAfter)) > 0 ? best : lines[k]!;
    });
    if (higher.every((chosen, k) => chosen === lines[k])) return { sharesAfter, lines, slope: left };
    lines = higher;
  }
}
