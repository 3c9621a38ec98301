/** What page and service worker say to each other. A question goes with a port; the answer comes back through it. */
import type { Missing } from './shelf';

export type Message =
  /** Take over from the edition before. */
  | { readonly type: 'take-over' }
  /** This page is open: keep it, renew what is old. `paths` is what it loaded before the worker was there. */
  | { readonly type: 'here'; readonly paths: readonly string[] }
  | { readonly type: 'plan'; readonly groups: readonly string[] }
  | { readonly type: 'fetch'; readonly keys: readonly string[] }
  | { readonly type: 'asked'; readonly groups: readonly string[] };

/** The answer to 'plan': what is missing, and whether the reader has asked for all of it before. */
export type Plan = { readonly missing: readonly Missing[]; readonly asked: boolean };
export type Answer<T> =
  { readonly result: T } | { readonly error: { readonly name: string; readonly message: string } };

/** Asks a service worker. It may have to be started first, and is ended by the browser at times: hence the limit. */
export function ask<T>(worker: ServiceWorker, message: Message, seconds = 60): Promise<T> {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => {
      port1.close();
      reject(new DOMException(`the service worker answers in ${seconds} s`, 'TimeoutError'));
    }, seconds * 1000);
    port1.onmessage = ({ data }: MessageEvent<Answer<T>>) => {
      clearTimeout(timer);
      port1.close();
      if ('error' in data) reject(Object.assign(new Error(data.error.message), { name: data.error.name }));
      else resolve(data.result);
    };
    worker.postMessage(message, [port2]);
  });
}
