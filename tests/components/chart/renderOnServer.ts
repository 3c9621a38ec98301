/** Renders a component as the build does: compiled for the server by Svelte, with the book's own compiler options. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Component } from 'svelte';
import { compile } from 'svelte/compiler';
import { render } from 'svelte/server';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const svelte: Plugin = {
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { js } = compile(source, { filename: path, generate: 'server', experimental: { async: true } });
      return { contents: js.code, loader: 'js' };
    });
  },
};

const built = new Map<string, Promise<{ default: Component<Record<string, unknown>> }>>();

async function load(name: string): Promise<{ default: Component<Record<string, unknown>> }> {
  // Beside the project's packages, so that `svelte` is found.
  const outfile = `${root}node_modules/.cache/charts/${name}.mjs`;
  await build({
    entryPoints: [`${root}src/components/chart/${name}.svelte`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['svelte', 'svelte/*'],
    alias: { '@': `${root}src` },
    loader: { '.css': 'empty' },
    plugins: [svelte],
    logLevel: 'silent',
  });
  return (await import(/* @vite-ignore */ outfile)) as { default: Component<Record<string, unknown>> };
}

/**
 * @param name   of a component in src/components/chart, without .svelte
 * @returns      its HTML at the width that the server assumes
 */
export async function renderOnServer(name: string, props: Record<string, unknown>): Promise<string> {
  const module = built.get(name) ?? load(name);
  built.set(name, module);
  return (await render((await module).default, { props })).body;
}
