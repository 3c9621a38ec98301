/**
 * The book offline, as an Astro integration: registers the service worker on every page of a build, and writes
 * `sw.js` (src/offline/sw.ts with the manifest in it) and `offline.json` (the sizes, for the download button).
 * Last of all integrations: what is hashed here must be final.
 */
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import { build } from 'esbuild';
import { filesOfDemos, type Chunk } from './graph.ts';
import { buildManifest, type BuiltFile } from './manifest.ts';

const inOffline = (name: string) => fileURLToPath(new URL(`../../offline/${name}`, import.meta.url));

/** What hosts send as it is. */
const PACKED = /\.(woff2|png|jpe?g|webp|avif|pagefind|pf_\w+)$/;

async function builtFiles(root: string): Promise<BuiltFile[]> {
  const files: BuiltFile[] = [];
  for (const name of await readdir(root, { recursive: true })) {
    if (!(await stat(join(root, name))).isFile()) continue;
    const content = await readFile(join(root, name));
    const size = PACKED.test(name) ? content.length : gzipSync(content).length;
    files.push({ path: name.split(sep).join('/'), content, size });
  }
  return files;
}

export function offline(): AstroIntegration {
  const chunks: Chunk[] = [];
  return {
    name: 'book-offline',
    hooks: {
      'astro:config:setup': ({ command, injectScript, updateConfig }) => {
        if (command !== 'build') return;
        injectScript('page', `import ${JSON.stringify(inOffline('register.ts'))};`);
        updateConfig({ vite: { plugins: [noteChunks(chunks)] } });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const { groups, needs, demos, sizes } = buildManifest(await builtFiles(root), filesOfDemos(chunks));
        await build({
          entryPoints: [inOffline('sw.ts')],
          outfile: join(root, 'sw.js'),
          bundle: true,
          minify: true,
          format: 'iife',
          target: 'es2022',
          legalComments: 'none',
          define: {
            __GROUPS__: JSON.stringify(groups),
            __NEEDS__: JSON.stringify(needs),
            __DEMOS__: JSON.stringify(demos),
            'process.env.NODE_ENV': '"production"',
          },
        });
        await writeFile(join(root, 'offline.json'), JSON.stringify(sizes));
        for (const [group, entries] of Object.entries(groups)) {
          logger.info(`${group}: ${entries.length} files, ${Math.round(sizes[group as keyof typeof sizes] / 1000)} kB`);
        }
      },
    },
  };
}

/** A Vite plugin that notes the chunks of the JavaScript for the browser. */
function noteChunks(chunks: Chunk[]) {
  return {
    name: 'book-offline-chunks',
    applyToEnvironment: ({ name }: { name: string }) => name === 'client',
    generateBundle(_: unknown, bundle: Record<string, BundleItem>) {
      for (const item of Object.values(bundle)) {
        if (item.type !== 'chunk') continue;
        chunks.push({
          file: item.fileName,
          isEntry: item.isEntry,
          facade: item.facadeModuleId,
          imports: item.imports,
          dynamicImports: item.dynamicImports,
          assets: [...(item.viteMetadata?.importedCss ?? []), ...(item.viteMetadata?.importedAssets ?? [])],
        });
      }
    },
  };
}

type BundleItem =
  | { type: 'asset' }
  | {
      type: 'chunk';
      fileName: string;
      isEntry: boolean;
      facadeModuleId: string | null;
      imports: string[];
      dynamicImports: string[];
      viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
    };
