/** What an op says while somebody listens: its name, what it was given, what it gave, and its settings. */
import type { Indices } from './Indices';
import type { Tensor, Values } from './tensor';

/** A tensor, whole numbers from memory or from a list, or nothing in the place of an input that was left out. */
export type Source = Tensor | Indices | Values | undefined;

export type Setting = number | boolean | string | undefined | readonly Setting[] | { readonly [name: string]: Setting };
export type Settings = Readonly<Record<string, Setting>>;

/** `runtime.traced`: every op calls it once its result has a place, and before anything that outlasts the scope changes. */
export type Tracer = (op: string, inputs: readonly Source[], outputs: readonly Source[], settings?: Settings) => void;
