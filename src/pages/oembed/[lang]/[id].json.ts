/** The oEmbed document of each demo (oembed.com, type "rich"), for hosts that turn a link into the thing itself. */
import type { APIRoute } from 'astro';
import { demos } from '@/demos';
import type { Card } from '@/lib/demo';
import { EMBED_HEIGHT, embedCode, rootOf } from '@/lib/addresses';
import { LANGS, type Lang } from '@/lib/text';
import { title } from '@/site/words';

export const getStaticPaths = () =>
  LANGS.flatMap((lang) => demos.map((card) => ({ params: { lang, id: card.id }, props: { card, lang } })));

export const GET: APIRoute<{ card: Card; lang: Lang }> = ({ props: { card, lang }, site }) => {
  const root = new URL(rootOf(import.meta.env.BASE_URL), site).href;
  return Response.json({
    version: '1.0',
    type: 'rich',
    title: card.title[lang],
    provider_name: title[lang],
    provider_url: root,
    width: 720,
    height: EMBED_HEIGHT,
    cache_age: 86_400,
    html: embedCode(card, lang, '', root).frame,
  });
};
