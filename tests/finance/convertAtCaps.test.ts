import { describe, expect, test } from 'vitest';
import { capTable, ownership, POOL } from '@/finance/capTable';
import { convertAtCaps } from '@/finance/convertAtCaps';
import type { Convertible } from '@/finance/convertible';
import { mfnElections } from '@/finance/mfnElections';
import { refusals } from '../support/refusals';

const safe = (stakeholder: string, cap: number, type: 'post-money SAFE' | 'pre-money SAFE' = 'post-money SAFE') => ({ type, stakeholder, amount: 1e6, cap }) as const; // prettier-ignore
const company = capTable([
  { stakeholder: 'Founders', quantity: 9e6 },
  { stakeholder: 'Staff', stockClass: 'Options', quantity: 4e5 },
  { stakeholder: POOL, quantity: 6e5 },
]);

test('1984vc/cap-table@6f188de pre-round.test.ts: 10 %, 5 %, and a pre-money SAFE of 0.07727277', () => {
  const parts = ownership(convertAtCaps(company, [safe('A', 1e7), safe('B', 2e7), safe('C', 1e7, 'pre-money SAFE')]));
  expect(['A', 'B', 'C'].map((who) => String(parts.get(who)))).toEqual(['1/10', '1/20', '17/220']);
  expect(Math.abs(parts.get('C')!.toNumber() - 0.07727277)).toBeLessThan(1e-7);
});
test('a post-money SAFE owns I / K, whatever else there is', () => {
  expect(String(ownership(convertAtCaps(company, [safe('A', 4e6), safe('B', 3e6)])).get('A'))).toBe('1/4');
});

describe('the election of an MFN holder', () => {
  const convertibles: Convertible[] = [
    { type: 'MFN SAFE', stakeholder: 'YC', amount: 375_000 },
    { type: 'post-money SAFE', stakeholder: 'Cap', amount: 1e5, cap: 10e6 },
    { type: 'post-money SAFE', stakeholder: 'Discount', amount: 1e5, discount: 0.25 },
  ];
  const best = (preMoney: number) =>
    mfnElections(company, { name: 'A', preMoney, investments: [{ stakeholder: 'Fund', amount: 2e6 }], conversionMethod: 'percentage-ownership', convertibles }, 'YC').map(({ elects }) => elects); // prettier-ignore
  test('depends on the round: the discount in a small one, the cap in a large one', () => {
    expect(best(8e6)[0]).toBe('Discount');
    expect(best(40e6)[0]).toBe('Cap');
  });
});

test('refusals', () => {
  expect(
    refusals({
      'all of the company': () => convertAtCaps(company, [safe('A', 2e6), safe('B', 2e6)]),
      'no cap': () => convertAtCaps(company, [{ type: 'post-money SAFE', stakeholder: 'A', amount: 1, discount: 0.2 }]),
      'nobody before': () => convertAtCaps([], []),
      'no MFN SAFE': () => mfnElections(company, { name: 'A', preMoney: 1, investments: [] }, 'YC'),
    }),
  ).toMatchInlineSnapshot(`
    {
      "all of the company": "NoSolutionError: convertAtCaps: what converts takes less than the whole company; got 100.00 %",
      "no MFN SAFE": "DomainError: mfnElections: the holder has an MFN SAFE; got "YC"",
      "no cap": "DomainError: convertAtCaps: every instrument has a cap, as there is no round to set a price; got "A"",
      "nobody before": "DomainError: convertAtCaps: somebody holds shares; got []",
    }
  `);
});
