/// <reference lib="webworker" />
/**
 * The service worker. The shell is kept from the first visit (Workbox); pages and what they load are kept once visited
 * or downloaded (the shelf). A kept file is served as it is, and belongs to this worker's edition of the book; a newer
 * edition comes with a new worker, which waits until the reader says so.
 */
import { matchPrecache, precacheAndRoute, cleanupOutdatedCaches } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import type { Manifest } from '../site/offline/manifest';
import { answerFor } from './answer';
import type { Answer, Message, Plan } from './messages';
import { createShelf } from './shelf';

declare const self: ServiceWorkerGlobalScope;
declare const __GROUPS__: Manifest['groups'];
declare const __NEEDS__: Manifest['needs'];
declare const __DEMOS__: Manifest['demos'];

const { scope } = self.registration;
const root = new URL(scope).pathname;
const { shell, ...beyond } = __GROUPS__;
const shelf = createShelf(beyond, scope, () => caches.open(`book ${scope}`), fetch.bind(self));

// Settings of demos and themes stand in the query; the file is the same.
precacheAndRoute(
  shell.map(([url, revision]) => ({ url, revision })),
  { ignoreURLParametersMatching: [/./], cleanURLs: false, directoryIndex: '' },
);
cleanupOutdatedCaches();

const answer = answerFor({
  root,
  shelf,
  load: fetch.bind(self),
  missingPage: (lang) => matchPrecache(`${root}${lang}/offline/`),
});
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(root),
  async ({ request, url, event }) => {
    const meanwhile = (work: Promise<unknown>) => (event as FetchEvent).waitUntil(work);
    const response = await answer(request, url, meanwhile);
    if (request.mode === 'navigate' && response.ok) meanwhile(keepNeeds(url.pathname).catch(nextTime));
    return response;
  },
);

/** Keeps what a page loads later: demos further down, pictures not scrolled to. */
async function keepNeeds(pathname: string): Promise<void> {
  const needs = __NEEDS__[pathname.slice(root.length) || './'] ?? [];
  const files = needs.flatMap((need) => (need.startsWith('#') ? (__DEMOS__[need.slice(1)] ?? []) : need));
  await shelf.fetchPaths(files.map((file) => root + file));
}

/** Without a network nothing can be fetched ahead, and nobody waits for it: the next visit tries again. */
const nextTime = () => undefined;

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

let renewed: Promise<void> | undefined;
const handlers: { [M in Message as M['type']]: (message: M) => Promise<unknown> } = {
  'take-over': () => self.skipWaiting(),
  async here({ paths }) {
    await shelf.fetchPaths(paths);
    for (const path of paths) await keepNeeds(path);
    renewed ??= shelf.renew().catch((error: unknown) => {
      renewed = undefined;
      throw error;
    });
    await renewed;
  },
  async plan({ groups }): Promise<Plan> {
    const asked = new Set(await shelf.asked());
    return { missing: await shelf.missing(groups), asked: groups.every((group) => asked.has(group)) };
  },
  fetch: ({ keys }) => shelf.fetch(keys),
  asked: ({ groups }) => shelf.ask(groups),
};

self.addEventListener('message', (event) => {
  const message = event.data as Message;
  const reply = (answer: Answer<unknown>) => event.ports[0]?.postMessage(answer);
  const handled = (handlers[message.type] as (message: Message) => Promise<unknown>)(message).then(
    (result) => reply({ result }),
    (error: Error) => reply({ error: { name: error.name, message: error.message } }),
  );
  event.waitUntil(handled);
});
