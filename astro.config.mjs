import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { satteri } from '@astrojs/markdown-satteri';
import mdx from '@astrojs/mdx';
import starlight from '@astrojs/starlight';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';

// Starlight reads src/content/docs; the book lives in content/ at the top.
if (!existsSync('src/content/docs')) {
  mkdirSync('src/content', { recursive: true });
  symlinkSync(new URL('./content', import.meta.url).pathname, 'src/content/docs', 'junction');
}
export default defineConfig({
  site: process.env.SITE ?? 'http://localhost:4321',
  base: process.env.BASE ?? '/',
  outDir: process.env.OUT ?? 'dist',
  trailingSlash: 'always',
  vite: { build: { assetsInlineLimit: 0 }, worker: { format: 'es' } },
  markdown: { processor: satteri({ features: { math: true, headingAttributes: true } }) },
  integrations: [
    starlight({
      title: { 'zh-CN': '泡沫还是金矿？', en: 'Bubble or Gold Mine?' },
      defaultLocale: 'zh',
      locales: { zh: { label: '简体中文', lang: 'zh-CN' }, en: { label: 'English', lang: 'en' } },
    }),
    svelte(),
    mdx(),
  ],
});
