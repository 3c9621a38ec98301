import { expect, test } from 'vitest';
import { capTable, fullyDiluted, ownership, POOL } from '@/finance/capTable';
import { grantFromPool, issueShares, secondarySale, WARRANTS } from '@/finance/shareEvents';
import { refusals } from '../support/refusals';

const table = capTable([
  { stakeholder: 'Ada', quantity: 8 },
  { stakeholder: POOL, quantity: 2 },
]);
const lines = (t: typeof table) => t.map((h) => `${h.stakeholder} ${h.stockClass} ${h.quantity}`);

test('new shares dilute everybody', () => {
  const after = issueShares(table, { stakeholder: 'Bank', stockClass: WARRANTS, quantity: 10 });
  expect(String(ownership(after).get('Ada'))).toBe('2/5');
});
test('a grant from the pool dilutes nobody', () => {
  const after = grantFromPool(table, { stakeholder: 'Bo', quantity: 0.5 });
  expect(lines(after)).toEqual(['Ada Common 8', `${POOL} Common 3/2`, 'Bo Options 1/2']);
  expect(fullyDiluted(after)).toEqual(fullyDiluted(table));
});
test('a secondary sale moves shares and money between holders', () => {
  const { table: after, payment } = secondarySale(table, {
    from: 'Ada',
    to: 'Fund',
    quantity: 8,
    pricePerShare: '1/3',
  });
  expect(lines(after)).toEqual([`${POOL} Common 2`, 'Fund Common 8']);
  expect(String(payment)).toBe('8/3');
});
test('refusals', () => {
  const sale = { from: 'Ada', to: 'Fund', quantity: 9, pricePerShare: 1 };
  expect(
    refusals({
      'more than the pool has': () => grantFromPool(table, { stakeholder: 'Bo', quantity: 3 }),
      'no pool': () =>
        grantFromPool(capTable([{ stakeholder: 'Ada', quantity: 1 }]), { stakeholder: 'Bo', quantity: 1 }),
      'negative shares': () => issueShares(table, { stakeholder: 'Bo', quantity: -1 }),
      'no name': () => issueShares(table, { stakeholder: '', quantity: 1 }),
      'more than the seller has': () => secondarySale(table, sale),
      'a negative price': () => secondarySale(table, { ...sale, pricePerShare: -1 }),
      'to oneself': () => secondarySale(table, { ...sale, to: 'Ada' }),
    }),
  ).toMatchInlineSnapshot(`
    {
      "a negative price": "DomainError: secondarySale: the price is not negative; got -1",
      "more than the pool has": "DomainError: grantFromPool: the pool has the shares that are granted; got "3 of 2"",
      "more than the seller has": "DomainError: secondarySale: the seller has the shares; got "Ada: 9 of 8 Common"",
      "negative shares": "DomainError: issueShares: a quantity is greater than 0; got "Bo: -1"",
      "no name": "DomainError: issueShares: every stakeholder has a name; got """,
      "no pool": "DomainError: grantFromPool: the pool has the shares that are granted; got "1 of 0"",
      "to oneself": "DomainError: secondarySale: shares go from one holder to another; got ["Ada", "Ada"]",
    }
  `);
});
