/** What a model does is traced several times, its sizes another each time: so it is seen what depends on which. */
import { show } from '@/lib/errors';
import type { Setting } from '../trace';

/** A number that is another in every take. */
export class Varying {
  readonly values: readonly number[];

  constructor(values: readonly number[]) {
    this.values = values;
  }

  toString(): string {
    return this.values.join(' | ');
  }
}

export type Size = number | Varying;
export type Merged = Exclude<Setting, object> | Varying | readonly Merged[] | { readonly [name: string]: Merged };

export const sameSizes = (a: readonly Size[], b: readonly Size[]): boolean =>
  show(a.map(String)) === show(b.map(String));

/** One value for those of all takes; numbers may vary, anything else may not. Undefined stands for a difference. */
export function merge(takes: readonly Setting[]): { readonly value: Merged } | undefined {
  const [first] = takes;
  if (takes.every((value) => Object.is(value, first))) return { value: first as Merged };
  if (takes.every((value) => typeof value === 'number')) return { value: new Varying(takes) };
  if (!takes.every((value) => typeof value === 'object')) return undefined;
  const keys = Object.keys(first as object);
  if (!takes.every((value) => Object.keys(value).join() === keys.join())) return undefined;
  const parts = keys.map((key) => merge(takes.map((value) => Reflect.get(value, key) as Setting)));
  if (parts.includes(undefined)) return undefined;
  const values = parts.map((part) => part!.value);
  return { value: Array.isArray(first) ? values : Object.fromEntries(keys.map((key, i) => [key, values[i]])) };
}
