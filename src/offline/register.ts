/**
 * Runs on every page of a built book: keeps the page for reading offline, and tells of new editions. Not in frames
 * (an embed is a guest on another site), and not for readers who save data until they ask for a download.
 */
import type { Message } from './messages';
import { register } from './registration';

const tell = (worker: ServiceWorker, message: Message) => worker.postMessage(message);

async function start(): Promise<void> {
  const container = navigator.serviceWorker;
  let controlled = container.controller !== null;
  const registration = await register();

  // On a first visit the worker arrives after the page: it is told what it missed.
  const { active } = await container.ready;
  tell(active!, { type: 'here', paths: controlled ? [] : [location.pathname, ...loadedPaths()] });

  let asked = false;
  const show = async (why: 'updated' | 'elsewhere', accept: () => void) => {
    const { showUpdate } = await import('./update');
    showUpdate(why, accept);
  };
  const offer = (waiting: ServiceWorker) =>
    show('updated', () => {
      asked = true;
      tell(waiting, { type: 'take-over' });
    });
  const watch = (worker: ServiceWorker | null) =>
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && container.controller) void offer(worker);
    });
  if (registration.waiting && controlled) void offer(registration.waiting);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  container.addEventListener('controllerchange', () => {
    if (asked) location.reload();
    // Another tab took the new edition; a reload here would lose what the reader is doing.
    else if (controlled) void show('elsewhere', () => location.reload());
    controlled = true;
  });
  // A book may stay open for days.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(nextTime);
  });
}

/** Files of this site that the page has loaded; the search index is kept only by a download. */
const loadedPaths = () =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && !pathname.includes('/pagefind/'))
    .map(({ pathname }) => pathname);

/** Where it is refused, and without a network, the book is what it was: pages from the network. A download says why. */
const nextTime = () => undefined;

const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
if (navigator.serviceWorker && self === top && (!savesData || navigator.serviceWorker.controller)) {
  const begin = () => void start().catch(nextTime);
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}
