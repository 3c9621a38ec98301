/**
 * The manifest of the service worker: which files it keeps, in which group, with what revision and weight. Pure.
 *
 *   shell    kept from the first visit: what every page needs, and the pages that answer when nothing else can
 *   zh, en   a language: its pages and its part of the search index
 *   search   the rest of the search
 *   demos    what single demos, figures and formulas load: chunks, pictures, the fonts of mathematics
 *   compare  TensorFlow.js, heavy and asked for by few
 */
import { createHash } from 'node:crypto';

export const GROUPS = ['shell', 'zh', 'en', 'search', 'demos', 'compare'] as const;
export type Group = (typeof GROUPS)[number];

/** Address under the base, revision (null where the name changes with the content), bytes over the wire. */
export type Entry = readonly [url: string, revision: string | null, size: number];
export type Manifest = {
  readonly groups: Readonly<Record<Group, readonly Entry[]>>;
  /** For a page, what it loads beyond the shell, kept with it when it is visited: files, and demos as '#<id>'. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
  /** For a demo, the files that it loads beyond the shell. */
  readonly demos: Readonly<Record<string, readonly string[]>>;
  /** Bytes over the wire of each group. */
  readonly sizes: Readonly<Record<Group, number>>;
};

/** A file of the built site; `size` is its weight over the wire, compressed. */
export type BuiltFile = { readonly path: string; readonly content: Uint8Array; readonly size: number };

const KEPT =
  /\.(html|js|css|wasm|woff2|svg|png|jpe?g|webp|avif|ico|json|csv|webmanifest|pagefind|pf_meta|pf_index|pf_fragment|pf_filter)$/;
/** For other sites and machines, or never fetched by the book's own pages. */
const LEFT_OUT =
  /^(sw\.js|embed\.js|demos\.json|offline\.json|404\.html|embed\/.*|oembed\/.*|og\/.*)$|^pagefind\/pagefind-(ui|component-ui|modular-ui|highlight)\./;
/** Loaded by the pages that show them, and kept then. */
const OF_SOME_PAGES = /\.(svg|png|jpe?g|webp|avif)$|\/KaTeX_[^/]+\.woff2$/;
const HASHED = /^_astro\/.*[.-][\w-]{8}\.\w+$|\.pf_(fragment|index|filter|meta)$/;

const isCompare = (path: string) => path.includes('tfjs');

/** The group of a file; undefined when it is not kept. `ofDemos` are the files that only demos load. */
export function groupOf(path: string, ofDemos: ReadonlySet<string>): Group | undefined {
  if (!KEPT.test(path) || LEFT_OUT.test(path)) return undefined;
  const language = /^(zh|en)\//.exec(path) ?? /^pagefind\/.*?[./](zh|en)[-_.]/.exec(path);
  if (language) return /^..\/offline\//.test(path) ? 'shell' : (language[1] as 'zh' | 'en');
  if (path.startsWith('pagefind/')) return 'search';
  if (path.startsWith('_astro/')) {
    if (isCompare(path)) return 'compare';
    return ofDemos.has(path) || OF_SOME_PAGES.test(path) ? 'demos' : 'shell';
  }
  return path.includes('/') ? 'demos' : 'shell';
}

/** The address of a file: pages by their folder, because hosts redirect `index.html`. */
const urlOf = (path: string) => path.replace(/(^|\/)index\.html$/, '$1') || './';

const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 12);

/**
 * The manifest of a built site.
 *
 * @param files    every file of the site
 * @param byDemo   the files that only a demo loads, by its id (filesOfDemos)
 */
export function buildManifest(
  files: readonly BuiltFile[],
  byDemo: Readonly<Record<string, readonly string[]>>,
): Manifest {
  const ofDemos = new Set(Object.values(byDemo).flat());
  const groups = Object.fromEntries(GROUPS.map((group) => [group, [] as Entry[]])) as Record<Group, Entry[]>;
  const demos = Object.fromEntries(
    Object.entries(byDemo).map(([id, paths]) => [id, paths.filter((path) => !isCompare(path))]),
  );
  const loadable = new Set<string>();
  const pages: BuiltFile[] = [];
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const group = groupOf(file.path, ofDemos);
    if (!group) continue;
    groups[group].push([urlOf(file.path), HASHED.test(file.path) ? null : hash(file.content), file.size]);
    if (group === 'demos') loadable.add(file.path);
    if (file.path.endsWith('.html')) pages.push(file);
  }
  const needs: Record<string, string[]> = {};
  for (const { path, content } of pages) {
    const html = Buffer.from(content).toString('utf8');
    const files = [...html.matchAll(/\b_astro\/[\w.@~-]+/g)].map(([name]) => name).filter((name) => loadable.has(name));
    const shown = [...html.matchAll(/\bdata-demo="([^"]+)"/g)].map(([, id]) => `#${id}`);
    const all = [...new Set([...files, ...shown])].sort();
    if (all.length) needs[urlOf(path)] = all;
  }
  const sizes = Object.fromEntries(
    GROUPS.map((group) => [group, groups[group].reduce((sum, [, , size]) => sum + size, 0)]),
  ) as Record<Group, number>;
  return { groups, needs, demos, sizes };
}
