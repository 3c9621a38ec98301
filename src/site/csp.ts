/**
 * A Content Security Policy in every page, as <meta>, so that any static host keeps it.
 *
 * Inline scripts and styles are allowed by the hash of what the final HTML holds, so this runs after every other
 * integration has written, and before the service worker's manifest is made. (Astro's own security.csp hashes its own
 * scripts only; Starlight's theme script would be refused.)
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/**
 * The hash by which a policy names an inline script or style.
 *
 * @example sourceHash('') // "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
 */
export const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text.replaceAll('\r\n', '\n'), 'utf8').digest('base64')}'`;

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi;
const STYLE = /<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi;
const COMMENT = /<!--[\s\S]*?-->/g;
/** Types of <script> that browsers treat as data, not as code. */
const DATA = /\btype\s*=\s*["']?(application\/(ld\+)?json|text\/(?!javascript))/i;
const HEAD = /<head[^>]*>(\s*<meta\s+charset[^>]*>)?/i;

/** Everything in `html` that runs or styles without an address of its own, as hashes. */
export function inlineHashes(html: string): { scripts: string[]; styles: string[] } {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const code = html.replace(SCRIPT, (_, attributes: string, text: string) => {
    if (!/\bsrc\s*=/i.test(attributes) && !DATA.test(attributes)) scripts.add(sourceHash(text));
    return '';
  });
  for (const [, text] of code.replace(COMMENT, '').matchAll(STYLE)) styles.add(sourceHash(text!));
  return { scripts: [...scripts], styles: [...styles] };
}

export type PolicyOptions = {
  /** The page is meant for frames on other sites. */
  embed?: boolean;
  /** The site's own origin, where it is known. */
  origin?: string | undefined;
};

/**
 * The policy of a page.
 *
 * - 'wasm-unsafe-eval' lets WebAssembly compile (never JavaScript's eval): a host that sends this policy as a header
 *   binds Workers by it too, and search and training compile there.
 * - style-src-attr: formulas and code blocks carry style attributes.
 * - Embeds may start a Worker from a data: module (see lib/spawnWorker), and name their origin beside 'self', which
 *   means nothing to WebKit in a sandboxed frame.
 */
export function policyOf(html: string, { embed = false, origin }: PolicyOptions = {}): string {
  const { scripts, styles } = inlineHashes(html);
  const self = embed && origin ? `'self' ${origin}` : `'self'`;
  const directives: [string, ...string[]][] = [
    ['default-src', self],
    ['script-src', self, `'wasm-unsafe-eval'`, ...scripts],
    ['style-src-elem', self, ...styles],
    ['style-src-attr', `'unsafe-inline'`],
    ['img-src', self, 'data:'],
    ['font-src', self],
    ['connect-src', self],
    ['worker-src', self, ...(embed ? ['data:'] : [])],
    ['manifest-src', self],
    ['object-src', `'none'`],
    ['base-uri', `'none'`],
    ['form-action', `'none'`],
  ];
  return directives.map((directive) => directive.join(' ')).join(';');
}

/** `html` with its policy, first in the head so that it binds all that follows. @throws a page without <head> */
export function withPolicy(html: string, options: PolicyOptions = {}): string {
  if (!HEAD.test(html)) throw new Error(`withPolicy: a page has a <head>; got ${JSON.stringify(html.slice(0, 80))}`);
  const meta = `<meta http-equiv="content-security-policy" content="${policyOf(html, options)}">`;
  return html.replace(HEAD, (head) => head + meta);
}

/** Astro integration. Place it after all that write HTML and before `offline`. */
export function csp(): AstroIntegration {
  let origin: string | undefined;
  return {
    name: 'book-csp',
    hooks: {
      'astro:config:done': ({ config }) => {
        origin = process.env['SITE'] && config.site ? new URL(config.site).origin : undefined;
      },
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.html'));
        let longest = 0;
        for (const path of pages) {
          const html = await readFile(join(root, path), 'utf8');
          const bound = withPolicy(html, { embed: /^embed[\\/]/.test(path), origin });
          longest = Math.max(longest, bound.length - html.length);
          await writeFile(join(root, path), bound);
        }
        logger.info(`${pages.length} pages, policies up to ${longest} bytes`);
      },
    },
  };
}
