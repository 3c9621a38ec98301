/** The built book on disk, for tests that judge all of it: DIST, else dist/; `npm test` builds it first. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import type { Lang } from '../../src/lib/text';

export const dist = resolve(process.env['DIST'] ?? 'dist');
if (!existsSync(join(dist, 'index.html'))) {
  throw new Error(`site: a built book stands in DIST or dist/ (npm run build); got no index.html in ${dist}`);
}

export type Page = {
  /** From the base on: '' for the landing page, 'zh/demos/', '404.html'. */
  readonly path: string;
  readonly file: string;
  readonly lang: Lang;
  readonly kind: 'book' | 'embed';
};

/** Every HTML page, in the order of its address. */
export const pages: readonly Page[] = globSync('**/*.html', { cwd: dist })
  .map((name) => name.split(sep).join('/'))
  .sort()
  .map((name) => ({
    path: name.replace(/(^|\/)index\.html$/, '$1'),
    file: join(dist, name),
    lang: /(^|\/)en\//.test(name) ? 'en' : 'zh',
    kind: name.startsWith('embed/') ? 'embed' : 'book',
  }));

export const read = (name: string): string => readFileSync(join(dist, name), 'utf8');

/** The path that the book was built for, read off its own links: '/' or '/book/'. */
export const base: string = (() => {
  const found = /(?:src|href)="([^"]*?)_astro\//.exec(read('index.html'))?.[1];
  if (!found) throw new Error(`site: index.html refers to a file in _astro/; got none in ${dist}`);
  return found;
})();

/** What sort of page: a listing of source, an embed, a demo's own page, or text. */
export const sortOf = (path: string) =>
  /(^|\/)source\//.test(path)
    ? 'source'
    : /(^|\/)embed\//.test(path)
      ? 'embed'
      : /\/demos\/./.test(path)
        ? 'demo'
        : 'text';

const listings = pages.filter(({ path }) => sortOf(path) === 'source');

/** Every page but listings of source that differ in their words only: one in each language stands for all. */
export const distinctPages = pages.filter(
  (page) => !listings.includes(page) || page === listings.find(({ lang }) => lang === page.lang),
);
