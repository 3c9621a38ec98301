/** The adapters read other numbers and other words than those of the file; expectations worked out by hand. */
import { describe, expect, test } from 'vitest';
import { NoSolutionError } from '@/lib/errors';
import type { Expected, Inputs } from './adapter';
import { equity } from './equity';
import { readInstruments } from './instruments';
import { differences } from './judge';

const read = (safes: string) => readInstruments({ safes }).map(({ convertible: { stakeholder: _, ...rest } }) => rest);
const post = (amount: number, cap?: number, discount?: number) => ({ type: 'post-money SAFE', amount, ...(cap ? { cap } : {}), ...(discount ? { discount } : {}) }); // prettier-ignore

describe('instruments as people write them', () => {
  test.each([
    ['1.5M post-money SAFE at 12M cap', [post(1.5e6, 12e6)]],
    ['500k post cap 8M', [post(5e5, 8e6)]],
    ['$500k @ $8M post-money cap, 20% discount', [post(5e5, 8e6, 0.2)]],
    ['1,000,000 @ 10,000,000 post, 1M@20M', [post(1e6, 10e6), post(1e6, 20e6)]],
    ['250k pre-money, 20% discount + 1M no cap 25% discount', [{ ...post(250e3, undefined, 0.2), type: 'pre-money SAFE' }, post(1e6, undefined, 0.25)]], // prettier-ignore
    ['YC 7% 125k; uncapped MFN 375k; MFN 375k (elects 9M cap)', [{ type: 'fixed percentage SAFE', amount: 125e3, percentage: 0.07 }, { type: 'MFN SAFE', amount: 375e3 }, post(375e3, 9e6)]], // prettier-ignore
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
  test('without an amount there is none', () => expect(() => read('post @10M')).toThrow('has an amount'));
});

/** 8 M founders, V 12 M, I 3 M; q = 1/5. */
const A = { common: 8e6, pre: 12e6, new: 3e6 };
const F1 = { common: 8e6, A: '2M sh, 5M pref' };
test.each<[string, Inputs, Expected]>([
  // 10 % + 20 % of 4/5: founders (1 − 0.3) · 0.8.
  ['safe', { ...A, safes: '1M@10M; 2M@10M' }, [0.56, 0.08, 0.16]],
  // Price 12 M / 8 M by the pre-money method; the SAFE buys at 0.75 · 1.5.
  [
    'safe',
    { ...A, method: 'pre', safe: '900k 25% discount' },
    { P: 1.5, conv: 1.125, safe_shares: 8e5, new_shares: 2e6 },
  ],
  [
    'option-pool',
    { founders: [3e6, 1e6], pre: 9e6, new: 3e6, target_pool: 0.15 },
    { pool: 0.15, investor: 0.25, pps: 1.8 },
  ],
  ['employee-grant', { base: 'round-101a', new_employee_shares: 5e5 }, { total: 3e6, founder: 1 / 3, employee: 1 / 6 }],
  [
    'ownership-basics',
    { breakeven: 'pref 3, 25%', retain: '60% stake, pre 9, new 3', safe: '1 @ 8 post cap' },
    [12, 45, 12.5],
  ],
  // 250,000 · 1.12 / min(1.2, 0.75 · 1.4).
  ['convertible-note', { P: 250e3, r: 0.08, days: 540, day_count: 360, cap: 6e6, cap_shares: 5e6, disc: 0.25, round_price: 1.4 }, 800e3 / 3], // prettier-ignore
  ['anti-dilution', { CP1: 4, A: 9e6, consideration: 3e6, C: 1.5e6 }, { CP2: 26 / 7, ratio: 14 / 13 }],
  ['anti-dilution', { CP1: 4, consideration: 3e6, C: 1.5e6, series_shares: 1e6 }, { CP2: 2, ratio: 2, shares: 2e6 }],
  ['waterfall', { ...F1, exit: 20e6 }, [15e6, 5e6]],
  ['waterfall', { common: 8e6, A: '2M sh, 5M pref senior', B: '1M sh, 4M pref', exit: 7e6 }, [0, 5e6, 2e6]],
  ['waterfall', { common: 6e6, classes: 'A 2M/3M, B 2M/4M; 1x participating, B>A', exit: 17e6 }, [6e6, 5e6, 6e6]],
  ['waterfall+debt', { ...F1, exit: 35.5e6, bank_debt: 500e3 }, [28e6, 7e6]],
  ['waterfall+debt', { exit: 2.5e6, claims: [2e6, 1e6], pari_passu: false }, [2e6, 5e5]],
  ['venture-debt', { loan: 3e6, coverage: 0.05, exercise: 2.5 }, 60e3],
])('%s %j', (topic, inputs, expected) => {
  expect(differences(equity[topic]!(inputs), expected, { rel: 1e-12 })).toEqual([]);
});

test('a wrong number is seen, under any name', () => {
  const answer = equity['safe']!({ ...A, safes: '1M@10M' });
  expect(differences(answer, { P: 1.36, bench: 0.09 }, { rel: 1e-6 })).not.toEqual([]);
  expect(differences(answer, { P: 1.35, bench: 0.08 }, { rel: 1e-6 })).toEqual([]);
});
test('what has no solution is refused, what cannot be read is named', () => {
  expect(() => equity['safe']!({ ...A, safes: '6M@10M; 4M@10M' })).toThrow(NoSolutionError);
  expect(() => equity['safe']!({ base: 'nowhere' })).toThrow('a case or a published company');
  expect(() => equity['ownership-basics']!({ riddle: '1' })).toThrow('a question is one of');
});
