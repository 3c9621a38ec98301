/** Downloads the book: asks the service worker for one handful of files after the other, so that either may pause. */
import type { Lang } from '../lib/text';
import { ask, type Plan } from './messages';
import { activeWorker, base } from './registration';
import type { Trouble } from './words';

/**
 * What "the book" is for a reader of `lang`.
 *
 * @example bookGroups('zh') // ['zh', 'search', 'demos', 'compare']
 */
export const bookGroups = (lang: Lang): string[] => [lang, 'search', 'demos', 'compare'];

/** A download that cannot go on, and why. */
export class DownloadError extends Error {
  override name = 'DownloadError';
  readonly trouble: Trouble;
  constructor(trouble: Trouble, cause: unknown) {
    super(`downloadBook: the book can be kept; got ${trouble}`, { cause });
    this.trouble = trouble;
  }
}

/** Bytes over the wire of a whole download, also where no service worker runs yet. */
export async function bookSize(lang: Lang, load: typeof fetch = fetch): Promise<number> {
  const response = await load(`${base}offline.json`);
  if (!response.ok) throw new Error(`bookSize: the site has offline.json; got status ${response.status}`);
  const sizes = (await response.json()) as Record<string, number>;
  return ['shell', ...bookGroups(lang)].reduce((sum, group) => sum + (sizes[group] ?? 0), 0);
}

/** What of the book is missing here, and whether the reader asked for it before. */
export async function planOf(lang: Lang): Promise<Plan> {
  return ask<Plan>(await activeWorker(), { type: 'plan', groups: bookGroups(lang) });
}

const HANDFUL = 8;

/**
 * Downloads what is missing; resolves when all of it is here.
 *
 * @param onProgress  told the bytes that have arrived in this download, and their total
 * @param signal      stops it; what has arrived is kept
 * @throws {DownloadError} why it cannot go on
 */
export async function downloadBook(
  lang: Lang,
  onProgress: (arrived: number, total: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const groups = bookGroups(lang);
    const worker = await activeWorker();
    const { missing } = await ask<Plan>(worker, { type: 'plan', groups });
    const total = missing.reduce((sum, { size }) => sum + size, 0);
    await ensureSpace(total);
    let arrived = 0;
    onProgress(arrived, total);
    for (let i = 0; i < missing.length; i += HANDFUL) {
      signal?.throwIfAborted();
      const handful = missing.slice(i, i + HANDFUL);
      await ask(worker, { type: 'fetch', keys: handful.map(({ key }) => key) });
      arrived += handful.reduce((sum, { size }) => sum + size, 0);
      onProgress(arrived, total);
    }
    await ask(worker, { type: 'asked', groups });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw error instanceof DownloadError ? error : new DownloadError(troubleOf(error as Error), error);
  }
}

/** Text unpacks to about four times its weight over the wire. */
const UNPACKED = 4;

async function ensureSpace(bytes: number): Promise<void> {
  if (!navigator.storage) return;
  const { quota, usage = 0 } = await navigator.storage.estimate();
  if (quota !== undefined && quota - usage < bytes * UNPACKED)
    throw new DownloadError('no-space', { quota, usage, bytes });
  // Asks the browser not to clear the book away when space gets short. It may ask the reader, or refuse; nobody waits.
  if (bytes > 0) void navigator.storage.persist?.().catch(() => false);
}

/** @example troubleOf(new DOMException('', 'QuotaExceededError')) // 'no-space' */
export function troubleOf({ name }: { readonly name: string }): Trouble {
  if (name === 'QuotaExceededError') return 'no-space';
  if (name === 'SecurityError') return 'unsupported';
  if (name === 'MissingFileError') return 'changed';
  if (name === 'TypeError' || name === 'NetworkError' || name === 'TimeoutError') return 'no-network';
  return 'refused';
}
