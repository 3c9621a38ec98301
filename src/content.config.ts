/** What Astro knows of content/: the pages, and the lists that they refer to. */
import { docsLoader, i18nLoader } from '@astrojs/starlight/loaders';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { defineCollection } from 'astro:content';
import { listLoader, LISTS, type EntrySchema } from './site/lists';
import { chapter } from './site/schemas/chapter';

const list = <S extends EntrySchema>(list: { readonly file: string; readonly entry: S }) =>
  defineCollection({ loader: listLoader(list), schema: list.entry });

export const collections = {
  docs: defineCollection({ loader: docsLoader(), schema: docsSchema({ extend: chapter }) }),
  i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema() }),
  glossary: list(LISTS.glossary),
  references: list(LISTS.references),
  errata: list(LISTS.errata),
};
