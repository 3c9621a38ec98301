/**
 * embed.js: a demo of the book in any page.
 *
 *   <script async src="https://book.example/embed.js"></script>
 *   <book-demo name="cap-table" lang="en" theme="auto" state="1;pool:10" height="640"><a href="…">title</a></book-demo>
 *
 * A classic script, because a module from another origin needs CORS, which not every host of the book sends. The frame
 * stands in a shadow root, out of reach of the page's styles; what is written inside the element is for readers
 * without scripts, and names the frame.
 */
import { EMBED_ALLOW, EMBED_HEIGHT, EMBED_SANDBOX, embedAddress, embedQuery } from '../lib/addresses';

const script = document.currentScript ?? document.querySelector('script[src$="/embed.js"]');
const root = new URL('.', (script as HTMLScriptElement).src).href;

/** Bounds for a height that a frame asks for, in CSS pixels. */
const [LEAST, MOST] = [80, 4000];

class BookDemo extends HTMLElement {
  static observedAttributes = ['name', 'lang', 'state', 'theme'];
  #frame: HTMLIFrameElement | undefined;

  connectedCallback(): void {
    this.style.display ||= 'block';
    addEventListener('message', this.#resize);
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#resize);
  }

  attributeChangedCallback(attribute: string): void {
    if (!this.#frame) return;
    if (attribute !== 'theme') this.#load();
    else this.#frame.contentWindow?.postMessage({ type: 'book-embed:theme', theme: this.#get('theme') }, '*');
  }

  #load(): void {
    const id = this.#get('name');
    const lang = (this.#get('lang') || this.closest<HTMLElement>('[lang]')?.lang || '').startsWith('zh') ? 'zh' : 'en';
    const src = embedAddress({ id }, lang, root) + embedQuery(id, this.#get('state'), this.#get('theme'));
    if (this.#frame?.src === src) return;
    const frame = document.createElement('iframe');
    frame.title = this.#title;
    frame.loading = 'lazy';
    frame.allow = EMBED_ALLOW;
    frame.setAttribute('sandbox', EMBED_SANDBOX);
    // A cross-origin isolated page lets no other frame in.
    if (self.crossOriginIsolated) frame.setAttribute('credentialless', '');
    frame.style.cssText = `display:block;width:100%;border:0;height:${parseInt(this.#get('height')) || EMBED_HEIGHT}px`;
    frame.src = src;
    (this.shadowRoot ?? this.attachShadow({ mode: 'open' })).replaceChildren(frame);
    this.#frame = frame;
  }

  get #title(): string {
    return this.textContent!.trim() || this.#get('name');
  }

  #get(attribute: string): string {
    return this.getAttribute(attribute) ?? '';
  }

  #resize = ({ data, source }: MessageEvent): void => {
    if (data?.type !== 'book-embed:size' || !this.#frame || source !== this.#frame.contentWindow) return;
    this.#frame.title = this.#title; // the text inside may have been parsed after the element began
    const height = Number(data.height);
    if (height > 0) this.#frame.style.height = `${Math.min(MOST, Math.max(LEAST, height))}px`;
  };
}

// Two snippets on one page load the script twice.
if (!customElements.get('book-demo')) customElements.define('book-demo', BookDemo);
