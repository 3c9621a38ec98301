/** What Astro knows of content/: the pages, and the lists that they refer to. */
import { docsLoader, i18nLoader } from '@astrojs/starlight/loaders';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
import { listLoader, LISTS } from './site/lists';
import { chapter } from './site/schemas/chapter';

const list = <K extends keyof typeof LISTS>(name: K) =>
  defineCollection({ loader: listLoader(LISTS[name]), schema: LISTS[name].entry as (typeof LISTS)[K]['entry'] });

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: chapter }) }),
  i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema() }),
  glossary: list('glossary'),
  references: list('references'),
  errata: list('errata'),
};
