/** A number in the prose that is arithmetic, and where its inputs come from. */
export type Entry = { readonly compute: () => number; readonly source: string };
export type Entries = Readonly<Record<string, Entry>>;

/** @param source a reference id of content/references, or words that say what is assumed */
export const entry = (source: string, compute: () => number): Entry => ({ compute, source });

export const MEGA = 1e6;
export const GIGA = 1e9;
/** Bytes per parameter in 16-bit floating point. */
export const FP16 = 2;

/** Parameters of a fully connected network: weights and biases of every layer after the input. */
export const dense = (...sizes: number[]) => sizes.slice(1).reduce((sum, out, i) => sum + sizes[i]! * out + out, 0);

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
