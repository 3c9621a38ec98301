import type { Card } from '../lib/demo';
import { chapterOf } from './chapterOf';

type Chapter = { readonly slug: string; readonly body: string };

/**
 * The slug of the chapter that shows a demo: its own chapter if that one does, else the first in the book's order.
 *
 * @example findPlace({ id: 'x', chapter: 6 }, [{ slug: '01-a', body: '<Demo id="x" />' }]) // '01-a'
 */
export function findPlace(
  { id, chapter }: Pick<Card, 'id' | 'chapter'>,
  chapters: readonly Chapter[],
): string | undefined {
  const shows = new RegExp(`<Demo\\b[^>]*\\bid="${id}"`);
  const showing = chapters.filter(({ body }) => shows.test(body)).sort((a, b) => (a.slug < b.slug ? -1 : 1));
  return (showing.find(({ slug }) => chapterOf(slug) === chapter) ?? showing[0])?.slug;
}
