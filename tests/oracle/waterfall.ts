/**
 * The waterfall by brute force, in f64: every combination of elections is paid out from its definition, and one is kept if
 * nobody would be better off alone with the other choice. Slow (2ⁿ), and independent of the breakpoints of src/finance.
 */
export type OracleClass = {
  readonly shares: number;
  /** 0 for common and options. */
  readonly preference: number;
  readonly seniority: number;
  /** Total that a participating class stops at; Infinity: none; undefined: it does not participate. */
  readonly cap?: number | undefined;
  /** An option. */
  readonly strike?: number | undefined;
};

/** What each class gets when class k acts (converts, exercises) by acts[k]. */
export function payByElections(classes: readonly OracleClass[], acts: readonly boolean[], equity: number): number[] {
  const paid = classes.map(() => 0);
  let left = equity;
  const isOption = (c: OracleClass) => c.strike !== undefined;
  const claims = (k: number) => !acts[k] && !isOption(classes[k]!) && classes[k]!.preference > 0;
  for (const rank of [...new Set(classes.map((c) => c.seniority))].sort((a, b) => a - b)) {
    const tier = classes.flatMap((c, k) => (c.seniority === rank && claims(k) ? [k] : []));
    const total = tier.reduce((sum, k) => sum + classes[k]!.preference, 0);
    const part = total > 0 ? Math.min(1, left / total) : 0;
    for (const k of tier) paid[k] = classes[k]!.preference * part;
    left -= total * part;
  }
  classes.forEach((c, k) => {
    if (isOption(c) && acts[k]) left += c.shares * c.strike!;
  });
  // Shared by shares; whoever reaches a cap leaves, and the rest is shared again.
  const shares = (k: number) => {
    const c = classes[k]!;
    const common = c.preference === 0 && !isOption(c);
    return common || acts[k] || (claims(k) && c.cap !== undefined) ? c.shares : 0;
  };
  let open = classes.flatMap((_, k) => (shares(k) > 0 ? [k] : []));
  while (left > 1e-9 && open.length > 0) {
    const n = open.reduce((sum, k) => sum + classes[k]!.shares, 0);
    const room = (k: number) => (acts[k] || classes[k]!.preference === 0 ? Infinity : classes[k]!.cap! - paid[k]!);
    const perShare = Math.min(left / n, ...open.map((k) => room(k) / classes[k]!.shares));
    for (const k of open) paid[k]! += perShare * classes[k]!.shares;
    left -= perShare * n;
    open = open.filter((k) => room(k) > 1e-9 * Math.max(1, classes[k]!.preference));
  }
  return paid.map((x, k) => (isOption(classes[k]!) && acts[k] ? x - classes[k]!.shares * classes[k]!.strike! : x));
}

/** The payouts of every Nash equilibrium. */
export function equilibria(classes: readonly OracleClass[], equity: number, tolerance = 1e-6): number[][] {
  const players = classes.flatMap((c, k) =>
    c.strike !== undefined || (c.preference > 0 && c.cap !== Infinity) ? [k] : [],
  );
  const found: number[][] = [];
  for (let mask = 0; mask < 1 << players.length; mask++) {
    const acts = classes.map((_, k) => players.includes(k) && ((mask >> players.indexOf(k)) & 1) === 1);
    const paid = payByElections(classes, acts, equity);
    const stable = players.every((k) => {
      const other = payByElections(classes, acts.map((act, i) => (i === k ? !act : act)), equity); // prettier-ignore
      return other[k]! <= paid[k]! + tolerance;
    });
    if (stable) found.push(paid);
  }
  return found;
}
