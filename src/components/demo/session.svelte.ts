/**
 * One demo on one page: its settings, its run and what went wrong. The picture is a function of settings and step;
 * both stand in the address, so that reloading, sharing and switching language all show the same thing.
 */
import type { Card, State, Trace } from '@/lib/demo';
import {
  allows,
  complete,
  isLocal,
  LINK_VERSION,
  type AnyValues,
  type Problem,
  ruleOf,
  sameValues,
} from '@/lib/params';
import { connect, type Remote } from '@/lib/rpc';
import { DomainError, show } from '@/lib/errors';
import { spawnWorker } from '@/lib/spawnWorker';
import { readLink, withEntry, writeLink } from './link';
import { extendTrace, firstRow, type Diverged, type Progress } from './runner';
import type { TrainingApi } from './worker';
import workerUrl from './worker?worker&url';

export type FirstFrame = { readonly values: AnyValues; readonly state: State; readonly trace: Trace };

/** What a demo that only counts shows follows from its settings: no page needs to bring it along. */
export async function frameOf(card: Card, values: AnyValues): Promise<FirstFrame> {
  const model = (await card.model()).createModel(values, undefined);
  return { values, state: model.state, trace: firstRow(model) };
}

export class Session {
  readonly card: Card;
  /** What the page showed before any script ran: what an address without settings means. */
  readonly #first: FirstFrame;
  values: AnyValues;
  state: State;
  trace: Trace;
  problems: readonly Problem[] = $state.raw([]);
  /** Keys of params whose controls the link leaves out. */
  hide: readonly string[] = $state.raw([]);
  diverged: Diverged | undefined = $state.raw();
  failure: string | undefined = $state.raw();
  playing = $state(false);
  speed = $state(1);

  #remote: Remote<TrainingApi> | undefined;
  #opened: AnyValues | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #wanted = 0;

  constructor(card: Card, first: FirstFrame) {
    this.card = card;
    this.#first = first;
    // Made with their first value: a value that is set later is not yet seen by all that comes to life at the same time.
    this.values = $state.raw(first.values);
    this.state = $state.raw(first.state);
    this.trace = $state.raw(first.trace);
  }

  /** Steps of a whole run; 0 when the demo has none. */
  get most(): number {
    return this.card.run?.steps ?? 0;
  }

  /** Changes settings, and shows the same step (or `step`) of the new run. */
  set(change: Partial<AnyValues>, step = this.state.step): Promise<void> {
    for (const [key, value] of Object.entries(change)) {
      const param = this.card.params[key];
      if (!param || !allows(param, value)) {
        throw new DomainError(`set: ${key} is ${param ? ruleOf(param).en : 'a param of the card'}; got ${show(value)}`);
      }
    }
    const shown = this.show({ ...this.values, ...change } as AnyValues, step);
    if (!Object.keys(change).some((key) => isLocal(this.card.params[key]!))) return shown;
    // Kept at once: a run may take seconds, and the reader may leave before its end.
    const kept = import('./ownData').then(({ keepOwn }) => keepOwn(this.card, change));
    return Promise.all([kept, shown]).then(([problems]) => {
      this.problems = [...this.problems, ...problems];
    });
  }

  /** All settings, those of a preset or a stop over the defaults; the reader's own data stay as they are. */
  over(values: Partial<AnyValues>): AnyValues {
    const own = Object.entries(this.values).filter(([key]) => isLocal(this.card.params[key]!));
    return complete(this.card.params, { ...Object.fromEntries(own), ...values });
  }

  /** Shows `step` of the run with `values`; of several calls in a row only the last is computed. */
  show(values: AnyValues, step: number): Promise<void> {
    this.playing = false;
    this.values = values;
    this.problems = [];
    const wanted = ++this.#wanted;
    return this.#do(async () => {
      if (wanted !== this.#wanted) return;
      if (!this.card.run && !this.card.kernels) {
        const { state, trace } = await frameOf(this.card, values);
        this.state = state;
        this.trace = trace;
      } else if (this.#opened && sameValues(this.#opened, values) && step < this.trace.steps.length) {
        this.#apply(await this.#worker().call('seek', step));
      } else {
        const { first, ...progress } = await this.#worker().call('open', this.card.id, values, step);
        this.#opened = values;
        this.trace = first;
        this.#apply(progress);
      }
      this.#toAddress();
    });
  }

  /** Goes on by `n` steps from the step shown, or to the end of the run. */
  advance(n: number): Promise<void> {
    return this.#do(async () => {
      const steps = Math.min(n, this.most - this.state.step);
      if (steps <= 0) return;
      await this.#ready();
      this.#apply(await this.#worker().call('advance', steps));
    });
  }

  /** Runs until paused, the end, or divergence; the speed is in steps a second, and ∞ is as fast as the machine can. */
  async play(): Promise<void> {
    if (this.playing) return;
    if (this.state.step >= this.most) await this.show(this.values, 0);
    this.playing = true;
    let owed = 0;
    let burst = 1;
    let last = performance.now();
    while (this.playing && !this.failure && this.state.step < this.most) {
      const now = performance.now();
      owed += ((now - last) / 1000) * this.card.run!.rate * this.speed;
      last = now;
      const n = Number.isFinite(this.speed) ? Math.floor(owed) : burst;
      if (n > 0) {
        owed = Number.isFinite(this.speed) ? owed - n : 0;
        await this.advance(n);
        const took = performance.now() - now;
        burst = Math.max(1, Math.round(burst * Math.min(2, 12 / Math.max(took, 1)))); // about 12 ms of work a frame
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    this.playing = false;
    this.#toAddress();
  }

  pause(): void {
    this.playing = false;
  }

  /** Takes settings and step from the page's address, as after a click on a link in the prose. */
  async fromAddress(): Promise<void> {
    const keeps = Object.values(this.card.params).some(isLocal);
    const own = keeps ? (await import('./ownData')).readOwn(this.card) : undefined;
    const text = new URLSearchParams(location.search).get(this.card.id);
    const first = { values: this.#first.values, step: this.#first.state.step, hide: [], problems: [] };
    const link = text === null ? first : readLink(this.card.params, text, this.most);
    const values = { ...link.values, ...own?.values } as AnyValues;
    const here = sameValues(values, this.values) && link.step === this.state.step;
    const shown = here ? undefined : this.show(values, link.step);
    this.hide = link.hide;
    this.problems = [...link.problems, ...(own?.problems ?? [])]; // after show, which forgets those of an earlier link
    await shown;
  }

  /** Settings and step as the query of an address. */
  get query(): string {
    return withEntry('', this.card.id, this.#entry);
  }

  get #entry(): string {
    const { values, state } = this.#first;
    if (!this.hide.length && sameValues(values, this.values) && state.step === this.state.step) return '';
    return writeLink(this.card.params, this.values, this.state.step, this.hide) || String(LINK_VERSION);
  }

  /** Starts again after a failure, at the last step that was reached. */
  restart(): Promise<void> {
    this.#remote?.terminate();
    this.#remote = undefined;
    this.#opened = undefined;
    this.failure = undefined;
    return this.show(this.values, this.state.step);
  }

  /** Leaves controls out, here and in every link from here. */
  leaveOut(keys: readonly string[]): void {
    this.hide = keys;
    this.#toAddress();
  }

  close(): void {
    this.playing = false;
    this.#remote?.terminate();
    this.#remote = undefined;
  }

  #worker(): Remote<TrainingApi> {
    this.#remote ??= connect<TrainingApi>(spawnWorker(new URL(workerUrl, location.href), 'training'));
    return this.#remote;
  }

  /** The run that the first frame showed exists only on paper until the Worker has made it. */
  async #ready(): Promise<void> {
    if (this.#opened && sameValues(this.#opened, this.values)) return;
    const { first, ...progress } = await this.#worker().call('open', this.card.id, this.values, this.state.step);
    this.#opened = this.values;
    this.trace = first;
    this.#apply(progress);
  }

  #apply(progress: Progress): void {
    this.trace = extendTrace(this.trace, progress);
    this.state = progress.state;
    this.diverged = progress.diverged;
    if (progress.diverged) this.playing = false;
  }

  /** One thing at a time, in order; a failure stops the demo, says why, and keeps what was shown. */
  #do(task: () => Promise<void>): Promise<void> {
    const run = this.#queue.then(task).catch((thrown: unknown) => {
      const error = thrown as Error;
      if (error.name === 'AbortError') return; // the reader left or restarted
      this.playing = false;
      this.failure = error.message;
    });
    this.#queue = run;
    return run;
  }

  #toAddress(): void {
    const search = withEntry(location.search, this.card.id, this.#entry);
    if (self.origin === 'null') return; // a sandboxed frame may not change its address
    if (search !== location.search)
      history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  }
}
