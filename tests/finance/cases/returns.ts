/** Fund metrics. */
import { yearFraction } from '@/finance/dayCount';
import { directAlpha, fundIrr, fundMultiples, ksPme, moic, type Fund } from '@/finance/fundMetrics';
import { irr, type InternalRates } from '@/finance/internalRate';
import { NoSolutionError } from '@/lib/errors';
import { AnyOf, has, read, readDate, readList, readNumber, type Adapters, type Inputs } from './adapter';

const CALLS = ['C', 'contributions', 'calls', 'paid_in'];
const DISTS = ['D', 'distributions', 'dists', 'distributed'];
const NAV = /^(?:nav|residual|remaining)_?(\d*)$/i;

const isTable = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** Amounts by the time they are named after, wherever the inputs have them: call0, C: { 2001: 100 }, calls: [['2021-01-01', 100]], or [100, 0] at 0 and 1. */
function byTime(inputs: Inputs, names: readonly string[], numbered: RegExp): Map<string, number> {
  const found = new Map<string, number>();
  for (const [key, value] of Object.entries(inputs)) {
    const at = numbered.exec(key)?.[1];
    if (at) found.set(at, readNumber(value, key));
    if (!names.includes(key)) continue;
    if (isTable(value)) Object.entries(value).forEach(([time, x]) => found.set(time, readNumber(x, key)));
    else if (Array.isArray(value)) {
      value.forEach((x, j) => {
        const [time, amount] = Array.isArray(x) ? x : [j, x];
        found.set(String(time), readNumber(amount, key) + (found.get(String(time)) ?? 0));
      });
    } else found.set('0', readNumber(value, key));
  }
  return found;
}

/** '3' is three years from the start, '2005' the end of that year, anything else a date. */
const dateOf = (time: string): string | number =>
  /^\d{1,3}$/.test(time) ? Number(time) : /^\d{4}$/.test(time) ? `${time}-12-31` : readDate(time);

function readFund(inputs: Inputs): { fund: Fund; index?: readonly number[] } {
  const calls = byTime(inputs, CALLS, /^(?:call|contribution|c)_?(\d+)$/i);
  const dists = byTime(inputs, DISTS, /^(?:dist|distribution|d)_?(\d+)$/i);
  const levels = byTime(inputs, ['index'], /^(?:index|i)_?(\d+)$/i);
  const navKey = Object.keys(inputs).find((key) => NAV.test(key));
  const navAt = (inputs['as_of'] ?? inputs['nav_date'] ?? (navKey && NAV.exec(navKey)![1])) as string | undefined;

  const when = (time: string) => {
    const date = dateOf(time);
    return typeof date === 'number' ? date : yearFraction(start, date, 'ACT/365');
  };
  const names = [...new Set([...calls.keys(), ...dists.keys(), ...(navAt ? [navAt] : [])])];
  const dates = names.map(dateOf).filter((date) => typeof date === 'string');
  const start = dates.sort()[0] ?? '2001-12-31';
  names.sort((a, b) => when(a) - when(b));
  const fund = {
    times: names.map(when),
    contributions: names.map((time) => calls.get(time) ?? 0),
    distributions: names.map((time) => dists.get(time) ?? 0),
    nav: navKey ? readNumber(inputs[navKey], navKey) : 0,
  };
  return levels.size > 0 ? { fund, index: names.map((time) => levels.get(time) ?? NaN) } : { fund };
}

/** The rate nearest 0, or nothing where there is none. */
function rateOf(call: () => InternalRates): number | undefined {
  try {
    return [...call().rates].sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  } catch (error) {
    if (error instanceof NoSolutionError) return undefined;
    throw error;
  }
}

/** Each key in the spellings in use. */
const spelled = (readings: Readonly<Record<string, unknown>>) =>
  new AnyOf({
    ...readings,
    ...Object.fromEntries(Object.entries(readings).map(([key, x]) => [key.toLowerCase(), x])),
  });

function fundMetrics(inputs: Inputs): AnyOf {
  if (has(inputs, ['invested', 'cost'])) {
    const [realised, held] = [
      read(inputs, ['realised', 'realized', 'proceeds'], 0),
      read(inputs, ['held', 'unrealised', 'unrealized', 'nav'], 0),
    ];
    return spelled({ MOIC: moic(read(inputs, ['invested', 'cost']), realised, held) });
  }
  if (has(inputs, ['series', 'fund'])) {
    const of = (name: string) => (has(inputs, [name]) ? rateOf(() => irr(readList(inputs, [name]))) : undefined);
    const [series, fund] = [of('series'), of('fund')];
    const spread = series !== undefined && fund !== undefined ? fund - series : undefined;
    return spelled({ mPME_irr: series, series_irr: series, fund_irr: fund, IRR: fund, spread });
  }
  const flows = ['cashflows', 'cash_flows', 'flows'].map((name) => inputs[name] as unknown[]).find(Array.isArray);
  const parted = flows?.map((x) => readNumber(x)).map((x) => [Math.max(-x, 0), Math.max(x, 0)] as const);
  const both = parted && { C: parted.map(([paid]) => paid), D: parted.map(([, received]) => received) };
  const { fund, index } = readFund(both ? { ...inputs, ...both } : inputs);
  const { dpi, rvpi, tvpi } = fundMultiples(fund);
  const rate = rateOf(() => fundIrr(fund));
  const multiples = { DPI: dpi, RVPI: rvpi, TVPI: tvpi, MOIC: tvpi, IRR: rate, fund_irr: rate };
  if (!index) return spelled(multiples);
  const measured = { ...fund, index };
  return spelled({ ...multiples, KS_PME: ksPme(measured), direct_alpha: rateOf(() => directAlpha(measured)) });
}

export const returns: Adapters = { 'fund-metrics': fundMetrics };
