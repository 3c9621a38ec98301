/** Headers for hosts that read a `_headers` file (Netlify, Cloudflare Pages); others get along without. */
import { writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { rootOf } from '../lib/addresses.ts';

type Rule = { readonly path: string; readonly headers: Readonly<Record<string, string>> };

/** What other sites may read: embeds in a sandbox fetch scripts and kernels as strangers. */
const OPEN = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
const FOREVER = { 'Cache-Control': 'public, max-age=31536000, immutable' };

/**
 * The rules in order. Where several match, a host joins their headers, so no header is set twice for one path;
 * pages keep the host's default, which is to revalidate.
 */
const RULES: readonly Rule[] = [
  {
    path: '*',
    headers: {
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    },
  },
  { path: '_astro/*', headers: { ...FOREVER, ...OPEN } },
  { path: 'pagefind/fragment/*', headers: FOREVER },
  { path: 'pagefind/index/*', headers: FOREVER },
  { path: 'sw.js', headers: { 'Cache-Control': 'no-cache' } },
  { path: 'embed.js', headers: OPEN },
  { path: 'oembed/*', headers: OPEN },
  { path: 'demos.json', headers: OPEN },
];

/** The text of `_headers` for a site under `base`. */
export function headersFile(base: string): string {
  const root = rootOf(base);
  return RULES.map(({ path, headers }) =>
    [`${root}${path}`, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n'),
  ).join('\n');
}

/** Astro integration: writes `_headers` beside the pages. */
export function headers(): AstroIntegration {
  let base = '/';
  return {
    name: 'book-headers',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base;
      },
      'astro:build:done': ({ dir }) => writeFile(new URL('_headers', dir), headersFile(base)),
    },
  };
}
