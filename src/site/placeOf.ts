/** Where in the book a demo stands. */
import { getCollection } from 'astro:content';
import type { Card } from '../lib/demo';
import { findPlace } from './findPlace';

/** The name of the chapter's file that shows `card`; undefined while no chapter does. Build time only. */
export async function placeOf(card: Pick<Card, 'id' | 'chapter'>): Promise<string | undefined> {
  const chapters = await getCollection('docs', ({ id }) => /^zh\/\d\d-/.test(id));
  return findPlace(
    card,
    chapters.map(({ id, body }) => ({ slug: id.replace('zh/', ''), body: body ?? '' })),
  );
}
