/**
 * Figures, tables and exercises are numbered by one scan of the page's source, so that a reference may stand before
 * what it refers to. Demos are figures that run: they share the figures' sequence.
 */
import { DomainError, show } from '../lib/errors.ts';
import { tags, type Tag } from './mdx.ts';

export type Sequence = 'figure' | 'table' | 'exercise';

export type Numbered = {
  readonly sequence: Sequence;
  readonly component: 'Figure' | 'Demo' | 'Exercise';
  /** As the author wrote it. A demo may stand on a page twice, with different presets. */
  readonly id: string;
  readonly preset: string | undefined;
  /** The id of the element on the page, and what <Ref to> names: `id`, and `id-2` for a demo's second appearance. */
  readonly anchor: string;
  /** '1.3' in chapter 1, '3' on a page that is no chapter. */
  readonly number: string;
};

function sequenceOf(tag: Tag): Sequence {
  if (tag.name === 'Exercise') return 'exercise';
  const kind = tag.attributes['kind'] ?? 'figure';
  if (kind === 'figure' || kind === 'table') return kind;
  throw new DomainError(`numbering: kind is figure or table; got ${show(kind)} on ${show(tag.attributes['id'] ?? '')}`);
}

/**
 * Everything on a page that carries a number, in order.
 *
 * @param source  the page's MDX, with or without front matter
 * @param page its number (numberOf), which comes before the point; none for pages that have none
 * @throws {DomainError} an id missing, or used twice by other than a demo
 * @example numbering('<Figure id="map" caption="…">…</Figure>', '1')[0].number // '1.1'
 */
export function numbering(source: string, page?: string): Numbered[] {
  const counts: Record<Sequence, number> = { figure: 0, table: 0, exercise: 0 };
  const seen = new Map<string, number>();
  return tags(source, ['Figure', 'Demo', 'Exercise']).map((tag) => {
    const id = tag.attributes['id'];
    if (!id)
      throw new DomainError(`numbering: every ${tag.name} has an id; got none on number ${seen.size + 1} of the page`);
    const nth = (seen.get(id) ?? 0) + 1;
    if (nth > 1 && tag.name !== 'Demo')
      throw new DomainError(`numbering: an id is used once on a page; got ${show(id)} twice`);
    seen.set(id, nth);
    const sequence = sequenceOf(tag);
    const n = ++counts[sequence];
    return {
      sequence,
      component: tag.name as Numbered['component'],
      id,
      preset: tag.attributes['preset'],
      anchor: nth === 1 ? id : `${id}-${nth}`,
      number: page === undefined ? String(n) : `${page}.${n}`,
    };
  });
}

/**
 * The entry that <Ref to> names.
 *
 * @throws {DomainError} nothing on the page has that anchor; lists those that exist
 */
export function findNumbered(items: readonly Numbered[], anchor: string): Numbered {
  const item = items.find((entry) => entry.anchor === anchor);
  if (item) return item;
  const known = items.length ? items.map((entry) => entry.anchor).join(', ') : 'nothing, for nothing here has a number';
  throw new DomainError(`Ref: to is one of ${known}; got ${show(anchor)}`);
}

/**
 * The entry of a demo, by its id and, where it appears with several presets, the preset.
 *
 * @throws {DomainError} the page's source does not show that demo
 */
export function findDemoFigure(items: readonly Numbered[], id: string, preset?: string): Numbered {
  const demos = items.filter((entry) => entry.component === 'Demo' && entry.id === id);
  const item = demos.find((entry) => entry.preset === preset) ?? (demos.length === 1 ? demos[0] : undefined);
  if (item) return item;
  throw new DomainError(
    `Demo: the page shows it with a preset of its own; got ${show(id)} with ${show(preset ?? 'none')}`,
  );
}
