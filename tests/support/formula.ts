/** Recomputes the steps of a derivation from what they print: an independent reading of every formula. */
import type { DerivationStep } from '@/finance/derivation';

const FUNCTIONS = {
  sum: (list: readonly number[]) => list.reduce((a, b) => a + b, 0),
  min: (...xs: (number | readonly number[])[]) => Math.min(...xs.flat()),
  max: (...xs: (number | readonly number[])[]) => Math.max(...xs.flat()),
  exp: Math.exp,
  ln: Math.log,
  sqrt: Math.sqrt,
};

/**
 * The value of a formula: + − · / ^ ( ), the functions above, numbers, and the names of `inputs`.
 *
 * @example evaluate('TV / (1 + r)^T', { TV: 121, r: 0.1, T: 2 }) // 100
 */
export function evaluate(formula: string, inputs: DerivationStep['inputs']): number {
  const names = Object.keys(inputs);
  const values: (number | readonly number[])[] = [];
  const code = formula
    .replaceAll('·', '*')
    .replaceAll('−', '-')
    .replaceAll('^', '**')
    .replace(/(?<![\w.])[\p{L}_][\p{L}\p{N}_′]*/gu, (name) => {
      if (name in FUNCTIONS && !names.includes(name)) return `f.${name}`;
      if (!names.includes(name))
        throw new Error(`evaluate: ${formula} names an input ${name}; got ${names.join(', ')}`);
      values.push(inputs[name]!);
      return `(v[${values.length - 1}])`;
    });
  return (new Function('f', 'v', `return ${code}`) as (f: object, v: object) => number)(FUNCTIONS, values);
}

/** The steps whose formula does not give their value, or whose input differs from the step it is named after. */
export function faults(steps: readonly DerivationStep[], rel = 1e-12): string[] {
  const known = new Map<string, number>();
  return steps.flatMap(({ symbol, formula, inputs, value }) => {
    const near = (a: number, b: number) => Math.abs(a - b) <= rel * Math.max(Math.abs(a), Math.abs(b));
    const stale = Object.entries(inputs).filter(
      ([name, x]) => typeof x === 'number' && known.has(name) && !near(x, known.get(name)!),
    );
    known.set(symbol, value);
    const again = evaluate(formula, inputs);
    return [
      ...stale.map(([name, x]) => `${symbol}: ${name} is ${String(x)}, not ${known.get(name)}`),
      ...(near(again, value) ? [] : [`${symbol} = ${formula} gives ${again}; got ${value}`]),
    ];
  });
}
