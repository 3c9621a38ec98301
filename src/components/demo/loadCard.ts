/** One card alone, so that a page with one demo does not carry the words of all. */
import type { Card } from '@/lib/demo';
import { DomainError, show } from '@/lib/errors';

const cards = import.meta.glob<Card>('../../demos/*/demo.ts', { import: 'default' });

/** The card of demo `id`, by its folder. @throws {DomainError} no such folder */
export function loadCard(id: string): Promise<Card> {
  const load = cards[`../../demos/${id}/demo.ts`];
  if (!load) throw new DomainError(`loadCard: id is the name of a folder of src/demos; got ${show(id)}`);
  return load();
}
