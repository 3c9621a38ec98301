/** Rounds, SAFEs, pools and grants as calls. */
import { convertNote } from '@/finance/convertibleNote';
import { requireQualified } from '@/finance/convertible';
import { capTable, fullyDiluted, ownership, POOL, type CapTable } from '@/finance/capTable';
import { convertAtCaps } from '@/finance/convertAtCaps';
import { breakpoints } from '@/finance/exitLadder';
import { pricedRound, type PricedRound, type PricedRoundTerms } from '@/finance/pricedRound';
import { rational, sum, type Rational } from '@/finance/rational';
import { simpleInterest } from '@/finance/interest';
import { issueShares } from '@/finance/shareEvents';
import { AnyOf, read, readNumber, type Inputs } from './adapter';
import { withBase } from './companies';
import { readInstruments, type Named } from './instruments';

const FUND = 'Investor';
const EMPLOYEE = 'Employee';

/** Founders, granted options and the pool that is left. */
function company(inputs: Inputs): { readonly table: CapTable; readonly founders: readonly string[] } {
  const key = ['founders', 'common', 'shares', 'existing_shares'].find((name) => inputs[name] !== undefined);
  if (!key) throw new TypeError(`company: the inputs say who holds shares; got ${Object.keys(inputs).join(', ')}`);
  const held = [inputs[key]].flat().map((shares) => readNumber(shares, key));
  const founders = held.map((_, i) => `Founder ${i + 1}`);
  const granted = read(inputs, ['granted', 'issued_options', 'options', 'allocated'], 0);
  const reserved = read(inputs, ['pool_reserved', 'reserved'], granted);
  const pool = read(inputs, ['unallocated', 'unused_pool', 'unused', 'available'], reserved - granted);
  return {
    founders,
    table: capTable([
      ...held.map((quantity, i) => ({ stakeholder: founders[i]!, quantity })),
      ...(granted > 0 ? [{ stakeholder: 'Staff', stockClass: 'Options', quantity: granted }] : []),
      ...(pool > 0 ? [{ stakeholder: POOL, quantity: pool }] : []),
    ]),
  };
}

function method(text: string): PricedRoundTerms['conversionMethod'] {
  if (/doll|invest/i.test(text)) return 'dollars-invested';
  if (/perc|pct|own/i.test(text)) return 'percentage-ownership';
  if (/pre/i.test(text)) return 'pre-money';
  throw new TypeError(`method: pre, pct or dollars; got ${text}`);
}

const TARGET = ['pool_target_unallocated', 'pool_target', 'target_pool', 'pool_post', 'target', 'pool'];

function terms(inputs: Inputs, instruments: readonly Named[]): PricedRoundTerms {
  const target = TARGET.some((key) => inputs[key] !== undefined) ? read(inputs, TARGET) : undefined;
  const increase = inputs['pool_increase'] ?? inputs['increase'];
  return {
    name: 'Series',
    preMoney: read(inputs, ['pre', 'pre_money', 'V']),
    investments: [{ stakeholder: FUND, amount: read(inputs, ['new', 'new_money', 'investment', 'raise', 'N']) }],
    poolTarget: increase === undefined ? target : undefined,
    poolIncrease: increase === undefined ? undefined : readNumber(increase, 'pool_increase'),
    poolTiming: /after|post-money pool/i.test(String(inputs['pool_timing'] ?? '')) ? 'after' : 'before',
    conversionMethod: method(String(inputs['method'] ?? 'percentage-ownership')),
    convertibles: instruments.map(({ convertible }) => convertible),
  };
}

/** A stake, in shares or as a part of the company. */
const stake = (shares: Rational, all: Rational) => new AnyOf({ part: shares.div(all), shares });

/** A round's numbers under every name that cases use for them. */
export function round(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const { table: before, founders } = company(inputs);
  const instruments = readInstruments(inputs);
  const result = pricedRound(before, terms(inputs, instruments));
  const hired = inputs['new_employee_shares'] ?? inputs['employee_shares'];
  const employee = { stakeholder: EMPLOYEE, quantity: readNumber(hired ?? 1) };
  const table = hired === undefined ? result.table : issueShares(result.table, employee);

  const all = fullyDiluted(table);
  const heldBy = (who: readonly string[]) =>
    sum(table.filter(({ stakeholder }) => who.includes(stakeholder)).map(({ quantity }) => quantity));
  const { conversions, newShares, poolIncrease } = result;
  const beforeMoney = fullyDiluted(result.table).sub(newShares).sub(poolIncrease);
  const converted = conversions.map(({ shares }) => stake(shares, all));
  const founder = new AnyOf({ all: stake(heldBy(founders), all), first: stake(heldBy(founders.slice(0, 1)), all) });
  const investor = stake(newShares, all);
  const pool = stake(heldBy([POOL]), all);
  const price = new AnyOf({
    round: result.pricePerShare,
    ...conversions.map(({ conversionPrice }) => conversionPrice),
  });
  const parts = [heldBy(founders), ...conversions.map(({ shares }) => shares)].map((shares) => stake(shares, all));
  // Before the round: at the caps where all have one, and by the conversion of the round in any case.
  const capped = instruments.every(({ convertible }) => 'cap' in convertible || 'percentage' in convertible);
  const atCaps = capped ? convertAtCaps(before, instruments.map(({ convertible }) => convertible)) : []; // prettier-ignore
  const preRound = new AnyOf({
    ...conversions.map(({ shares }) => shares.div(beforeMoney)),
    caps: new AnyOf({ ...atCaps.slice(before.length).map(({ quantity }) => quantity.div(fullyDiluted(atCaps))) }),
  });
  const anySafe = new AnyOf({ ...converted });
  const known: Record<string, unknown> = {
    ...named(instruments, converted),
    ...aliases(['price', 'pps'], price),
    ...aliases(['P'], result.pricePerShare),
    ...aliases(['T', 'total'], all),
    ...aliases(['f', 'founder', 'founders', 'common'], founder),
    ...aliases(['new', 'new_shares', 'investor', 'series'], investor),
    ...aliases(['safe', 'safes', 's', 'safe_shares', 'shares', 'post_round'], anySafe),
    pool,
    employee: stake(heldBy([EMPLOYEE]), all),
    increase: poolIncrease,
    conv: new AnyOf({ ...conversions.map(({ conversionPrice }) => conversionPrice) }),
    pre_round: preRound,
    effective_pre: result.effectivePreMoney,
    post: result.postMoney,
    ...named(instruments, converted, ['post', 'pre']),
    naive_pps: naive(before, inputs, instruments).pricePerShare,
    parts,
    partsOfAll: [...parts, investor],
    partsWithPool: [...parts, investor, pool],
  };
  // A name that the inputs do not have ('bench') can only be that of an instrument: any of them.
  const readings = new Proxy(known, { get: (target, key) => Reflect.get(target, key) ?? (typeof key === 'string' ? anySafe : undefined) }); // prettier-ignore
  return new AnyOf(readings);
}

const aliases = (names: readonly string[], value: unknown) => Object.fromEntries(names.map((name) => [name, value]));

/** Stakes by the instruments' names; of several with one name, any. */
function named(
  instruments: readonly Named[],
  stakes: readonly AnyOf[],
  only?: readonly string[],
): Record<string, AnyOf> {
  const words = new Set(instruments.flatMap(({ names }) => names));
  const wanted = [...words].filter((word) => !only || only.includes(word));
  return Object.fromEntries(
    wanted.map((word) => {
      const own = stakes.filter((_, k) => instruments[k]!.names.includes(word));
      return [word, new AnyOf({ ...own })];
    }),
  );
}

/** The round with the pool as it is. */
function naive(table: CapTable, inputs: Inputs, instruments: readonly Named[]): PricedRound {
  return pricedRound(table, { ...terms(inputs, instruments), poolTarget: undefined, poolIncrease: undefined });
}

/** A note at a known price. */
export function note(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const has = (names: readonly string[]) => names.some((name) => inputs[name] != null);
  const CAP = ['cap', 'valuation_cap'];
  const DISCOUNT = ['disc', 'discount', 'd'];
  const THRESHOLD = ['qualified', 'threshold', 'qualified_threshold', 'qualified_financing'];
  const basis = read(inputs, ['day_count', 'basis', 'D'], 365);
  const loan = {
    principal: read(inputs, ['P', 'principal', 'amount']),
    rate: read(inputs, ['r', 'rate', 'interest'], 0),
    days: read(inputs, ['days'], has(['years']) ? basis * read(inputs, ['years'], 0) : 0),
    dayCount: basis as 365,
    ...(has(['compounding', 'm']) ? { compoundingPerYear: read(inputs, ['compounding', 'm']) } : {}),
    ...(has(DISCOUNT) ? { discount: read(inputs, DISCOUNT) } : {}),
  };
  if (has(THRESHOLD)) {
    const qualifiedFinancing = read(inputs, THRESHOLD);
    const newMoney = rational(read(inputs, ['new', 'new_money', 'round_size', 'raise']));
    requireQualified({ type: 'convertible note', stakeholder: 'Lender', ...loan, qualifiedFinancing }, newMoney);
  }
  const cap = has(CAP)
    ? { cap: read(inputs, CAP), capShares: read(inputs, ['cap_shares', 'capShares', 'shares']) }
    : {};
  if (!has(['round_price', 'price'])) {
    const years = read(inputs, ['days'], 0) / basis || read(inputs, ['years'], 0);
    const interest = simpleInterest(loan.principal, loan.rate, years);
    const amount = read(inputs, ['multiple'], 1) * loan.principal + interest;
    return new AnyOf({ amount, claim: amount, interest });
  }
  const { shares, amount, conversionPrice } = convertNote({ ...loan, ...cap }, read(inputs, ['round_price', 'price']));
  return new AnyOf({ shares, amount, price: conversionPrice, conversion_price: conversionPrice });
}

/** '50% stake, pre 16, new 4': the numbers by the word before or after them, percentages as fractions. */
function phrase(text: string): { readonly percents: readonly number[]; readonly numbers: readonly number[] } {
  const all = [...text.matchAll(/(\d+\.?\d*)\s*(%?)/g)].map(
    ([, digits, percent]) => [Number(digits), percent] as const,
  );
  return {
    percents: all.filter(([, percent]) => percent).map(([n]) => n / 100),
    numbers: all.filter(([, percent]) => !percent).map(([n]) => n),
  };
}

const you = (stakeOfYou: number) =>
  capTable([
    { stakeholder: 'You', quantity: stakeOfYou },
    ...(stakeOfYou < 1 ? [{ stakeholder: 'Others', quantity: rational(1).sub(stakeOfYou) }] : []),
  ]);
const deal = (preMoney: number | Rational, amount: number | Rational, poolTarget?: number) => ({ name: 'Series', preMoney, investments: [{ stakeholder: FUND, amount }], poolTarget }); // prettier-ignore
const mine = (table: CapTable) => ownership(table).get('You')!.mul(100);

/** Questions of one line, each answered by a round: percentages in hundredths, money in the unit of the question. */
const BASICS: Readonly<Record<string, (of: ReturnType<typeof phrase>) => Rational>> = {
  ownership: ({ numbers: [pre, money] }) =>
    ownership(pricedRound(you(1), deal(pre!, money!)).table)
      .get(FUND)!
      .mul(100),
  post: ({ numbers: [pre, money] }) => rational(pre!).add(money!),
  price: ({ numbers: [pre, shares] }) => rational(pre!).div(shares!),
  pre_for: ({ numbers: [money], percents: [part] }) => rational(money!).div(part!).sub(money!),
  retain: ({ percents: [own], numbers: [pre, money] }) => mine(pricedRound(you(own!), deal(pre!, money!)).table),
  dilute: ({ percents: [own, ...cuts] }) =>
    mine(cuts.reduce((table, cut) => pricedRound(table, deal(rational(1).sub(cut), cut)).table, you(own!))),
  safe: ({ numbers: [amount, cap] }) => {
    const convertibles = [{ type: 'post-money SAFE', stakeholder: 'You', amount: amount!, cap: cap! } as const];
    const table = capTable([{ stakeholder: 'Others', quantity: 1 }]);
    // Priced so high that only the cap counts; the new money takes half.
    const after = pricedRound(table, { ...deal(1e9, 1e9), conversionMethod: 'percentage-ownership', convertibles });
    return mine(after.table).mul(2);
  },
  pool: ({ percents: [own, part, target] }) =>
    mine(pricedRound(you(own!), deal(rational(1).sub(part!), part!, target)).table),
  effective_pre: ({ numbers: [pre, money], percents: [target] }) =>
    pricedRound(you(1), deal(pre!, money!, target)).effectivePreMoney,
  check_for: ({ percents: [own, target], numbers: [pre, money] }) => {
    const { table, postMoney } = pricedRound(you(own!), deal(pre!, money!));
    return rational(target!).sub(ownership(table).get('You')!).mul(postMoney);
  },
  breakeven: ({ numbers: [pref], percents: [own] }) => {
    const table = capTable([
      { stakeholder: 'Others', quantity: rational(1).sub(own!) },
      { stakeholder: 'You', stockClass: 'A', quantity: own! },
    ]);
    return breakpoints(table, { classes: [{ stockClass: 'A', invested: pref!, seniority: 0 }] }).at(-1)!.exit;
  },
};

/** Answers in the order of the questions, and by their names. */
export function basics(inputs: Inputs): AnyOf {
  const answers = Object.entries(inputs).map(([key, text]) => {
    const answer = BASICS[key];
    if (!answer) throw new TypeError(`basics: a question is one of ${Object.keys(BASICS).join(', ')}; got ${key}`);
    return [key, answer(phrase(String(text)))] as const;
  });
  return new AnyOf({ ...Object.fromEntries(answers), all: answers.map(([, value]) => value) });
}
