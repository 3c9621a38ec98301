import { describe, expect, test } from 'vitest';
import cases from '../finance/cases.json';
import { clauseName, priceClauses, variants } from '@/demos/exit-waterfall/clauses';
import card from '@/demos/exit-waterfall/demo';
import { sentence, tables } from '@/demos/exit-waterfall/describe';
import { createModel, roundUp, type ExitState, type Sale } from '@/demos/exit-waterfall/model';
import { HOLDERS, roundsOf, sheetOf } from '@/demos/exit-waterfall/terms';
import { eventText } from '@/demos/exit-waterfall/words';
import { plainNumber, substituted, workingOf } from '@/demos/exit-waterfall/working';
import { rational, sum } from '@/finance/rational';
import { complete, readSettings, type AnyValues } from '@/lib/params';
import { LANGS } from '@/lib/text';

const run = (change: Partial<AnyValues> = {}) => {
  const values = complete(card.params, change);
  const { state, readings } = createModel(values, undefined);
  return { values, state: state as ExitState & { sale: Sale }, readings };
};
const preset = (id: string, change: Partial<AnyValues> = {}) => {
  const found = card.presets.find((p) => p.id === id)!;
  return { ...run({ ...found.values, ...change }), claim: found.claim };
};
const doubleDip = { exit: 30, multiple: [1, 2, 1], seriesA: 'full', compare: true };
const trace = { steps: [0], columns: {} };
const paid = ({ sale }: { sale: Sale }) => Object.fromEntries(sale.payouts.map((p) => [p.holder, p.paid]));
const turns = ({ sale }: { sale: Sale }) => sale.turnings.map(({ exit, events }) => [exit, eventText(events).en]);
/** What the source of a published example prints, in millions. */
const published = (id: string) => (cases.find((c) => c.id === id)!.expected as number[]).map((x) => x / 1e6);
const close = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((x, i) => expect(actual[i]).toBeCloseTo(x, 5));
};

describe('presets are claims', () => {
  test('manuscript: the founders’ 57.8 % are worth 54.4 % of 40 million, and 57.8 % from 53.33 million on', () => {
    const { state } = preset('manuscript');
    expect(card.presets[0]!.id).toBe('manuscript');
    expect(state.sale.payouts.map(({ owned }) => owned)).toEqual([0.578, 0.102, 0.17, 0.15]);
    expect(0.85 * 0.8 * 0.85).toBeCloseTo(0.578, 12);
    expect(paid(state)).toEqual({ founders: 21.76, round1: 3.84, round2: 6.4, round3: 8 }); // (40 − 8) / 85 a share
    expect(state.sale.payouts.map(({ election }) => election)).toEqual(['shares', 'converts', 'converts', 'preference']); // prettier-ignore
    expect(turns(state)).toEqual([
      [8, 'Series B’s preference is paid'],
      [13, 'Series A’s preference is paid'],
      [14, 'Angel’s preference is paid'],
      [13 + (1 / 10.2) * (57.8 + 10.2), 'Angel converts'],
      [8 + (5 / 17) * (57.8 + 10.2 + 17), 'Series A converts'],
      [8 / 0.15, 'Series B converts'],
    ]);
    for (const exit of [53.34, 100, 1000]) expect(run({ exit }).readings.founders! / exit).toBeCloseTo(0.578, 12);
    expect(run({ exit: 53.33 }).readings.founders! / 53.33).toBeLessThan(0.578);
  });
  test('participating: 15.028 million, 6.732 million less than on clean terms', () => {
    const { state, values } = preset('participating');
    const [founders] = state.sale.payouts;
    expect(founders!.paid).toBeCloseTo((40 - 14) * 0.578, 12);
    expect(founders!.clean).toBe(21.76);
    const all = priceClauses(values).at(-1)!;
    expect(all.kind).toBe('all');
    expect(all.cost).toBeCloseTo(6.732, 12);
  });
  test('converts: F1 as published, with its breakpoints', () => {
    const { state } = preset('converts');
    close(Object.values(paid(state)), published('wf-f1'));
    expect(turns(state)).toEqual([
      [5, 'Series A’s preference is paid'],
      [25, 'Series A converts'],
    ]);
  });
  test('converts: the breakpoints published for all three kinds of participation: 25 M; 30 M and 50 M', () => {
    const capped = preset('converts', { seriesA: 'capped', caps: [2, 2, 2] }).state;
    expect(turns(capped).slice(1)).toEqual([
      [30, 'Series A reaches its cap'],
      [50, 'Series A converts'],
    ]);
    close(Object.values(paid(preset('converts', { seriesA: 'full' }).state)), published('wf-f4'));
  });
  test('converts: with 2× and participation F10 as published; clean terms leave 24 million', () => {
    const { state } = preset('converts', doubleDip);
    close(Object.values(paid(state)), published('wf-f10'));
    expect(state.sale.payouts[0]!.clean).toBe(24);
  });
  test('converts: with a second round F8 as published, and F7 side by side', () => {
    const two = { shares: [0, 2, 1.5], invested: [1, 5, 9] };
    close(Object.values(paid(preset('converts', { ...two, exit: 14 }).state)), published('wf-f8a'));
    close(Object.values(paid(preset('converts', { ...two, exit: 20 }).state)), published('wf-f8b'));
    close(Object.values(paid(preset('converts', { ...two, exit: 10, seniority: 'pari' }).state)), published('wf-f7'));
  });
  test('cap: liqpref-waterfall-py as published, below and at the cap', () => {
    close(Object.values(paid(preset('cap').state)), published('wf-liq-6'));
    const high = preset('cap', { exit: 20 }).state;
    close(Object.values(paid(high)), published('wf-liq-20'));
    expect(high.sale.payouts[1]!.election).toBe('capped');
  });
  test('converts: with debt D5 as published, the debt on top of what 35 million pay', () => {
    const { state } = preset('converts', { exit: 37.46, debt: 2.46 });
    const { debt, ...others } = paid(state);
    close(Object.values(others), published('wf-d5'));
    close(Object.values(others), published('wf-f1'));
    expect(debt).toBe(2.46);
  });
  test('options: worth nothing at 30 million, something from 37.5 million on', () => {
    const { state } = preset('options');
    expect(state.sale.perShare).toBeCloseTo((30 - 4 - 13) / (57.8 + 10.2), 12);
    expect(state.sale.perShare.toFixed(2)).toBe('0.19');
    expect(paid(state)).toMatchObject({ options: 0, debt: 4 });
    expect(turns(state)).toContainEqual([37.5, 'Employees exercise']); // 4 + 8 + 0.3 · 85
    expect(preset('options', { exit: 37.5 }).readings.options).toBe(0);
    expect(preset('options', { exit: 37.51 }).readings.options).toBeCloseTo((0.01 / 95) * 10, 12);
  });
  test('every preset is named here', () => {
    expect(card.presets.map(({ id }) => id)).toEqual(['manuscript', 'participating', 'converts', 'cap', 'options']);
  });
});

test('three rounds with caps: metju90’s published table at 25, 35 and 45 million', () => {
  const company = {
    founders: 1, shares: [0.2, 0.3, 1.5], invested: [0.9, 2.1, 15], caps: [2, 2, 2],
    angel: 'capped', seriesA: 'capped', seriesB: 'capped',
  }; // prettier-ignore
  for (const exit of [25, 35, 45]) {
    const found = cases.find(({ id }) => id === `wf-metju-${exit}`)!;
    const { state } = run({ ...company, exit });
    const tolerance = (found.tolerance as { abs: number }).abs / 1e6; // the source rounds
    Object.values(paid(state)).forEach((x, i) => {
      expect(Math.abs(x - (found.expected as number[])[i]! / 1e6)).toBeLessThanOrEqual(tolerance);
    });
  }
});

const all = { angel: 'full', seriesA: 'capped', seriesB: 'full', multiple: [1, 2, 3], caps: [2, 3, 3], compare: true };
const settings: [string, Partial<AnyValues>][] = [
  ...card.presets.map((p): [string, Partial<AnyValues>] => [p.id, p.values]),
  ...(card.tour ?? []).map((stop, i): [string, Partial<AnyValues>] => [`stop ${i + 1} of the tour`, stop.values ?? {}]),
  ['everything at once', { ...all, debt: 3.3, options: 7, strike: 0.21, exit: 61.7, currency: 'USD' }],
  ['everything, shares of the exit', { ...all, debt: 3.3, options: 7, strike: 0.21, exit: 61.7, view: 'share' }],
  ['less than the debt', { ...all, debt: 50, exit: 0.01, view: 'share' }],
  ['founders and nobody else', { shares: [0, 0, 0], compare: true }],
  ['the least of everything', { exit: 0.01, founders: 0.001, shares: [0.001, 0.001, 0.001], invested: [0.001, 0.001, 0.001], target: 0.01 }], // prettier-ignore
  ['the most of everything', { exit: 1e6, founders: 1000, shares: [1000, 1000, 1000], invested: [1e5, 1e5, 1e5], multiple: [20, 20, 20], target: 1e6 }], // prettier-ignore
];

describe.each(settings)('%s', (_, change) => {
  const { state, values, readings } = run(change);
  const { sale } = state;

  test('payouts sum to the exit, exactly', () => {
    expect(sum(sale.payouts.map(({ exact }) => exact))).toEqual(rational(values.exit));
    expect(sale.payouts.reduce((total, { owned }) => total + owned, 0)).toBeCloseTo(1, 12);
  });
  test('at every exit of the picture too, and nobody’s payout falls', () => {
    const { exits, paid: lists, domain } = sale.curve;
    expect([...exits]).toEqual([...exits].sort((a, b) => a - b));
    expect([exits[0], exits.at(-1)]).toEqual(domain);
    expect(exits).toContain(values.exit);
    exits.forEach((exit, i) => {
      const total = Object.values(lists).reduce((x, list) => x + list[i]!, 0);
      expect(Math.abs(total - exit)).toBeLessThanOrEqual(1e-9 * Math.max(1, exit));
      if (i > 0) for (const list of Object.values(lists)) expect(list[i]).toBeGreaterThanOrEqual(list[i - 1]!);
    });
  });
  test('the target’s exit pays the target, within a cent, and less pays less', () => {
    const at = (exit: number) => createModel({ ...values, exit }, undefined).readings.founders!;
    expect(Math.abs(at(sale.targetExit) - values.target)).toBeLessThanOrEqual(1e-8 * Math.max(1, values.target / 1e6));
    expect(at(sale.targetExit * 0.999)).toBeLessThan(values.target);
  });
  test('the working ends in the payouts', () => {
    const lines = workingOf(values);
    for (const { holder, exact, paid: amount } of sale.payouts) {
      const line = lines.find((one) => one.holder === holder);
      if (holder === 'debt' || amount === 0) continue;
      expect(line!.result.en).toBe(plainNumber(amount, 'en'));
      expect(rational(line!.exact ?? line!.result.en.replaceAll(',', ''))).toEqual(rational(exact));
    }
  });
  test('a clause only moves money: what the founders lose the others gain', () => {
    for (const clause of priceClauses(values)) {
      expect(clause.gains.reduce((total, { amount }) => total + amount, 0)).toBeCloseTo(clause.cost, 9);
      for (const lang of LANGS) expect(clauseName(clause, values)[lang]).not.toMatch(/undefined|^$/);
    }
  });
  test('the state is plain data, and the readings name every holder', () => {
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(Object.keys(readings)).toEqual([...HOLDERS]);
  });
  test('words and tables hold no holes', () => {
    const shown = tables(state, values, trace);
    const said = sentence(state, values, trace);
    for (const lang of LANGS) expect(said[lang]).toMatch(/\d/);
    expect(JSON.stringify([said, shown, workingOf(values)])).not.toMatch(/NaN|undefined|Infinity/);
    for (const { columns, rows } of shown) for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('clauses', () => {
  test('each is struck out alone, and only those that are there', () => {
    const { values } = run(all);
    const found = variants(sheetOf(values), roundsOf(values));
    expect(found.map(({ kind, round }) => `${kind} ${round}`)).toEqual([
      'participation 0', 'multiple 1', 'participation 1', 'cap 1', 'multiple 2', 'participation 2',
      'seniority null', 'all null',
    ]); // prettier-ignore
    expect(sheetOf(values).rounds[1]).toEqual({ multiple: 2, participation: 'capped', cap: 3 });
  });
  test('F10, by hand: 1× participating leaves 20 million, 2× without participation leaves 20 million', () => {
    const { values } = preset('converts', doubleDip);
    expect(priceClauses(values).map(({ kind, cost }) => [kind, cost])).toEqual([
      ['multiple', 4], // 80 % of 30 − 5 is 20
      ['participation', 4], // 30 − 10 is 20
      ['all', 8],
    ]);
  });
  test('the cap is in the founders’ favour', () => {
    const cap = priceClauses(preset('cap', { exit: 20 }).values).find(({ kind }) => kind === 'cap')!;
    expect(cap.cost).toBeCloseTo(17 * 0.7 - 13.125, 9); // uncapped: 70 % of 20 − 3
  });
  test('who comes first moves money between investors and none of the founders’', () => {
    const order = priceClauses(run({ exit: 10 }).values).find(({ kind }) => kind === 'seniority')!;
    expect(order.cost).toBe(0);
    // Standard: B 8, A 2, angel 0. Side by side: 10 in proportion to 1 : 5 : 8.
    const gains = Object.fromEntries(order.gains.map(({ holder, amount }) => [holder, amount]));
    expect(gains.round1).toBeCloseTo(-10 / 14, 12);
    expect(gains.round2).toBeCloseTo(2 - 50 / 14, 12);
    expect(gains.round3).toBeCloseTo(8 - 80 / 14, 12);
  });
});

describe('the sentence', () => {
  const said = (id: string) => {
    const { state, values } = preset(id);
    return sentence(state, values, trace);
  };
  test('says who gets what, who holds, and what the founders want', () => {
    expect(said('manuscript')).toMatchInlineSnapshot(`
      {
        "en": "Sold for CN¥40M, the company pays its founders CN¥21.8M: 54.4% of the exit on 57.8% of the shares. Angel, Series A: converted. Series B: preference only. For the founders to get CN¥40M it must be sold for CN¥69.2M.",
        "zh": "公司卖了 ¥4,000万，创始人得 ¥2,176万：持股 57.8%，分到 54.4%。天使轮、A 轮转为普通股。B 轮只拿优先款。创始人要拿到 ¥4,000万，得卖 ¥6,920万。",
      }
    `);
  });
  test('says what the terms cost', () => {
    expect(said('participating')).toMatchInlineSnapshot(`
      {
        "en": "Sold for CN¥40M, the company pays its founders CN¥15M: 37.6% of the exit on 57.8% of the shares. Angel, Series A, Series B: preference and shares. For the founders to get CN¥40M it must be sold for CN¥83.2M. Clean terms would pay them CN¥21.8M: at this price the terms cost the founders CN¥6.73M.",
        "zh": "公司卖了 ¥4,000万，创始人得 ¥1,503万：持股 57.8%，分到 37.6%。天使轮、A 轮、B 轮优先款加分配。创始人要拿到 ¥4,000万，得卖 ¥8,320万。换成干净条款，他们得 ¥2,176万：这份条款在这个价上让创始人少拿 ¥673万。",
      }
    `);
  });
  test('says that investors have converted', () => {
    expect(said('converts')).toMatchInlineSnapshot(`
      {
        "en": "Sold for $35M, the company pays its founders $28M: 80.0% of the exit on 80.0% of the shares. Series A: converted. For the founders to get $40M it must be sold for $50M.",
        "zh": "公司卖了 US$3,500万，创始人得 US$2,800万：持股 80.0%，分到 80.0%。A 轮转为普通股。创始人要拿到 US$4,000万，得卖 US$5,000万。",
      }
    `);
  });
});

test('the arithmetic shows every number of its formula', () => {
  const x = workingOf(preset('manuscript').values).find(({ symbol }) => symbol === 'x')!;
  expect([x.formula, x.numbers.en, x.result.en, x.exact]).toMatchInlineSnapshot(`
    [
      "(R − sum(fixed) + sum(strikes)) / sum(n)",
      "(40 − 8) / (57.8 + 10.2 + 17)",
      "0.376471",
      "32/85",
    ]
  `);
  const formula = 'min(L, left · L / tier)';
  expect(substituted({ formula, inputs: { L: 5, left: 10, tier: 14 } }, 'en')).toBe('min(5, 10 · 5 / 14)');
});

test('the axis ends at a round number', () => {
  expect([53.4, 60, 0.011, 99].map(roundUp)).toEqual([60, 60, 0.012, 100]);
});

describe('what cannot be', () => {
  test('a cap below the preference is refused, in both languages', () => {
    const { state, values, readings } = run({ seriesB: 'capped', multiple: [1, 1, 3] });
    expect(state).toEqual({ step: 0, sale: null, refused: { round: 2, cap: 2, multiple: 3 } });
    expect(Object.values(readings)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(tables(state, values, trace)).toEqual([]);
    expect(sentence(state, values, trace)).toMatchInlineSnapshot(`
      {
        "en": "The Series B cap of 2× is below its preference of 3×: a total cannot be less than a part of it. Raise the cap or lower the preference.",
        "zh": "B 轮的上限 2 倍低于它的优先清算 3 倍：总额不可能比其中的优先款还少。请提高上限或降低倍数。",
      }
    `);
  });
  test('a cap that is not used refuses nothing', () => {
    expect(run({ multiple: [1, 1, 3] }).state.refused).toBeNull();
    expect(run({ seriesB: 'capped', multiple: [1, 1, 3], shares: [10, 17, 0] }).state.refused).toBeNull();
  });
  test('a bad link keeps the defaults and says so', () => {
    const { values, problems } = readSettings(card.params, '1;exit:-5;multiple:0_1_1;seriesA:all;debt:2');
    expect(values).toEqual({ ...complete(card.params), debt: 2 });
    expect(problems.map(({ key }) => key)).toEqual(['exit', 'multiple', 'seriesA']);
  });
});
