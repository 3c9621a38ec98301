import { describe, expect, test } from 'vitest';
import card from '@/demos/cap-table/demo';
import { sentence, tables } from '@/demos/cap-table/describe';
import { createModel } from '@/demos/cap-table/model';
import { HOLDERS, type CapTableState } from '@/demos/cap-table/state';
import { workingOf } from '@/demos/cap-table/working';
import { rational, sum } from '@/finance/rational';
import { complete, type AnyValues } from '@/lib/params';
import { LANGS } from '@/lib/text';

const run = (change: Partial<AnyValues> = {}) => {
  const values = complete(card.params, change);
  return { values, ...createModel(values, undefined) };
};
const preset = (id: string) => {
  const found = card.presets.find((p) => p.id === id)!;
  return { ...run(found.values), claim: found.claim };
};
const trace = { steps: [0], columns: {} };
const last = (state: CapTableState) => new Map(state.rounds.at(-1)!.stakes.map((s) => [s.holder, s]));
const percent = (x: number) => (x * 100).toFixed(1);

describe('presets are claims', () => {
  test('manuscript: amounts of 1, 5 and 8 million; the founders keep 57.8 %', () => {
    const { state, readings, claim } = preset('manuscript');
    expect(state.rounds.map((round) => round.investment)).toEqual([1e6, 5e6, 8e6]);
    expect(state.rounds.map((round) => percent(round.investment / round.postMoney))).toEqual(['15.0', '20.0', '15.0']);
    expect(percent(readings.founders!)).toBe('57.8');
    expect(last(state).get('founders')!.exact).toBe('289/500');
    expect(state.rounds.map((round) => round.stakes.at(-1)!.exact)).toEqual(['3/20', '1/5', '3/20']);
    expect(String(rational('0.85').mul('0.80').mul('0.85'))).toBe('289/500');
    expect(claim.zh).toContain('57.8%');
    expect(card.presets[0]!.id).toBe('manuscript');
  });
  test('own-80: the same money, and the founders keep exactly four fifths', () => {
    const { state, values } = preset('own-80');
    expect(values.amounts).toEqual(card.params.amounts.default);
    expect(last(state).get('founders')!.exact).toBe('4/5');
    expect(state.rounds.map((round) => round.preMoney)).toEqual([14e6, 70e6, 90e6]);
    expect(String(rational('14/15').mul('14/15').mul('45/49'))).toBe('4/5');
  });
  test('cheap-angel: half the company is gone after the first round, and 34.0 % are left at the end', () => {
    const { state, readings } = preset('cheap-angel');
    expect(state.rounds[0]!.stakes.map((s) => [s.holder, s.exact])).toEqual([['founders', '1/2'], ['round1', '1/2']]); // prettier-ignore
    expect(percent(readings.founders!)).toBe('34.0');
  });
  test('pool: founders fall from 57.8 to 48.6 % and pay the most; the last investor pays nothing', () => {
    const { state, readings } = preset('pool');
    const without = run().readings;
    expect(state.rounds.map((round) => round.stakes.find((s) => s.holder === 'pool')!.exact)).toEqual([
      '1/10',
      '1/10',
      '1/10',
    ]);
    expect([percent(without.founders!), percent(readings.founders!)]).toEqual(['57.8', '48.6']);
    expect(readings.round3).toBe(without.round3);
    expect(percent(readings.round3!)).toBe('15.0');
    const paid = state.paidForPool!;
    expect(paid.round3).toBe(0);
    expect(paid.founders).toBeGreaterThan(paid.round1!);
    expect(paid.round1).toBeGreaterThan(paid.round2!);
    expect(paid.founders! + paid.round1! + paid.round2!).toBeCloseTo(0.1, 12);
  });
  test('no other preset exists', () => {
    expect(card.presets.map((p) => p.id)).toEqual(['manuscript', 'own-80', 'cheap-angel', 'pool']);
  });
});

const settings: [string, Partial<AnyValues>][] = [
  ...card.presets.map((p): [string, Partial<AnyValues>] => [p.id, p.values]),
  ...(card.tour ?? []).map((stop, i): [string, Partial<AnyValues>] => [`stop ${i + 1} of the tour`, stop.values ?? {}]),
  ['one round', { rounds: 1 }],
  ['two rounds in dollars', { rounds: 2, currency: 'USD', pool: 12.5 }],
  ['the least of everything', { amounts: [0.001, 0.001, 0.001], preMoney: [0.001, 0.001, 0.001] }],
  ['the most of everything', { amounts: [1e6, 1e6, 1e6], preMoney: [1e6, 1e6, 1e6], pool: 30 }],
  ['refused at once', { preMoney: [0.001, 20, 45], pool: 30 }],
  ['refused in the last round', { preMoney: [5, 20, 0.5], pool: 30 }],
];

describe.each(settings)('%s', (_, change) => {
  const { state, values, readings } = run(change);

  test('ownership sums to exactly 1 after every round, and investors own what they paid for', () => {
    for (const [i, round] of state.rounds.entries()) {
      expect(sum(round.stakes.map((s) => s.exact))).toEqual(rational(1));
      const investor = round.stakes.find((s) => s.holder === `round${i + 1}`)!;
      // Every amount and value here is a multiple of 1/3000 million.
      const thousandths = (millions: number) => rational(Math.round(millions * 3000));
      const [paid, before] = [thousandths(values.amounts[i]!), thousandths(values.preMoney[i]!)];
      expect(rational(investor.exact)).toEqual(paid.div(paid.add(before)));
      expect(round.stakes.reduce((total, s) => total + s.value, 0) / round.postMoney).toBeCloseTo(1, 12);
    }
  });
  test('the state is plain data, and the readings name every holder', () => {
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(Object.keys(readings).sort()).toEqual([...HOLDERS].sort());
  });
  test('the working of every stake gives the stake', () => {
    for (const [at, round] of state.rounds.entries()) {
      for (const stake of round.stakes) {
        const { lines, result } = workingOf(stake, at, state.rounds, values.currency);
        const value = lines.reduce((x, { number: { en } }) => {
          const part = Number.parseFloat(en.replace(/^[×+] /, ''));
          return en.startsWith('×') ? (x * part) / 100 : en.startsWith('+') ? x + part : part;
        }, 0);
        expect(Math.abs(value - Number.parseFloat(result.en)), JSON.stringify(lines)).toBeLessThanOrEqual(0.3); // lines are rounded to 0.1
      }
    }
  });
  test('words and tables hold no holes', () => {
    const said = sentence(state, values, trace);
    const shown = tables(state, values, trace);
    for (const lang of LANGS) expect(said[lang]).toMatch(/\d/);
    expect(JSON.stringify([said, shown])).not.toMatch(/NaN|undefined|null|Infinity/);
    for (const { columns, rows } of shown) for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('why amounts alone are not enough (E30)', () => {
  test('the same money at half and at twice the pre-money values', () => {
    const { state, values } = run();
    const keep = (factor: number) =>
      [[1, 17 / 3], [5, 20], [8, 136 / 3]].reduce((x, [paid, pre]) => (x * pre! * factor) / (pre! * factor + paid!), 1); // prettier-ignore
    expect(state.half).toBeCloseTo(keep(1 / 2), 12);
    expect(state.double).toBeCloseTo(keep(2), 12);
    expect(sentence(state, values, trace)).toMatchInlineSnapshot(`
      {
        "en": "After raising CN¥14M in 3 rounds at the pre-money values entered, the founders hold 57.8%, worth CN¥30.8M at the Series B price. Amounts alone cannot say this: the same money at half these pre-money values leaves them 36.4%, at twice these 75.1%.",
        "zh": "3 轮共融资 ¥1,400万，按所填的投前估值，创始人最后持有 57.8%，B 轮价格下值 ¥3,083万。只有金额算不出股权：同样的钱，投前估值减半，创始人剩 36.4%；翻倍，剩 75.1%。",
      }
    `);
  });
  test('with a pool the sentence says who paid', () => {
    const { state, values } = preset('pool');
    expect(sentence(state, values, trace)).toMatchInlineSnapshot(`
      {
        "en": "After raising CN¥14M in 3 rounds at the pre-money values entered, the founders hold 48.6%, worth CN¥25.9M at the Series B price. Amounts alone cannot say this: the same money at half these pre-money values leaves them 28.6%, at twice these 65.3%. Earlier holders pay for the pool: it costs the founders 9.2 percentage points, and the last investor in nothing.",
        "zh": "3 轮共融资 ¥1,400万，按所填的投前估值，创始人最后持有 48.6%，B 轮价格下值 ¥2,593万。只有金额算不出股权：同样的钱，投前估值减半，创始人剩 28.6%；翻倍，剩 65.3%。期权池由老股东出：创始人为它少了 9.2 个百分点，最后进来的投资人一点没出。",
      }
    `);
  });
});

describe('a round that cannot be', () => {
  const { state, values, readings } = run({ preMoney: [5, 20, 0.5], pool: 30 });

  test('stops the table before it, and says so in both languages', () => {
    expect(state.refused).toEqual({ round: 3, investors: 8 / 8.5, pool: 0.3 });
    expect(state.rounds).toHaveLength(2);
    expect(readings.round3).toBe(0);
    expect(sentence(state, values, trace)).toMatchInlineSnapshot(`
      {
        "en": "The Series B round has no solution: 94.1% for the investors and 30.0% for the pool leave earlier holders nothing. Raise the pre-money value, or lower the amount or the pool. Up to the Series A round the founders hold 38.1%.",
        "zh": "B 轮无解：投资人要 94.1%，期权池要 30.0%，加起来没有给老股东留下任何股份。请提高投前估值、减少融资额或缩小期权池。A 轮之后，创始人持有 38.1%。",
      }
    `);
  });
  test('leaves the founders with all when it is the first', () => {
    const { state: first, values: v, readings: r } = run({ preMoney: [0.001, 20, 45], pool: 30 });
    expect(first).toMatchObject({ rounds: [], half: null, double: null, paidForPool: null });
    expect(r.founders).toBe(1);
    expect(sentence(first, v, trace).en).toContain('has no solution');
  });
});
