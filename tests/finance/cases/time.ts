/** Time value, cash flows, depreciation, interest. */
import { daysBetween, yearFraction, type DayCount } from '@/finance/dayCount';
import { db, ddb, sln, syd } from '@/finance/depreciation';
import { fvSchedule, pduration, rri } from '@/finance/growthRate';
import { compoundInterest, effectiveRate, nominalRate, simpleInterest } from '@/finance/interest';
import { irr, irrAt, mirr, xirr, type InternalRates } from '@/finance/internalRate';
import { cumipmt, cumprinc, ipmt, ppmt } from '@/finance/loanPayment';
import { npv, npvExcel, xnpv, type DatedFlow } from '@/finance/netPresentValue';
import { fv, nper, pmt, pv, rate, type When } from '@/finance/timeValue';
import { NoSolutionError } from '@/lib/errors';
import { AnyOf, has, read, readDate, readList, readNumber, type Adapters, type Inputs } from './adapter';

const RATE = ['rate', 'r', 'i'];
const NPER = ['nper', 'n', 'periods'];
const FLOWS = ['cashflows', 'cash_flows', 'values', 'flows', 'amounts', 'series'];

const when = (inputs: Inputs): When => {
  const text = String(inputs['when'] ?? inputs['type'] ?? (/begin|due/i.test(String(inputs['fn'])) ? 1 : 0));
  return /^(1|begin.*|start|due|advance)$/i.test(text) ? 'begin' : 'end';
};

const nearest = ({ rates }: InternalRates, guess: number): number =>
  [...rates].sort((a, b) => Math.abs(a - guess) - Math.abs(b - guess))[0]!;

/** Excel and NumPy functions by name; each reads what it needs. */
const TVM: Readonly<Record<string, (inputs: Inputs) => number>> = {
  fv: (x) => fv(read(x, RATE), read(x, NPER), read(x, ['pmt'], 0), read(x, ['pv'], 0), when(x)),
  pv: (x) => pv(read(x, RATE), read(x, NPER), read(x, ['pmt'], 0), read(x, ['fv'], 0), when(x)),
  pmt: (x) => pmt(read(x, RATE), read(x, NPER), read(x, ['pv'], 0), read(x, ['fv'], 0), when(x)),
  nper: (x) => nper(read(x, RATE), read(x, ['pmt'], 0), read(x, ['pv'], 0), read(x, ['fv'], 0), when(x)),
  rate: (x) => rate(read(x, NPER), read(x, ['pmt'], 0), read(x, ['pv'], 0), read(x, ['fv'], 0), when(x)),
  ipmt: (x) => part(ipmt, x),
  ppmt: (x) => part(ppmt, x),
  cumipmt: (x) => cumulated(cumipmt, x),
  cumprinc: (x) => cumulated(cumprinc, x),
  pduration: (x) => pduration(read(x, RATE), read(x, ['pv']), read(x, ['fv'])),
  cagr: (x) => rri(read(x, [...NPER, 'years']), read(x, ['pv', 'start']), read(x, ['fv', 'end'])),
  rri: (x) => rri(read(x, NPER), read(x, ['pv']), read(x, ['fv'])),
  fvschedule: (x) => fvSchedule(read(x, ['principal', 'pv']), readList(x, ['rates', 'schedule'])),
  effect: (x) => effectiveRate(read(x, ['nominal', 'nominal_rate', ...RATE]), read(x, ['npery', 'm', ...NPER])),
  nominal: (x) =>
    nominalRate(read(x, ['effect', 'effect_rate', 'effective', ...RATE]), read(x, ['npery', 'm', ...NPER])),
};

const PER = ['per', 'period'];
const FIRST = ['start', 'start_period', 'first'];
const LAST = ['end', 'end_period', 'last'];

function part(of: typeof ipmt, x: Inputs): number {
  return of(read(x, RATE), read(x, PER), read(x, NPER), read(x, ['pv']), read(x, ['fv'], 0), when(x));
}
function cumulated(of: typeof cumipmt, x: Inputs): number {
  return of(read(x, RATE), read(x, NPER), read(x, ['pv']), read(x, FIRST), read(x, LAST), when(x));
}

const depth = (x: unknown): number => (Array.isArray(x) ? 1 + depth(x[0]) : 0);

/** One call for each element, where some inputs are lists; of tables and rows, one call for each row, as NumPy broadcasts. `lists` are lists by their nature. */
function spread(inputs: Inputs, lists: readonly string[], call: (inputs: Inputs) => unknown): unknown {
  const listed = Object.entries(inputs).filter(([name, x]) => Array.isArray(x) && !lists.includes(name));
  if (listed.length === 0) return call(inputs);
  const deepest = Math.max(...listed.map(([, x]) => depth(x)));
  const wide = listed.filter(([, x]) => depth(x) === deepest);
  return (wide[0]![1] as unknown[]).map((_, i) =>
    spread({ ...inputs, ...Object.fromEntries(wide.map(([name, x]) => [name, x[i]])) }, lists, call),
  );
}

function tvm(inputs: Inputs): unknown {
  const [, name = '', from, to] = /^\W*([a-z]+)(?:.*sum\D*(\d+)\D+(\d+))?/i.exec(String(inputs['fn'])) ?? [];
  const call = TVM[name.toLowerCase()];
  // Some files put all of Excel's functions under one topic.
  const wider = /^(sln|syd|ddb|db)$/i.test(name) ? depreciation : time[name.toLowerCase()];
  if (!call && wider && wider !== tvm) return wider(inputs);
  if (!call)
    throw new TypeError(`tvm: fn is one of ${Object.keys(TVM).join(', ')}; got ${JSON.stringify(inputs['fn'])}`);
  if (from === undefined) return spread(inputs, ['rates', 'schedule'], call);
  let sum = 0;
  for (let per = Number(from); per <= Number(to); per++) sum += call({ ...inputs, per });
  return sum;
}

/** Blank cells of a range are no cash flows. */
const cashFlows = (inputs: Inputs): number[] => {
  const name = FLOWS.find((key) => Array.isArray(inputs[key]));
  const flat = name ? (inputs[name] as unknown[]).flat().filter((x) => x !== null && x !== '') : undefined;
  return readList(flat ? { ...inputs, [name!]: flat } : inputs, FLOWS);
};

/** [[date, amount], …], [{ date, amount }, …], or dates and values side by side. */
function datedFlows(inputs: Inputs): DatedFlow[] {
  if (Array.isArray(inputs['dates'])) {
    const amounts = cashFlows(inputs);
    return (inputs['dates'] as unknown[]).map((date, j) => ({ date: readDate(date), amount: amounts[j]! }));
  }
  const flows = (inputs['flows'] ?? inputs['cashflows'] ?? inputs['transactions']) as unknown[];
  return flows.map((flow) => {
    const { date, when: day, amount, value } = flow as Inputs;
    const [on, sum] = Array.isArray(flow) ? flow : [date ?? day, amount ?? value];
    return { date: readDate(on), amount: readNumber(sum, 'amount') };
  });
}

export function readDayCount(text: unknown): DayCount {
  const name = String(text ?? 'ACT/365')
    .toUpperCase()
    .replace('ACTUAL', 'ACT');
  if (/30[EU]?\/360/.test(name)) return '30/360';
  if (/365\.25/.test(name)) return 'ACT/365.25';
  if (/ACT\/ACT|ISDA/.test(name)) return 'ACT/ACT';
  return /360/.test(name) ? 'ACT/360' : 'ACT/365';
}

/** Years, from what the inputs say: years, days, or two dates. */
export function readYears(inputs: Inputs, dayCount: DayCount): number {
  const [from, to] = [
    ['start', 'start_date', 'from', 'issue', 'issue_date'],
    ['end', 'end_date', 'to', 'as_of', 'maturity'],
  ].map((names) => names.map((name) => inputs[name] as unknown).find((x) => x !== undefined));
  const dates: unknown = inputs['dates'];
  if (Array.isArray(dates) && dates.length === 2) return readYears({ start: dates[0], end: dates[1] }, dayCount);
  if (from !== undefined && to !== undefined) return yearFraction(readDate(from), readDate(to), dayCount);
  if (has(inputs, ['years', 't', 'T'])) return read(inputs, ['years', 't', 'T']);
  const days = read(inputs, ['days']);
  if (dayCount === 'ACT/ACT') throw new TypeError('readYears: ACT/ACT needs the dates; got days');
  const base = { 'ACT/365': 365, 'ACT/360': 360, 'ACT/365.25': 365.25, '30/360': 360 }[dayCount];
  return days / base;
}

function internal(inputs: Inputs): number {
  const guess = read(inputs, ['guess'], 0);
  if (has(inputs, FLOWS)) return nearest(irr(cashFlows(inputs)), guess);
  const years = readYears(inputs, readDayCount(inputs['daycount'] ?? inputs['day_count']));
  const [paid, received] = [
    read(inputs, ['C', 'contribution', 'paid', 'pv']),
    read(inputs, ['D', 'distribution', 'received', 'fv']),
  ];
  return nearest(irrAt([-Math.abs(paid), received], [0, years]), guess);
}

function multiplicity(inputs: Inputs): AnyOf {
  let rates: readonly number[] = [];
  try {
    rates = has(inputs, ['dates']) ? xirr(datedFlows(inputs)).rates : irr(cashFlows(inputs)).rates;
  } catch (error) {
    if (!(error instanceof NoSolutionError)) throw error;
  }
  const status = ['none', 'unique'][rates.length] ?? 'multiple';
  const unique = rates.length === 1 ? { irr: rates[0], rate: rates[0], IRR: rates[0] } : { irr: null, IRR: null };
  return new AnyOf({
    ...unique,
    roots: rates,
    rates,
    irrs: rates,
    count: rates.length,
    unique: rates.length === 1,
    status,
  });
}

const FREQUENCY: readonly (readonly [RegExp, number])[] = [
  [/semi|half/i, 2],
  [/quarter/i, 4],
  [/month/i, 12],
  [/annual|year/i, 1],
];

function interest(inputs: Inputs): AnyOf {
  const accrual = String(inputs['accrual'] ?? inputs['method'] ?? inputs['daycount'] ?? '');
  const years = readYears(inputs, readDayCount(inputs['daycount'] ?? inputs['day_count'] ?? accrual));
  const [principal, yearly] = [read(inputs, ['P', 'principal', 'P0', 'pv']), read(inputs, RATE)];
  const compounds = has(inputs, ['m', 'periods_per_year', 'frequency']) || /compound|pik/i.test(accrual);
  const often = FREQUENCY.find(([name]) => name.test(accrual))?.[1] ?? 1;
  const earned = compounds
    ? compoundInterest(principal, yearly, read(inputs, ['m', 'periods_per_year', 'frequency'], often), years)
    : simpleInterest(principal, yearly, years);
  // A fee on repayment: a fraction of the principal, or an amount.
  const fee = read(inputs, ['exit_fee', 'fee'], 0);
  const amount = principal + earned + (fee < 1 ? principal * fee : fee);
  return new AnyOf({ interest: earned, amount, claim: amount, total: amount, balance: amount });
}

/** One series and one pair of rates, or tables of either: a row for each series, a column for each pair. */
function modified(inputs: Inputs): unknown {
  const name = FLOWS.find((key) => Array.isArray(inputs[key]))!;
  const values = inputs[name] as unknown[];
  if (Array.isArray(values[0])) return values.map((row) => modified({ ...inputs, [name]: row }));
  return spread(inputs, FLOWS, (x) =>
    mirr(
      cashFlows(x),
      read(x, ['finance', 'finance_rate', 'financeRate', 'rate']),
      read(x, ['reinvest', 'reinvest_rate', 'reinvestRate']),
    ),
  );
}

function depreciation(inputs: Inputs): unknown {
  return spread(inputs, [], (x) => {
    const [cost, salvage, life] = [read(x, ['cost']), read(x, ['salvage']), read(x, ['life'])];
    const period = () => read(x, PER);
    switch (String(x['fn']).trim().toLowerCase()) {
      case 'sln':
        return sln(cost, salvage, life);
      case 'syd':
        return syd(cost, salvage, life, period());
      case 'ddb':
        return ddb(cost, salvage, life, period(), read(x, ['factor'], 2));
      case 'db':
        return db(cost, salvage, life, period(), read(x, ['month'], 12));
      default:
        throw new TypeError(`depreciation: fn is one of sln, syd, ddb, db; got ${JSON.stringify(x['fn'])}`);
    }
  });
}

export const time: Adapters = {
  tvm,
  npv: (inputs) =>
    spread(inputs, FLOWS, (x) =>
      (x['fn'] === 'NPV' || /excel|t\s*=\s*1|end of/i.test(String(x['convention'])) ? npvExcel : npv)(
        read(x, RATE),
        cashFlows(x),
      ),
    ),
  irr: internal,
  'irr-multiplicity': multiplicity,
  mirr: modified,
  xirr: (inputs) => nearest(xirr(datedFlows(inputs), readDayCount(inputs['daycount'])), read(inputs, ['guess'], 0.1)),
  xnpv: (inputs) => xnpv(read(inputs, RATE), datedFlows(inputs), readDayCount(inputs['daycount'])),
  depreciation,
  interest,
  'day-count': (inputs) => {
    const [from, to] = [readDate(inputs['start']), readDate(inputs['end'])];
    const years = yearFraction(from, to, readDayCount(inputs['daycount']));
    return new AnyOf({ years, days: daysBetween(from, to) });
  },
};
