/** The life of <book-offline>, whose HTML is components/site/OfflineButton.astro. */
import { LANGS, type Lang } from '../lib/text';
import { bookSize, downloadBook, DownloadError, planOf, troubleOf } from './download';
import { arrived, sizeOf, troubles, words, type Trouble } from './words';

type State = 'checking' | 'offer' | 'busy' | 'done' | 'trouble';

/** Shares of the download that are announced: enough to know that it goes on, few enough to read in between. */
const MILESTONES = [0.25, 0.5, 0.75];

class OfflineButton extends HTMLElement {
  #lang: Lang = 'zh';
  #stop: AbortController | undefined;

  connectedCallback(): void {
    this.#lang = LANGS.find((lang) => lang === this.dataset['lang']) ?? 'zh';
    this.#button.addEventListener('click', () => (this.#stop ? this.#stop.abort() : void this.#download()));
    if (import.meta.env.DEV)
      this.hidden = true; // there is no service worker in development
    else if (!navigator.serviceWorker) this.#trouble('unsupported');
    else this.#check().catch((error: Error) => this.#trouble(troubleOf(error)));
  }

  /** Offers what is missing, or says that nothing is. Asks the worker only where there is one: readers who save data. */
  async #check(): Promise<void> {
    const worker = await navigator.serviceWorker.getRegistration();
    if (!worker) return this.#offer(words.download[this.#lang], await bookSize(this.#lang));
    const { missing, asked } = await planOf(this.#lang);
    if (asked && missing.length === 0) return this.#done();
    const bytes = missing.reduce((sum, { size }) => sum + size, 0);
    this.#offer(words[asked ? 'resume' : 'download'][this.#lang], bytes);
  }

  async #download(): Promise<void> {
    this.#stop = new AbortController();
    this.#show('busy', words.stop[this.#lang]);
    this.#say(words.started[this.#lang]);
    let announced = 0;
    const onProgress = (bytes: number, total: number) => {
      const share = total ? bytes / total : 1;
      const text = arrived(share, total, this.#lang);
      this.#progress.value = share;
      this.#text.textContent = text;
      const passed = MILESTONES.filter((milestone) => milestone <= share).length;
      if (passed > announced) this.#say(text);
      announced = passed;
    };
    try {
      await downloadBook(this.#lang, onProgress, this.#stop.signal);
      this.#done();
    } catch (error) {
      if (this.#stop.signal.aborted) {
        this.#show('offer', words.resume[this.#lang], words.stopped[this.#lang]);
        this.#say(words.stopped[this.#lang]);
      } else this.#trouble(error instanceof DownloadError ? error.trouble : 'refused');
    } finally {
      this.#stop = undefined;
    }
  }

  #offer(label: string, bytes: number): void {
    const size = sizeOf(bytes, this.#lang);
    this.#show('offer', this.#lang === 'zh' ? `${label}（${size}）` : `${label} (${size})`);
  }

  #done(): void {
    const focused = document.activeElement === this.#button;
    this.#show('done', '', words.done[this.#lang]);
    this.#say(words.done[this.#lang]);
    if (focused) this.#text.focus(); // the button that had it is gone
  }

  #trouble(trouble: Trouble): void {
    const sentence = troubles[trouble][this.#lang];
    this.#show('trouble', trouble === 'unsupported' ? '' : words.again[this.#lang], sentence);
    this.#say(sentence);
  }

  #show(state: State, label: string, sentence = ''): void {
    this.dataset['state'] = state;
    this.#button.textContent = label;
    this.#button.hidden = label === '';
    this.#button.disabled = false;
    this.#progress.hidden = state !== 'busy';
    this.#text.textContent = sentence;
  }

  #say(sentence: string): void {
    this.querySelector('[role="status"]')!.textContent = sentence;
  }
  get #button() {
    return this.querySelector('button')!;
  }
  get #progress() {
    return this.querySelector('progress')!;
  }
  get #text() {
    return this.querySelector<HTMLElement>('[data-role="text"]')!;
  }
}

customElements.define('book-offline', OfflineButton);
