/** The page's way to its service worker. */

export const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');

let registration: Promise<ServiceWorkerRegistration> | undefined;

/**
 * Registers the service worker, once.
 *
 * @throws {DOMException} the browser does not allow it here: a private window, plain http, a frame
 */
export function register(): Promise<ServiceWorkerRegistration> {
  if (!navigator.serviceWorker || self !== top) {
    return Promise.reject(new DOMException('a service worker is allowed here', 'SecurityError'));
  }
  registration ??= navigator.serviceWorker.register(`${base}sw.js`, { scope: base });
  return registration;
}

/** The worker that answers for the book now; waits for the first one to be installed. */
export async function activeWorker(): Promise<ServiceWorker> {
  await register();
  return (await navigator.serviceWorker.ready).active!;
}
