/**
 * Starts a module Worker from the address of its script, also where `new Worker(address)` is refused.
 *
 * A frame in `sandbox="allow-scripts"` (a demo embedded by a careful host, WordPress for one) has an opaque origin: no
 * script is of its own origin, so no Worker may be started from one. A `data:` module that imports the script may; the
 * browser then fetches the script with CORS, which needs `Access-Control-Allow-Origin: *` on it, and the page's CSP
 * needs `worker-src data:`. (A `blob:` would not do: Chromium refuses blob module workers in an opaque origin.)
 *
 * @param url   the script, as `import url from './x.worker.ts?worker&url'` gives it; relative to the page
 * @param name  shown in developer tools
 */
export function spawnWorker(url: URL | string, name: string): Worker {
  return new Worker(workerAddress(url, location.href, self.origin), { type: 'module', name });
}

/**
 * The address to start a Worker from, for a page at `page` with origin `origin` ('null' when opaque).
 *
 * @example workerAddress('/_astro/train.js', 'https://book.example/zh/', 'https://book.example') // 'https://book.example/_astro/train.js'
 * @example workerAddress('/w.js', 'https://book.example/zh/', 'null') // 'data:text/javascript,import%20%22https%3A%2F%2Fbook.example%2Fw.js%22%3B'
 */
export function workerAddress(url: URL | string, page: string, origin: string): string {
  const script = new URL(url, page);
  return script.origin === origin
    ? script.href
    : `data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(script.href)};`)}`;
}
