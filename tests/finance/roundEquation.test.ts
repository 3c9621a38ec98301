import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rational, sum } from '@/finance/rational';
import { line, lineAt, solveRound } from '@/finance/roundEquation';

const aLine = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1000 })).map(([slope, constant]) => line(`${slope}/100`, constant)); // prettier-ignore
const claims = fc.array(fc.array(aLine, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });

test('at the solution the claims are exactly all shares, each at its highest line', () => {
  let solved = 0;
  fc.assert(
    fc.property(claims, (drawn) => {
      const result = solveRound([[line(0, 1)], ...drawn]);
      if ('asked' in result) {
        // Refused when, for large T, all is asked for: at a billion, next to nothing is left.
        const far = rational(1e9);
        const highest = drawn.map((claim) =>
          claim.map((each) => lineAt(each, far)).reduce((a, b) => (a.compare(b) > 0 ? a : b)),
        );
        expect(sum(highest).compare(far.sub(1e6)) > 0).toBe(true);
        return;
      }
      solved++;
      const T = result.sharesAfter;
      const highest = drawn.map((claim) =>
        claim.map((each) => lineAt(each, T)).reduce((a, b) => (a.compare(b) > 0 ? a : b)),
      );
      expect(sum(highest).add(1)).toEqual(T);
      expect(result.slope.compare(0)).toBe(1);
      result.lines.slice(1).forEach((chosen, k) => expect(lineAt(chosen, T)).toEqual(highest[k]));
    }),
  );
  expect(solved).toBeGreaterThan(20);
});
test('all or more is asked for: what each asks in the end', () => {
  const result = solveRound([[line(0.5, 1)], [line(0.2, 0), line(0.5, -100)]]);
  expect('asked' in result && result.asked.map(String)).toEqual(['1/2', '1/2']);
});
