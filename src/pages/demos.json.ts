/** The registry for programs: every demo with its addresses, params and presets. */
import type { APIRoute } from 'astro';
import { demos } from '@/demos';
import type { Card } from '@/lib/demo';
import {
  chapterAddress,
  embedAddress,
  embedCode,
  oembedAddress,
  pageAddress,
  rootOf,
  sourceAddress,
} from '@/lib/addresses';
import { complete, writeSettings } from '@/lib/params';
import { LANGS, type Lang } from '@/lib/text';
import { placeOf } from '@/site/placeOf';
import { title } from '@/site/words';

export const GET: APIRoute = async ({ site }) => {
  const root = new URL(rootOf(import.meta.env.BASE_URL), site).href;
  return Response.json({ title, address: root, demos: await Promise.all(demos.map((card) => entryOf(card, root))) });
};

async function entryOf(card: Card, root: string) {
  const place = await placeOf(card);
  const both = <T>(of: (lang: Lang) => T) => Object.fromEntries(LANGS.map((lang) => [lang, of(lang)]));
  return {
    id: card.id,
    chapter: card.chapter,
    title: card.title,
    summary: card.summary,
    addresses: both((lang) => ({
      ...(place && { chapter: chapterAddress(card, lang, root, place) }),
      page: pageAddress(card, lang, root),
      source: sourceAddress(card, lang, root),
      embed: embedAddress(card, lang, root),
      oembed: oembedAddress(card, lang, root),
    })),
    embedCode: both((lang) => embedCode(card, lang, '', root)),
    params: card.params,
    presets: card.presets.map(({ id, label, claim, values, steps }) => ({
      id,
      label,
      claim,
      values,
      ...(steps !== undefined && { steps }),
      /** For the address: `?<demo's id>=<settings>`. */
      settings: writeSettings(card.params, complete(card.params, values)),
    })),
  };
}
