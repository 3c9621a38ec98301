/** How the service worker answers a request for a file of the site that is not part of the shell. */
import type { Lang } from '../lib/text';
import type { Shelf } from './shelf';

type Parts = {
  /** Path of the site's root, ends in '/'. */
  readonly root: string;
  readonly shelf: Pick<Shelf, 'has' | 'match' | 'matchOlder' | 'keep'>;
  readonly load: typeof fetch;
  /** The page that says, in a language, that something is not here. */
  readonly missingPage: (lang: Lang) => Promise<Response | undefined>;
};

/**
 * Kept files first: they are of this worker's edition, like everything else the reader sees. What is not kept comes
 * from the network, and is kept if it is the book's. The search index is kept only by a download: a part is of no use.
 *
 * `meanwhile` is told of work that may go on after the answer.
 */
export function answerFor({ root, shelf, load, missingPage }: Parts) {
  return async (request: Request, url: URL, meanwhile: (work: Promise<unknown>) => void): Promise<Response> => {
    const isPage = request.mode === 'navigate';
    const { pathname, search } = url;
    if (isPage && !shelf.has(pathname) && shelf.has(`${pathname}/`)) {
      return Response.redirect(new URL(`${pathname}/${search}`, url).href, 301);
    }
    const kept = await shelf.match(pathname);
    if (kept) return kept;
    try {
      const response = await load(request);
      const isKept = shelf.has(pathname) && !pathname.startsWith(`${root}pagefind/`);
      if (isKept) meanwhile(shelf.keep(pathname, response.clone()));
      return response;
    } catch (error) {
      const older = await shelf.matchOlder(pathname);
      if (older) return older;
      if (!isPage) throw error; // the browser reports it to the page as a network error, which it is
      return notHere(pathname, shelf.has(pathname));
    }
  };

  /** 503: the book has it, this device does not. 404: there is no such page. The page has words for both. */
  async function notHere(pathname: string, known: boolean): Promise<Response> {
    const page = await missingPage(pathname.startsWith(`${root}en/`) ? 'en' : 'zh');
    if (!page) return Response.error();
    const html = known ? await page.text() : (await page.text()).replace('data-known="true"', 'data-known="false"');
    return new Response(html, {
      status: known ? 503 : 404,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  }
}
