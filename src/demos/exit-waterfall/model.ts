/** One company sold at every price: who gets what, where it turns, and which price gives the founders what they want. */
import { ownership } from '@/finance/capTable';
import { exitFor } from '@/finance/exitFor';
import { exitLadder, ladderBreakpoints, type Breakpoint, type ExitLadder } from '@/finance/exitLadder';
import { rational, type Rational } from '@/finance/rational';
import { payOut, type Election, type Waterfall } from '@/finance/waterfall';
import type { CreateModel, State } from '@/lib/demo';
import type { ExitParams } from './params';
import { cleanSheet, HOLDERS, roundsOf, sheetOf, tableOf, termsOf, type ExitValues, type Holder } from './terms';

/** All money and shares in millions. */
export type Payout = {
  readonly holder: Holder;
  /** Part of all shares, a fraction; 0 for debt. */
  readonly owned: number;
  readonly paid: number;
  /** The same without rounding, like '544/25'. */
  readonly exact: string;
  /** What it would get under clean terms; null when nothing is compared. */
  readonly clean: number | null;
  /** null for debt. */
  readonly election: Election | null;
};

export type Event = { readonly who: Holder; readonly what: Breakpoint['events'][number]['what'] };
export type Turning = { readonly exit: number; readonly events: readonly Event[] };

/** The payouts over the exits of the axis; straight lines between them when drawn in money. */
export type Curve = {
  readonly domain: readonly [number, number];
  readonly exits: readonly number[];
  readonly paid: Readonly<Partial<Record<Holder, readonly number[]>>>;
  /** The founders under clean terms; null when nothing is compared. */
  readonly clean: readonly number[] | null;
};

export type Sale = {
  /** The settings it was made from. */
  readonly values: ExitValues;
  readonly payouts: readonly Payout[];
  /** What a common share gets, currency units. */
  readonly perShare: number;
  readonly turnings: readonly Turning[];
  readonly curve: Curve;
  /** The smallest exit at which the founders get the target. */
  readonly targetExit: number;
};

export type ExitState = State & {
  readonly sale: Sale | null;
  /** Why there is none: the round (0, 1, 2) whose cap is below its preference. */
  readonly refused: { readonly round: number; readonly cap: number; readonly multiple: number } | null;
};

const SIZES = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
const POINTS = 72;

/** The next round number from x on. @example roundUp(53.4) // 60 */
export function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  return Number(((SIZES.find((size) => size * power >= x * (1 - 1e-9)) ?? 10) * power).toPrecision(3));
}

/** How far the axis reaches: beyond the last turn, the exit and the target's exit. */
function domainFor(values: ExitValues, turns: readonly number[], targetExit: number): readonly [number, number] {
  const high = roundUp(Math.max(1.3 * Math.max(0, ...turns), values.exit, 1.05 * targetExit));
  if (values.view === 'money') return [0, high];
  const low = Math.min(values.exit, ...turns.filter((turn) => turn > 0));
  return [10 ** Math.floor(Math.log10(Math.min(low, high / 10) * (1 + 1e-9))), high];
}

function curveOf(values: ExitValues, now: ExitLadder, clean: ExitLadder | null, targetExit: Rational): Curve {
  const turns = [now, ...(clean ? [clean] : [])].flatMap((ladder) => ladderBreakpoints(ladder).map(({ exit }) => exit));
  const domain = domainFor(
    values,
    turns.map((turn) => turn.toNumber()),
    targetExit.toNumber(),
  );
  const [low, high] = domain;
  const between =
    values.view === 'money'
      ? []
      : Array.from({ length: POINTS }, (_, i) => Number((low * (high / low) ** (i / POINTS)).toPrecision(4)));
  const all = [low, high, values.exit, ...between].map((exit) => rational(exit)).concat(turns, targetExit);
  const exits = [...new Map(all.map((exit) => [exit.toNumber(), exit]))]
    .filter(([exit]) => exit >= low && exit <= high)
    .sort(([a], [b]) => a - b);
  const sales = exits.map(([, exit]) => payOut(now, exit));
  const holders = HOLDERS.filter((holder) => paidTo(sales[0]!, holder));
  return {
    domain,
    exits: exits.map(([exit]) => exit),
    paid: Object.fromEntries(holders.map((who) => [who, sales.map((sale) => paidTo(sale, who)!.toNumber())])),
    clean: clean && exits.map(([, exit]) => paidTo(payOut(clean, exit), 'founders')!.toNumber()),
  };
}

const paidTo = ({ payouts, debts }: Waterfall, holder: Holder): Rational | undefined =>
  holder === 'debt' ? debts[0]?.paid : payouts.get(holder);

function sell(values: ExitValues): Sale {
  const table = tableOf(values);
  const present = sheetOf(values);
  const terms = termsOf(values, present);
  const now = exitLadder(table, terms);
  const clean = values.compare ? exitLadder(table, termsOf(values, cleanSheet(present))) : null;
  const sale = payOut(now, values.exit);
  const cleanly = clean && payOut(clean, values.exit);
  const owned = ownership(table);
  const targetExit = exitFor(table, terms, 'founders', values.target);
  return {
    values,
    payouts: HOLDERS.flatMap((holder) => {
      const paid = paidTo(sale, holder);
      if (!paid) return [];
      return {
        holder,
        owned: owned.get(holder)?.toNumber() ?? 0,
        paid: paid.toNumber(),
        exact: paid.toString(),
        clean: cleanly && paidTo(cleanly, holder)!.toNumber(),
        election: sale.classes.find(({ stockClass }) => stockClass === holder)?.election ?? null,
      };
    }),
    perShare: sale.perShare.toNumber(),
    turnings: ladderBreakpoints(now).map(({ exit, events }) => ({
      exit: exit.toNumber(),
      events: events as readonly Event[],
    })),
    curve: curveOf(values, now, clean, targetExit),
    targetExit: targetExit.toNumber(),
  };
}

function refusal(values: ExitValues): ExitState['refused'] {
  const { rounds } = sheetOf(values);
  const round = roundsOf(values).find(
    (i) => rounds[i]!.participation === 'capped' && rounds[i]!.cap < rounds[i]!.multiple,
  );
  return round === undefined ? null : { round, cap: rounds[round]!.cap, multiple: rounds[round]!.multiple };
}

export const createModel: CreateModel<ExitParams, ExitState> = (values) => {
  const refused = refusal(values);
  const sale = refused ? null : sell(values);
  return {
    state: { step: 0, sale, refused },
    readings: Object.fromEntries(
      HOLDERS.map((holder) => [holder, sale?.payouts.find((payout) => payout.holder === holder)?.paid ?? 0]),
    ),
    step: () => {}, // a sale has no time of its own: every change of the settings makes a new one
  };
};
