/**
 * What a demo is made of. A demo is one folder, src/demos/<id>/:
 *
 *   demo.ts      the card (imports lib only)
 *   model.ts     createModel: plain state and step(); no DOM; runs in the page, a Worker, Node and tests alike
 *   describe.ts  what the state says: one sentence, and tables of exact numbers
 *   View.svelte  draws { state, values, trace, lang } and asks for changes with set({ … })
 */
import type { AnyValues, Params, Values } from './params';
import type { Lang, Text } from './text';

/** Plain data: survives structuredClone and JSON. */
export type State = { readonly step: number };

/** Numbers read off the state after every step, by name; the frame keeps them as the trace of the run. */
export type Readings = Readonly<Record<string, number>>;

/** The run so far. `steps[i]` is the step at which every `columns[name][i]` was read; steps[0] is 0. */
export type Trace = {
  readonly steps: readonly number[];
  readonly columns: Readonly<Record<string, readonly number[]>>;
};

export interface Model<S extends State = State> {
  /** The state now. A caller may keep it: a later step() makes a new one or the model copies before changing it. */
  readonly state: S;
  readonly readings: Readings;
  /** Goes on by one step. Throws DivergedError, and keeps its last good state, when a number stops being finite. */
  step(): void;
  /** Gives back WASM memory, if it holds any. */
  free?(): void;
}

/**
 * `kernels`: the loaded WASM core (`Kernels` of src/wasm), where the card has a run or asks for `kernels`.
 * `from`: a state that this model produced before, to go on from; same values and state, same future.
 */
export type CreateModel<P extends Params = Params, S extends State = State, K = unknown> = (
  values: Values<P>,
  kernels: K,
  from?: S,
) => Model<S>;

export type Column = {
  readonly label: Text;
  readonly unit?: Text;
  /** Digits after the point; the same for the whole column. Not for text columns. */
  readonly digits?: number;
  /** Significant digits instead, for columns that span magnitudes. */
  readonly precision?: number;
};
export type Cell = number | Text;
export type Table = {
  readonly caption: Text;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

/** What describe.ts exports. */
export interface Describe<P extends Params = Params, S extends State = State> {
  /** What is seen, in one sentence: stands under the stage and is what a screen reader hears. */
  sentence(state: S, values: Values<P>, trace: Trace): Text;
  /** The whole state as tables: shown on request, exported as CSV. */
  tables(state: S, values: Values<P>, trace: Trace): readonly Table[];
}

/** Props of every View.svelte. */
export interface ViewProps<P extends Params = Params, S extends State = State> {
  readonly state: S;
  readonly values: Values<P>;
  readonly trace: Trace;
  readonly lang: Lang;
  /** Base address of the site, ends in '/'. */
  readonly base: string;
  /** Asks for other settings; values that the params do not allow are refused with a sentence. Shows `step` of the new run; the present one when absent. */
  readonly set: (change: Partial<AnyValues>, step?: number) => void;
}

export type Preset = {
  readonly id: string;
  readonly label: Text;
  /** Settings that differ from the defaults. */
  readonly values: Partial<AnyValues>;
  /** Steps to run when chosen. */
  readonly steps?: number;
  /** What the reader will see: a promise that tests/demos/<id>.test.ts keeps. */
  readonly claim: Text;
};

export type TourStep = {
  readonly text: Text;
  /** Settings for this stop: over the defaults; kept from the stop before when absent. */
  readonly values?: Partial<AnyValues>;
  /** Runs to this step first. */
  readonly steps?: number;
  /** What to look at: the `data-part` of an element in the View, or the key of a param. */
  readonly look?: string;
};

export interface Card<P extends Params = Params> {
  readonly id: string;
  readonly chapter: number;
  readonly title: Text;
  /** One sentence for the gallery, oEmbed and search. */
  readonly summary: Text;
  /** One sentence above the stage: what to watch. */
  readonly watch: Text;
  readonly params: P;
  /** The first preset is the manuscript's or the default setting. */
  readonly presets: readonly Preset[];
  /**
   * How it runs. Absent: it has no steps, and its model is computed in the page at every change.
   * Present: it trains, step by step, in a Worker.
   */
  readonly run?: {
    /** What one step is, in the singular: 轮 / epoch. */
    readonly unit: Text;
    /** Steps of a whole run: play stops here. */
    readonly steps: number;
    /** Steps a second at speed 1. */
    readonly rate: number;
    /** Steps that the first frame, made at build time, has already gone; 0 when absent. */
    readonly first?: number;
  };
  /** No run, but a model that computes with the numeric core: the Worker computes it at every change. */
  readonly kernels?: true;
  readonly tour?: readonly TourStep[];
  readonly model: () => Promise<{ createModel: CreateModel<any, any, any> }>;
  readonly describe: () => Promise<Describe<any, any>>;
  /** A Svelte component that takes ViewProps. */
  readonly view: () => Promise<{ default: unknown }>;
}

/** Keeps the exact type of the params, so that a model sees its own values. */
export const defineDemo = <const P extends Params>(card: Card<P>): Card<P> => card;
