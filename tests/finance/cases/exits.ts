/** Anti-dilution, waterfalls, debt, options and loans as calls. */
import { antiDilution, type Outstanding } from '@/finance/antiDilution';
import { capTable, POOL } from '@/finance/capTable';
import type { PreferredTerms } from '@/finance/exitTerms';
import { trancheValue } from '@/finance/optionPricing';
import { rational, type Rational } from '@/finance/rational';
import { loanCost, loanSchedule, warrantShares } from '@/finance/ventureDebt';
import { waterfall, type Waterfall } from '@/finance/waterfall';
import { AnyOf, has, read, readNumber, type Inputs } from './adapter';
import { FIXTURE, withBase } from './companies';

/** The series of ovf docs/antidilution.md has 2 M shares; its cases do not repeat that. */
const SERIES_SHARES = 2_000_000;

export function adjustment(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const text = String(
    inputs['method'] ??
      inputs['type'] ??
      (inputs['A'] === undefined && inputs['outstanding'] === undefined ? 'ratchet' : 'narrow'),
  );
  const protection = /ratchet/i.test(text) ? 'full ratchet' : /broad/i.test(text) ? 'broad' : 'narrow';
  const A: unknown = inputs['A'] ?? inputs['outstanding'] ?? 1;
  // A number is the base as the case has counted it, whatever it counts.
  const outstanding = typeof A === 'object' ? (A as Outstanding) : { common: readNumber(A, 'A') };
  const issuePrice = inputs['OIP'] ?? inputs['issue_price'];
  const [result] = antiDilution(
    [
      {
        stockClass: 'A',
        protection,
        conversionPrice: read(inputs, ['CP1', 'conversion_price', 'OIP', 'issue_price']),
        ...(issuePrice === undefined ? {} : { issuePrice: readNumber(issuePrice) }),
        shares: read(inputs, ['series_shares', 'shares', 'preferred_shares'], SERIES_SHARES),
      },
    ],
    outstanding,
    newIssue(inputs),
  );
  const { conversionPrice, conversionRatio, asConverted } = result!;
  return new AnyOf({ CP2: conversionPrice, ratio: conversionRatio, shares: asConverted });
}

function newIssue(inputs: Inputs) {
  const shares = read(inputs, ['C', 'new_shares']);
  const money = ['consideration', 'new_money', 'raise'].some((key) => inputs[key] !== undefined);
  const consideration = money
    ? read(inputs, ['consideration', 'new_money', 'raise'])
    : rational(read(inputs, ['price', 'p', 'new_price'])).mul(shares);
  return { shares, consideration };
}

/** A new series below the price of an old one, and an exit with and without the protection: [shares, price] each. */
export function adjustmentAtExit(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const common = read(inputs, ['common', 'founders']);
  const series = Object.entries(inputs).filter((entry): entry is [string, [unknown, unknown]] =>
    Array.isArray(entry[1]),
  );
  const pairs = series.map(([name, pair]) => ({ name, shares: readNumber(pair[0]), price: readNumber(pair[1]) }));
  const [newest, older] = [pairs.at(-1)!, pairs.slice(0, -1)];
  const text = String(inputs['method'] ?? 'narrow');
  const protection = /ratchet/i.test(text) ? 'full ratchet' : 'narrow';
  const adjusted = antiDilution(
    older.map(({ name, shares, price }) => ({ stockClass: name, protection, conversionPrice: price, shares })),
    { common, preferred: older.reduce((total, { shares }) => total + shares, 0) },
    { shares: newest.shares, consideration: rational(newest.shares).mul(newest.price) },
  );
  const table = capTable([
    { stakeholder: 'common', quantity: common },
    ...pairs.map(({ name, shares }) => ({ stakeholder: name, stockClass: name, quantity: shares })),
  ]);
  const pay = (ratios: readonly Rational[]) =>
    waterfall(
      table,
      {
        classes: pairs.map(({ name, shares, price }, k) => ({
          stockClass: name,
          invested: rational(shares).mul(price),
          seniority: 0,
          conversionRatio: ratios[k] ?? 1,
        })),
      },
      read(inputs, ['exit']),
    ).classes.map(({ payout }) => payout);
  return new AnyOf({ protected: pay(adjusted.map(({ conversionRatio }) => conversionRatio)), unprotected: pay([]) });
}

type Class = { readonly shares: number; readonly terms: PreferredTerms };
const AMOUNT = String.raw`\$?(\d[\d,]*\.?\d*\s*[kmb]?)\b`;
const find = (text: string, pattern: string) => new RegExp(pattern, 'i').exec(text)?.[1];

/** '200k/2M 1x part cap 2x', '2M sh, 5M pref', { shares, pref, sen, part, cap }; what holds for all stands in `shared`. */
function readClass(name: string, value: unknown, shared: string): Class {
  if (typeof value !== 'string') {
    const inputs = value as Inputs;
    const invested = read(inputs, ['pref', 'preference', 'invested']);
    const cap: unknown = inputs['cap'];
    const multiple = read(inputs, ['multiple', 'mult'], 1);
    // A cap above 100 is money, below it a multiple.
    const most = cap == null ? undefined : readNumber(String(cap).replace(/x$/i, ''), 'cap');
    const limit = most === undefined ? undefined : most > 100 ? rational(most).div(invested) : rational(most); // prettier-ignore
    const participates = Boolean(inputs['part'] ?? inputs['participating']);
    const participation = !participates ? 'none' : limit === undefined ? 'full' : { cap: limit };
    const seniority = read(inputs, ['sen', 'seniority'], 0);
    return {
      shares: read(inputs, ['shares']),
      terms: { stockClass: name, invested, multiple, seniority, participation },
    };
  }
  const text = `${value}; ${shared}`;
  const [shares, invested] = [
    find(value, `${AMOUNT}\\s*/`) ?? find(value, `${AMOUNT}\\s*sh`),
    find(value, `/\\s*${AMOUNT}`) ?? find(value, `${AMOUNT}\\s*pref`),
  ];
  if (!shares || !invested) throw new TypeError(`readClass: shares and preference; got ${JSON.stringify(value)}`);
  const cap =
    find(text, String.raw`cap\s*(?:of\s*)?(\d+\.?\d*)x`) ?? find(text, String.raw`(\d+\.?\d*)x\s*(?:total\s*)?cap`);
  const plain = text.replace(/cap\s*(?:of\s*)?\d+\.?\d*x|\d+\.?\d*x\s*(?:total\s*)?cap/gi, '');
  const multiple = Number(find(plain, String.raw`(\d+\.?\d*)x`) ?? 1);
  const participates = cap !== undefined || (/\bpart/i.test(plain) && !/non-?\s?part/i.test(plain));
  const participation = !participates ? 'none' : cap === undefined ? 'full' : { cap: Number(cap) };
  return {
    shares: readNumber(shares),
    terms: {
      stockClass: name,
      invested: readNumber(invested),
      multiple,
      seniority: rank(name, value, shared),
      participation,
    },
  };
}

/** The rank of a class: 'F>E>D', 'C senior', 'senior', 'junior', 'sen 2'; otherwise all are equal. */
export function rank(name: string, value: string, shared: string): number {
  const order = shared.match(/\w+(?:\s*>\s*\w+)+/)?.[0].split(/\s*>\s*/);
  if (order?.includes(name)) return order.indexOf(name);
  const stated = find(value, String.raw`\bsen(?:iority)?\s*(\d+)`);
  if (stated) return Number(stated);
  const senior = find(shared, String.raw`\b(\w+)\s+senior`);
  if (senior) return senior === name ? 0 : 1;
  if (/senior/i.test(value)) return 0;
  return /junior/i.test(value) ? 2 : 1;
}

/** Everything that is a class of preferred stock in the inputs, by its name. */
function readClasses(inputs: Inputs): readonly Class[] {
  const shared = [inputs['structure'], inputs['terms']].filter((text) => typeof text === 'string').join('; ');
  const listed: unknown = inputs['classes'];
  if (Array.isArray(listed)) return listed.map((each: Inputs, k) => readClass(String(each['name'] ?? k), each, shared));
  if (typeof listed === 'string') {
    const [list = '', ...terms] = listed.split(';');
    return list.split(/,(?!\d{3}\b)/).map((each) => {
      const [, name, rest] = /^\s*(\w+)\s+(.*)$/.exec(each) ?? [];
      if (!name || !rest) throw new TypeError(`readClasses: a name and its numbers; got ${JSON.stringify(each)}`);
      return readClass(name, rest, [...terms, shared].join(';'));
    });
  }
  const lettered = Object.keys(inputs).filter((key) => /^([A-Z]|Seed|seed)$/.test(key));
  // Stacked, and no order said: the latest money is paid first.
  const ordered = / senior|junior|>|sen/i.test([shared, ...lettered.map((key) => String(inputs[key]))].join(' '));
  const stacked = /stack/i.test(shared) && !ordered ? `${[...lettered].reverse().join(' > ')}; ${shared}` : shared;
  return lettered.map((key) => readClass(key, inputs[key], stacked));
}

function debts(inputs: Inputs) {
  const one = Object.entries(inputs).filter(([key, value]) => /debt|claim|loan/i.test(key) && !Array.isArray(value));
  const many = Object.entries(inputs).filter(([key, value]) => /debt|claim|loan/i.test(key) && Array.isArray(value));
  const equal = inputs['pari_passu'] !== false;
  const ranks = Array.isArray(inputs['seniority']) ? (inputs['seniority'] as unknown[]) : undefined;
  /** senior_claim comes before what has no rank in its name, junior_claim after. */
  const rankOf = (name: string, i: number) => (ranks ? readNumber(ranks[i]) : /senior/i.test(name) ? 0 : /junior/i.test(name) ? 2 : equal ? 1 : i); // prettier-ignore
  return [...one.map(([key, value]) => [key, value] as const), ...many.flatMap(([key, list]) => (list as unknown[]).map((value, i) => [`${key} ${i + 1}`, value] as const))].map(([name, value], i) => {
    const parts = (typeof value === 'object' ? value : { principal: value }) as Inputs;
    return {
      name,
      principal: read(parts, ['principal', 'claim', 'amount']),
      interest: read(parts, ['interest'], 0),
      exitFee: read(parts, ['exit_fee', 'fee'], 0),
      seniority: read(parts, ['sen', 'seniority'], rankOf(name, i)),
    };
  }); // prettier-ignore
}

const UNGRANTED = ['unallocated', 'pool', 'unissued_pool', 'reserve'];

function paid(inputs: Inputs): Waterfall {
  const classes = readClasses(inputs);
  const options = inputs['options'] as Inputs | undefined;
  const table = capTable([
    { stakeholder: 'common', quantity: read(inputs, ['common', 'founders']) },
    ...classes.map(({ shares, terms: { stockClass } }) => ({ stakeholder: stockClass, stockClass, quantity: shares })),
    ...(options ? [{ stakeholder: 'options', stockClass: 'options', quantity: read(options, ['shares']) }] : []),
    ...(has(inputs, UNGRANTED) ? [{ stakeholder: POOL, quantity: read(inputs, UNGRANTED) }] : []),
  ]);
  return waterfall(
    table,
    {
      classes: [
        ...classes.map(({ terms }) => terms),
        ...(options ? [{ stockClass: 'options', strike: read(options, ['strike']) }] : []),
      ],
      debt: debts(inputs),
      costs: { fixed: read(inputs, ['costs', 'transaction_costs', 'fees'], 0) },
    },
    read(inputs, ['exit']),
  );
}

/** Payouts by class in the order of the inputs, common first. */
export function exitPayouts(given: Inputs): AnyOf {
  const { classes } = paid(withBase(given));
  return new AnyOf({
    ...Object.fromEntries(
      classes.map(({ stockClass, payout }) => [stockClass === 'Common' ? 'common' : stockClass, payout]),
    ),
    all: classes.map(({ payout }) => payout),
    allAndPool: [...classes.map(({ payout }) => payout), 0],
  });
}

/** What lenders get, and what is left for the classes; the company of the source where a case does not describe one. */
export function exitWithDebt(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const result = paid(inputs['common'] === undefined ? { ...FIXTURE, ...inputs } : inputs);
  const lenders = result.debts.map((debt) => debt.paid);
  const classes = result.classes.map(({ payout }) => payout);
  // Who asks about several claims asks about the lenders.
  const several = debts(inputs).length > 1 && inputs['common'] === undefined;
  const all = [...lenders, ...classes];
  return new AnyOf(several ? { lenders, all } : { lenders, classes, all });
}

/** What a claim on everything above a breakpoint is worth beyond its payout there, for one or several volatilities. */
export function optionValue(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const value = read(inputs, ['S', 'value', 'equity']);
  const strike = read(inputs, ['K', 'breakpoint', 'strike'], value);
  const slice = ['dw', 'w', 'weight', 'part'];
  const part = read(inputs, slice, 1);
  const years = read(inputs, ['T', 'years']);
  const rate = read(inputs, ['r', 'rate'], 0);
  const sigma = inputs['sigma'] ?? inputs['volatility'];
  // Without a part of the company it is the whole option.
  const above = has(inputs, slice) ? part * Math.max(value - strike, 0) : 0;
  const values = [sigma].flat().map((each) => trancheValue([{ from: strike, part }], { value, years, rate, volatility: readNumber(each, 'sigma') }) - above); // prettier-ignore
  return new AnyOf({ values, value: values[0] });
}

export function ventureLoan(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const principal = read(inputs, ['loan', 'principal', 'amount']);
  const warrants = has(inputs, ['coverage', 'warrant_coverage'])
    ? { warrants: warrantShares(principal, read(inputs, ['coverage', 'warrant_coverage']), read(inputs, ['exercise', 'strike', 'exercise_price'])) } // prettier-ignore
    : {};
  if (!has(inputs, ['months', 'amortisation_months', 'amortization_months'])) return new AnyOf(warrants);
  const loan = {
    principal,
    rate: read(inputs, ['rate', 'r', 'interest']),
    interestOnlyMonths: read(inputs, ['interest_only_months', 'interest_only'], 0),
    amortisationMonths: read(inputs, ['amortisation_months', 'amortization_months', 'months']),
    endOfTermFee: read(inputs, ['end_of_term_fee', 'eot_fee', 'fee'], 0),
    upFrontFee: read(inputs, ['up_front_fee', 'facility_fee', 'origination_fee'], 0),
  };
  const months = loanSchedule(loan);
  const { monthly, yearly } = loanCost(loan, read(inputs, ['warrant_value'], 0));
  const payments = months.map(({ payment }) => payment);
  return new AnyOf({
    ...warrants,
    monthly_irr: monthly,
    irr: yearly,
    xirr: yearly,
    cost: yearly,
    payment: payments.at(-2) ?? payments[0],
    last: payments.at(-1),
    payments,
  });
}
