import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import { kernels } from './src/site/compileKernels.mjs';
import { linkContent } from './src/site/contentLink.ts';
import { csp } from './src/site/csp.ts';
import { embedScript } from './src/site/embedScript.ts';
import { headers } from './src/site/headers.ts';
import { math } from './src/site/math.ts';
import { mermaid } from './src/site/mermaid/plugin.ts';
import { offline } from './src/site/offline/index.ts';
import { programs } from './src/site/program.ts';
import { sidebar } from './src/site/sidebar.ts';
import { title } from './src/site/words.ts';

linkContent(new URL('.', import.meta.url));

/** Starlight's parts that the book draws itself. */
const components = Object.fromEntries(
  [
    'ContentPanel',
    'Footer',
    'Head',
    'Header',
    'LanguageSelect',
    'MarkdownContent',
    'PageFrame',
    'PageSidebar',
    'PageTitle',
    'Pagination',
    'Sidebar',
    'TwoColumnContent',
  ].map((name) => [name, `./src/components/site/${name}.astro`]),
);

const styles = ['tokens', 'fonts', 'book', 'frame', 'chapter', 'prose', 'math', 'mermaid', 'print'];

export default defineConfig({
  site: process.env.SITE ?? 'http://localhost:4321',
  base: process.env.BASE ?? '/',
  outDir: process.env.OUT ?? 'dist',
  trailingSlash: 'always',
  vite: {
    // Nothing small becomes a data: address: the security policy and the caches want files.
    build: {
      assetsInlineLimit: 0,
      // The directive is Astro's own mark on pages with components, "use astro:head-inject"; Astro reads it itself.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
    worker: {
      format: 'es',
      // What models share stands in a chunk of its own, not in the Worker's first script: WebKit would run that twice.
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } } },
    },
    plugins: [
      kernels(),
      // A list of what to load ahead of each demo would weigh more, on every page, than the wait that it saves.
      { name: 'no-preload-lists', configEnvironment: () => ({ build: { modulePreload: false } }) },
    ],
  },
  markdown: {
    processor: satteri({ features: { math: true, headingAttributes: true }, hastPlugins: [math, mermaid, programs] }),
  },
  integrations: [
    // Starlight brings MDX along, set up to keep ready-made HTML as it is; formulas and diagrams rely on that.
    starlight({
      title: { 'zh-CN': title.zh, en: title.en },
      defaultLocale: 'zh',
      locales: { zh: { label: '中文', lang: 'zh-CN' }, en: { label: 'English', lang: 'en' } },
      favicon: '/favicon.svg',
      disable404Route: true, // src/pages/404.astro speaks both languages
      lastUpdated: false,
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      sidebar: sidebar(new URL('content/zh/', import.meta.url)),
      components,
      customCss: ['katex/dist/katex-swap.min.css', ...styles.map((name) => `./src/styles/${name}.css`)],
    }),
    svelte(),
    // What works on the finished pages, in this order: the policy hashes them, the offline manifest lists them.
    embedScript(),
    csp(),
    headers(),
    offline(),
  ],
});
