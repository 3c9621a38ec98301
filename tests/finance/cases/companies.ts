/**
 * What a case leaves to another: `base` names a case of the same file, or a published company that cases refer to without
 * repeating it. What the case itself says comes first.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Inputs } from './adapter';

type Named = { readonly id: string; readonly inputs: Inputs };

const read = (path: string): readonly Named[] => JSON.parse(readFileSync(path, 'utf8')) as Named[];
const own = resolve(import.meta.dirname, '../cases.json');
const cases = [...(process.env['FINANCE_CASES'] ? read(resolve(process.env['FINANCE_CASES'])) : []), ...read(own)];

/** Companies of the sources that no case spells out. */
const PUBLISHED: Readonly<Record<string, Inputs>> = {
  // YC Post-Money Safe User Guide, Appendix II, Example 1, Question 2, as in ovf docs/rounds.md.
  'safe-yc1-q2': {
    common: 9_250_000,
    granted: 650_000,
    unallocated: 100_000,
    A: 'post-money SAFE 200k @4M cap',
    B: 'post-money SAFE 800k @8M cap',
    pre: 15e6,
    new: 5e6,
    pool_increase: 1_695_000,
  },
};

/** The inputs with those of their base underneath; what stands after the base's name, as `terms`. */
export function withBase(inputs: Inputs): Inputs {
  const { base, ...rest } = inputs;
  if (typeof base !== 'string') return inputs;
  const [name = '', ...terms] = base.split(';').map((part) => part.trim());
  const found = cases.find(({ id }) => id === name)?.inputs ?? PUBLISHED[name];
  if (!found) throw new TypeError(`withBase: the base is a case or a published company; got ${JSON.stringify(name)}`);
  return { ...withBase(found), ...(terms.length > 0 ? { terms: terms.join('; ') } : {}), ...rest };
}

/** Kelvin Dynamics' fund puts in $10M of the Series F (cap-table-bench@a8d8980 spec.md §6), where a case does not say. */
export const OUR_CHECK = 10_000_000;

/** ovf docs/fixtures.md F1: 8 M common and 2 M Series A with a 1× non-participating preference of $5M. */
export const FIXTURE: Inputs = {
  common: 8e6,
  A: { name: 'A', shares: 2e6, pref: 5e6, sen: 0, part: false, cap: null },
};
