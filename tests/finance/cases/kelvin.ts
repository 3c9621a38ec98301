/**
 * A late round with everything at once, told in a sentence: series with their prices, options, a pool, notes with caps, a
 * down round that adjusts older series, and an exit by rank. Read word by word, so that other numbers are other companies.
 */
import { capTable, fullyDiluted, POOL } from '@/finance/capTable';
import type { Note } from '@/finance/convertible';
import { pricedRound, type PricedRound, type PricedRoundTerms } from '@/finance/pricedRound';
import { rational, type Rational } from '@/finance/rational';
import { waterfall } from '@/finance/waterfall';
import { DomainError } from '@/lib/errors';
import { AnyOf, read, readNumber, type Inputs } from './adapter';
import { OUR_CHECK, withBase } from './companies';
import { rank } from './exits';

type Series = {
  readonly name: string;
  readonly shares: Rational;
  readonly ratio: Rational;
  readonly issuePrice: Rational;
};
type Story = {
  readonly common: number;
  readonly series: readonly Series[];
  readonly options: { readonly shares: number; readonly strike: number };
  readonly pool: number;
  readonly notes: readonly {
    readonly name: string;
    readonly principal: number;
    readonly cap: number;
    readonly discount: number;
  }[];
  readonly round: { readonly name: string; readonly pre: number; readonly primary: number; readonly esop: number };
  readonly base: number | undefined;
};

const N = String.raw`(\d[\d,]*\.?\d*(?:e\d+)?[kMB]?)`;

function readStory(inputs: Inputs): Story {
  const text = String(inputs['see'] ?? '');
  const one = (pattern: string) => {
    const found = new RegExp(pattern).exec(text);
    if (!found) throw new TypeError(`readStory: the text says ${pattern}; got ${JSON.stringify(text)}`);
    return found.slice(1).map((part) => part ?? '');
  };
  const every = (pattern: string) => [...text.matchAll(new RegExp(pattern, 'g'))].map((found) => found.slice(1));
  const priced = every(String.raw`\b([A-Z][a-z]*) ${N}@([\d.]+)`).map(([name, shares, price]): Series => ({
    name: name!,
    shares: rational(readNumber(shares)),
    ratio: rational(1),
    issuePrice: rational(price!),
  }));
  // A series that has been adjusted before: its ratio and its conversion price give the original price, which was in cents.
  const adjusted = every(String.raw`\b([A-Z][a-z]*) ${N}(?: x([\d.]+))? \(OCP ([\d.]+)`).map(([name, shares, x, price]): Series => {
    const ratio = rational(x ?? 1);
    const issuePrice = x ? rational(rational(price!).mul(ratio).toFixed(2)) : rational(price!);
    return { name: name!, shares: rational(readNumber(shares)), ratio, issuePrice };
  }); // prettier-ignore
  const [optionShares, strike] = one(String.raw`options ${N}@([\d.]+)`);
  const [name, pre, primary, esop] = one(String.raw`(\w+) pre ${N}, primary ${N}, ESOP ([\d.]+)%`);
  const base = /base [\w ]+=\s*([^=;]+)(?:=\s*([\d,.]+))?/.exec(text);
  return {
    common: readNumber(one(`${N} common`)[0]),
    series: [...priced, ...adjusted],
    options: { shares: readNumber(optionShares), strike: Number(strike) },
    pool: readNumber(one(`pool ${N}`)[0]),
    notes: every(String.raw`note (\w+) ${N} cap ${N} ([\d.]+)%`).map(([who, principal, cap, percent]) => ({
      name: who!,
      principal: readNumber(principal),
      cap: readNumber(cap),
      discount: Number(percent) / 100,
    })),
    round: {
      name: name!,
      pre: read(inputs, ['pre'], readNumber(pre)),
      primary: read(inputs, ['primary', 'new'], readNumber(primary)),
      esop: read(inputs, ['esop', 'ESOP'], Number(esop) / 100),
    },
    base: base ? readNumber(base[2] ?? base[1]!.trim()) : undefined,
  };
}

/** The round. The pool that the target means counts granted options too; a target that is reached already adds nothing. */
function priced(story: Story): PricedRound {
  const { common, series, pool, notes, round, base } = story;
  const table = capTable([
    { stakeholder: 'common', quantity: common },
    ...series.map(({ name, shares, ratio }) => ({ stakeholder: name, stockClass: name, quantity: shares.mul(ratio) })),
    { stakeholder: POOL, quantity: pool },
  ]);
  const outstanding = base ?? fullyDiluted(table);
  const terms: PricedRoundTerms = {
    name: round.name,
    preMoney: round.pre,
    investments: [{ stakeholder: round.name, amount: round.primary }],
    poolTarget: round.esop,
    conversionMethod: 'percentage-ownership',
    convertibles: notes.map(({ name, principal, cap, discount }): Note => ({ type: 'convertible note', stakeholder: `note${name}`, principal, rate: 0, days: 0, dayCount: 365, cap, discount })), // prettier-ignore
    protections: series.map(({ name, issuePrice, ratio }) => ({ stockClass: name, protection: 'broad', conversionPrice: issuePrice.div(ratio), outstanding })), // prettier-ignore
  };
  try {
    return pricedRound(table, terms);
  } catch (error) {
    if (!(error instanceof DomainError && error.message.includes('what is left of the pool'))) throw error;
    return pricedRound(table, { ...terms, poolTarget: undefined });
  }
}

/** '10M of the 30M primary'. */
const check = (inputs: Inputs) => readNumber(/[\d.,]+[kMB]?/.exec(String(inputs['check'] ?? ''))?.[0] ?? OUR_CHECK);

export function lateRound(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const story = readStory(inputs);
  const result = priced(story);
  const { name } = story.round;
  const bySeries = story.series.flatMap((series): [string, unknown][] => {
    const { factor } = result.protections.find(({ stockClass }) => stockClass === series.name)!;
    const compound = series.ratio.mul(factor);
    return [
      [`NCP_${series.name}`, series.issuePrice.div(compound)],
      [`r_${series.name}`, factor],
      [`r_${series.name}_compound`, compound],
    ];
  });
  return new AnyOf({
    ...Object.fromEntries(bySeries),
    ...Object.fromEntries(result.conversions.map(({ stakeholder, shares }) => [stakeholder, shares])),
    [`${name.toLowerCase()}_pps`]: result.pricePerShare,
    [`T_${name}`]: fullyDiluted(result.table),
    our_pct: rational(check(inputs)).div(result.postMoney),
  });
}

export function lateExit(given: Inputs): AnyOf {
  const inputs = withBase(given);
  const story = readStory(inputs);
  const result = priced(story);
  const { round, options } = story;
  const order = String(inputs['terms'] ?? '');
  // Without an order the last series is paid first.
  const sequence = [...story.series.map(({ name }) => name), round.name].toReversed();
  const seniority = (name: string) => (order.includes('>') ? rank(name, '', order) : sequence.indexOf(name));
  const multiple = Number(/(\d+\.?\d*)x/.exec(order)?.[1] ?? 1);
  const participation = /\bpart/i.test(order) && !/non-?part/i.test(order) ? 'full' : 'none';
  const held = result.table.filter(({ stakeholder }) => stakeholder !== POOL);
  const table = capTable([
    ...held.map((holding) => (/^note/.test(holding.stakeholder) ? { ...holding, stockClass: 'notes' } : holding)),
    { stakeholder: 'options', stockClass: 'options', quantity: options.shares },
  ]);
  const preferred = (stockClass: string, invested: Rational | number) => ({ stockClass, invested, multiple, seniority: seniority(stockClass), participation }) as const; // prettier-ignore
  const { payouts } = waterfall(
    table,
    {
      classes: [
        ...story.series.map(({ name, shares, issuePrice }) => preferred(name, shares.mul(issuePrice))),
        preferred(round.name, round.primary),
        { stockClass: 'options', strike: options.strike },
      ],
    },
    read(inputs, ['exit']),
  );
  const ours = rational(check(inputs));
  const paid = [...payouts].flatMap(([who, amount]): [string, Rational][] => [
    [who, amount],
    [who.toLowerCase(), amount],
  ]);
  return new AnyOf({
    ...Object.fromEntries(paid),
    our_pct: ours.div(result.postMoney),
    dollars: payouts.get(round.name)!.mul(ours).div(round.primary),
  });
}
