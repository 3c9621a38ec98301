/** Entries of the book's lists, by id. */
import { getCollection, type CollectionEntry } from 'astro:content';
import { DomainError, show } from '@/lib/errors';

type List = 'glossary' | 'references' | 'errata';

/** All entries of a list, in the order of its file. */
export async function entriesOf<L extends List>(list: L): Promise<CollectionEntry<L>['data'][]> {
  return (await getCollection(list)).map((entry) => entry.data as CollectionEntry<L>['data']);
}

/**
 * @param component who asks; stands at the start of the complaint
 * @throws {DomainError} the list has no such entry; names those that are near
 */
export async function entryOf<L extends List>(
  component: string,
  list: L,
  id: string,
): Promise<CollectionEntry<L>['data']> {
  const entries = await entriesOf(list);
  const entry = entries.find((one) => one.id === id);
  if (entry) return entry;
  const known = entries.map((one) => one.id).sort();
  throw new DomainError(
    `${component}: id is an entry of content/${list}/${list}.yaml (${known.join(', ')}); got ${show(id)}`,
  );
}
