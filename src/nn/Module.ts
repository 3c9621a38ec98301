/**
 * What holds parameters: layers, and models made of them. Names come from the properties, dotted and with underscores as
 * PyTorch writes them: `this.outProj = new Linear(…)` gives `out_proj.weight`, a list of blocks `blocks.0.…`.
 */
import { Runtime } from './runtime';
import { Tensor } from './tensor';
import type { NamedTensors } from './tensor';

export abstract class Module {
  /** What is learnt, by name, in the order of the properties; a tensor that stands in two places is named once. */
  namedParameters(): NamedTensors {
    return namedParameters(this);
  }

  /** Parameters and whatever else lasts, such as running averages: what is saved and loaded. */
  stateDict(): NamedTensors {
    return namedTensors(this);
  }
}

/** @example snakeCase('outProj') // 'out_proj' */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** As Module's, of any object that holds tensors, or objects and lists that do. */
export const namedParameters = (holder: object): NamedTensors =>
  Object.fromEntries(Object.entries(namedTensors(holder)).filter(([, tensor]) => tensor.requiresGrad));

/** Every tensor that outlasts a scope. */
export function namedTensors(holder: object): NamedTensors {
  const found = new Map<Tensor, string>();
  const seen = new Set<object>();
  const walk = (x: unknown, name: string) => {
    if (typeof x !== 'object' || x === null || ArrayBuffer.isView(x) || x instanceof Runtime) return;
    if (x instanceof Tensor) {
      if (x.scope === 0 && !found.has(x)) found.set(x, name);
      return;
    }
    if (seen.has(x)) return;
    seen.add(x);
    for (const [key, value] of Object.entries(x)) walk(value, name ? `${name}.${snakeCase(key)}` : snakeCase(key));
  };
  walk(holder, '');
  return Object.fromEntries([...found].map(([tensor, name]) => [name, tensor]));
}
