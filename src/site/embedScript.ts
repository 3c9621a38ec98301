/** Bundles src/embed/element.ts into /embed.js: written by a build, made on request in development. */
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import { rootOf } from '../lib/addresses.ts';

/** The text of embed.js. */
export async function embedScriptText(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../embed/element.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0]!.text;
}

export function embedScript(): AstroIntegration {
  let path = '/embed.js';
  return {
    name: 'book-embed-script',
    hooks: {
      'astro:config:done': ({ config }) => {
        path = `${rootOf(config.base)}embed.js`;
      },
      'astro:server:setup': ({ server }) => {
        server.middlewares.use((request, response, next) => {
          if (request.url?.split('?')[0] !== path) return next();
          embedScriptText().then((text) => {
            response.setHeader('content-type', 'text/javascript');
            response.end(text);
          }, next);
        });
      },
      'astro:build:done': async ({ dir }) => writeFile(new URL('embed.js', dir), await embedScriptText()),
    },
  };
}
