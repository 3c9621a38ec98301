/** What a component in the prose may know of the page that it stands on. */
import { langOf, type Lang } from '../lib/text.ts';
import { citations, errataOn, type Citation } from './citations.ts';
import { numberOf } from './numberOf.ts';
import { findDemoFigure, findNumbered, numbering, type Numbered } from './numbering.ts';

/** The part of Astro that says which page is being made. */
type Context = {
  readonly locals: object & {
    readonly starlightRoute?: {
      readonly lang: string;
      readonly id: string;
      readonly entry: { readonly body?: string };
    };
  };
};

export class BookPage {
  readonly lang: Lang;
  /** '01-overview', without the language. */
  readonly slug: string;
  /** '1' for chapter 1, '2.3' for the third part of chapter 2. */
  readonly number: string | undefined;
  readonly source: string;
  readonly numbered: readonly Numbered[];
  /** Every <Cite>, in order. */
  readonly citations: readonly Citation[];
  /** Ids of the errata that it shows; their sources count as cited. */
  readonly errata: readonly string[];
  readonly #mentions = new Map<string, number>();
  #count = 0;

  constructor(lang: Lang, id: string, source: string) {
    this.lang = lang;
    this.slug = id.replace(/^(zh|en)(\/|$)/, '');
    this.number = numberOf(id);
    this.source = source;
    this.numbered = numbering(source, this.number);
    this.citations = citations(source);
    this.errata = errataOn(source);
  }

  /** What <Ref to={anchor}> names. @throws {DomainError} nothing here has that anchor */
  find(anchor: string): Numbered {
    return findNumbered(this.numbered, anchor);
  }

  /** The figure number of a demo on this page. @throws {DomainError} the page does not show it */
  demo(id: string, preset?: string): Numbered {
    return findDemoFigure(this.numbered, id, preset);
  }

  /**
   * To be asked once by every <Cite>, in order: whether this mention has its note in the margin. The first one outside
   * a table has; the others are links only.
   */
  noteHere(reference: string): boolean {
    const nth = this.#mentions.get(reference) ?? 0;
    this.#mentions.set(reference, nth + 1);
    const mentions = this.citations.filter(({ id }) => id === reference);
    return nth === mentions.findIndex(({ inTable }) => !inTable);
  }

  /** A number that nothing else on the page has, for ids of elements. */
  unique(): number {
    return ++this.#count;
  }
}

const pages = new WeakMap<object, BookPage>();

/** The page that `Astro` is making; read once, however many components ask. */
export function pageOf({ locals }: Context): BookPage {
  const known = pages.get(locals);
  if (known) return known;
  const route = locals.starlightRoute;
  const page = new BookPage(langOf(route?.lang), route?.id ?? '', route?.entry.body ?? '');
  pages.set(locals, page);
  return page;
}
