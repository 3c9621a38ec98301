/** Valuation methods. */
import { firstChicago } from '@/finance/firstChicago';
import { berkus, PAYNE_WEIGHTS, scorecard } from '@/finance/scorecard';
import { equityValue, survivalMultiple, survivalProbability, survivalValue } from '@/finance/survivalValue';
import { discountedExit, exitValue, vcMethod } from '@/finance/vcMethod';
import { AnyOf, has, read, readNumber, undetermined, type Adapters, type Inputs } from './adapter';

const METRIC = ['earnings', 'net_income', 'revenue', 'exit_metric', 'ebitda', 'metric'];
const MULTIPLE = ['pe', 'ps', 'pe_ratio', 'exit_multiple', 'multiple'];
const TERMINAL = ['terminal_value', 'exit_value', 'TV', 'exit'];
const YEARS = ['years', 'year', 'T', 't', 'n'];
const RETURN = ['required_return', 'target_return', 'discount_rate', 'irr', 'rate', 'r'];
const TIMES = ['roi', 'target_multiple', 'required_multiple', 'moic'];
const MONEY = ['investment', 'I', 'raise', 'amount'];

function vc(inputs: Inputs): AnyOf {
  const given = has(inputs, TERMINAL);
  const [metric, multiple] = given ? [read(inputs, TERMINAL), 1] : [read(inputs, METRIC), read(inputs, MULTIPLE)];
  const TV = exitValue(metric, multiple);
  const terminal = { terminal_value: TV, exit_value: TV, TV };
  if (!has(inputs, RETURN) && !has(inputs, TIMES)) return new AnyOf(terminal);

  // Ten times the money is a return of 900 % in one period, however long it takes.
  const years = has(inputs, RETURN) ? read(inputs, YEARS) : 1;
  const requiredReturn = has(inputs, RETURN) ? read(inputs, RETURN) : read(inputs, TIMES) - 1;
  const PV = discountedExit(TV, requiredReturn, years);
  const present = { ...terminal, present_value: PV, PV };
  if (!has(inputs, MONEY)) return new AnyOf({ ...present, post: PV, post_money: PV });

  const dilutions = inputs['dilutions'] ?? inputs['dilution'];
  const kept = has(inputs, ['retention']) ? [1 - read(inputs, ['retention'])] : undefined;
  const result = vcMethod({
    exitMetric: metric,
    exitMultiple: multiple,
    years,
    requiredReturn,
    investment: read(inputs, MONEY),
    laterDilutions: kept ?? (dilutions === undefined ? [] : [dilutions].flat().map((x) => readNumber(x, 'dilution'))),
    shares: has(inputs, ['shares', 'existing_shares']) ? read(inputs, ['shares', 'existing_shares']) : undefined,
  });
  const { postMoney, preMoney, ownership, exitOwnership, retention, issue } = result;
  return new AnyOf({
    ...present,
    // With later dilution some call the discounted exit post-money, others what the stake of today implies.
    post: new AnyOf({ postMoney, PV }),
    post_money: new AnyOf({ postMoney, PV }),
    pre: preMoney,
    pre_money: preMoney,
    ownership: new AnyOf({ ownership, exitOwnership }),
    own0: ownership,
    current_ownership: ownership,
    exit_ownership: exitOwnership,
    final_ownership: exitOwnership,
    retention,
    new_shares: issue?.newShares,
    price: issue?.pricePerShare,
    price_per_share: issue?.pricePerShare,
  });
}

/** Numbers by name, from a list or a table; percentages become fractions when they cannot be anything else. */
function named(value: unknown, name: string): [string, number][] {
  const entries = Array.isArray(value) ? value.map((x, i) => [String(i), x] as const) : Object.entries(value as Inputs);
  return entries.map(([key, x]) => [key, readNumber(x, name)]);
}
const fractions = (entries: [string, number][], percent: boolean): [string, number][] =>
  entries.map(([key, x]) => [key, percent ? x / 100 : x]);

function readFactors(inputs: Inputs): { name: string; weight: number; score: number }[] {
  if (has(inputs, ['factor', 'multiplier'])) {
    return [{ name: 'all', weight: 1, score: read(inputs, ['factor', 'multiplier']) }];
  }
  const pairs = inputs['factors'] as unknown;
  if (pairs !== undefined && pairs !== null) {
    const list = Array.isArray(pairs) ? pairs.map((x, i) => [String(i), x] as const) : Object.entries(pairs as Inputs);
    return list.map(([name, x]) => {
      const [weight, score] = Array.isArray(x) ? x.slice(-2) : [(x as Inputs)['weight'], (x as Inputs)['score']];
      return { name, weight: readNumber(weight, 'weight'), score: readNumber(score, 'score') };
    });
  }
  const raw = named(inputs['scores'] ?? inputs['ratings'] ?? inputs['comparisons'], 'score');
  const scores = fractions(
    raw,
    raw.some(([, x]) => x > 10),
  );
  const weights = named(
    inputs['weights'] ?? (raw[0]![0] === '0' ? Object.values(PAYNE_WEIGHTS) : PAYNE_WEIGHTS),
    'weight',
  );
  const byName = new Map(fractions(weights, weights.reduce((sum, [, x]) => sum + x, 0) > 2));
  return scores.map(([name, score]) => ({ name, weight: byName.get(name) ?? NaN, score }));
}

const FAILURE = ['distress_prob', 'failure_prob', 'failure_probability', 'p_fail', 'prob_distress', 'prob_failure'];
const DISTRESS = ['distress_sale', 'distress_value', 'distress_proceeds', 'liquidation_value', 'proceeds'];

function failureOf(inputs: Inputs): number {
  if (has(inputs, FAILURE)) return read(inputs, FAILURE);
  const survival = ['survival_prob', 'survival_probability', 'p_survive'];
  if (has(inputs, survival)) return 1 - read(inputs, survival);
  const yearly = ['annual_failure', 'annual_distress_prob', 'annual_prob'];
  return 1 - survivalProbability(new Array<number>(read(inputs, ['years', 'year', 'T'])).fill(read(inputs, yearly)));
}

/** What the equity is worth where the inputs have cash, debt and shares; what they lack is undetermined. */
function owners(inputs: Inputs, enterpriseValue: number): { equity: unknown; perShare: unknown } {
  const balance = has(inputs, ['cash']) || has(inputs, ['debt']);
  if (!balance) return { equity: undetermined, perShare: undetermined };
  const shares = has(inputs, ['shares']);
  const { equity, perShare } = equityValue({
    enterpriseValue,
    cash: read(inputs, ['cash'], 0),
    debt: read(inputs, ['debt'], 0),
    shares: shares ? read(inputs, ['shares']) : 1,
  });
  return { equity, perShare: shares ? perShare : undetermined };
}

function distress(inputs: Inputs): AnyOf {
  const going = read(inputs, ['going_concern', 'going_concern_value', 'dcf_value', 'value']);
  const sale = read(inputs, DISTRESS, 0);
  const firm = survivalValue(going, failureOf(inputs), sale);
  const [alive, expected] = [owners(inputs, going), owners(inputs, firm)];
  return new AnyOf({
    firm,
    value: firm,
    adjusted: firm,
    distress_sale: sale,
    equity_going_concern: alive.equity,
    per_share_gc: alive.perShare,
    equity: expected.equity,
    per_share: expected.perShare,
  });
}

function multiple(inputs: Inputs): AnyOf {
  const metricKey = Object.keys(inputs).find((key) =>
    /^(ebitda|revenue|earnings|metric|sales|net_income)_?\d*$/i.test(key),
  );
  const exit = metricKey ? exitValue(read(inputs, [metricKey]), read(inputs, ['multiple', ...MULTIPLE])) : undefined;
  const today = has(inputs, ['EV_today', 'ev_today', 'EV'])
    ? read(inputs, ['EV_today', 'ev_today', 'EV'])
    : survivalMultiple({
        metric: read(inputs, [metricKey ?? 'metric']),
        multiple: read(inputs, MULTIPLE),
        years: read(inputs, YEARS, Number(/\d+$/.exec(metricKey ?? '')?.[0] ?? NaN)),
        rate: read(inputs, RETURN),
        failureProbability: has(inputs, [...FAILURE, 'survival_prob']) ? failureOf(inputs) : 0,
        distressValue: read(inputs, DISTRESS, 0),
      });
  const { equity, perShare } = owners(inputs, today);
  return new AnyOf({
    EV5: exit,
    EV_exit: exit,
    exit_value: exit,
    EV_today: today,
    EV: today,
    equity,
    per_share: perShare,
  });
}

/** Scenarios one by one, or their numbers side by side; years where they are all the same. */
function scenarios(inputs: Inputs) {
  const list = inputs['scenarios'] as unknown;
  const each = Array.isArray(list) ? (list as Inputs[]) : list ? (Object.values(list) as Inputs[]) : undefined;
  const probabilities = ['probabilities', 'probs', 'weights'].map((name) => inputs[name] as unknown[]).find(Array.isArray) ?? []; // prettier-ignore
  const values = ['values', 'terminal_values', 'exit_values', 'exits', 'outcomes'].map((name) => inputs[name] as unknown[]).find(Array.isArray) ?? []; // prettier-ignore
  const rows = each ?? probabilities.map((p, i) => ({ p, value: values[i] }));
  return rows.map((row: Inputs, i) => ({
    name: String(row['name'] ?? i + 1),
    probability: read(row, ['p', 'probability', 'prob', 'weight']),
    cashFlows: Array.isArray(row['cash_flows']) ? (row['cash_flows'] as unknown[]).map((x) => readNumber(x)) : [],
    terminalValue: read(row, ['value', 'terminal', ...TERMINAL]),
    years: has(row, YEARS) ? read(row, YEARS) : read(inputs, YEARS),
  }));
}

/** All numbers of the inputs, whatever they are called, or the one table or list among them. */
function credits(inputs: Inputs): Record<string, number> {
  const table = Object.values(inputs).find((x) => typeof x === 'object' && x !== null) ?? inputs;
  return Object.fromEntries(named(table, 'credit'));
}

export const valuation: Adapters = {
  'first-chicago': (inputs) => {
    const { value, values } = firstChicago(scenarios(inputs), read(inputs, RETURN));
    return new AnyOf({ value, values, present_values: values });
  },
  berkus: (inputs) => {
    const value = berkus(credits(inputs));
    return new AnyOf({ value, pre_money: value });
  },
  'vc-method': vc,
  scorecard: (inputs) => {
    const median = read(inputs, ['baseline', 'median', 'average', 'pre_money', 'base']);
    const { factor, value } = scorecard(median, readFactors(inputs));
    return new AnyOf({ value, pre_money: value, factor, multiplier: factor });
  },
  'survival-adjusted-DCF': distress,
  'survival-adjusted-multiple': multiple,
};
