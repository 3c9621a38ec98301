/** The book's pages in order, for Starlight: front page, chapters by number, then what is looked up. */
import { readdirSync } from 'node:fs';
import { numberOf } from './numberOf.ts';

const APPENDICES = ['glossary', 'references', 'errata', 'colophon'];

type Link =
  | { slug: string; attrs?: Record<string, string> }
  | { label: string; translations: Record<string, string>; link: string };
type Group = { label: string; translations: Record<string, string>; items: Link[] };

/** @param folder the pages of one language; the other has the same */
export function sidebar(folder: URL): (Link | Group)[] {
  const slugs = readdirSync(folder)
    .filter((file) => /^[^_].*\.mdx$/.test(file))
    .map((file) => file.replace('.mdx', ''))
    .sort();
  const chapters = slugs.filter((slug) => numberOf(slug) !== undefined);
  return [
    ...slugs.filter((slug) => slug === 'index').map((slug) => ({ slug })),
    {
      label: '正文',
      translations: { en: 'Chapters' },
      items: chapters.map((slug) => ({ slug, attrs: { 'data-number': numberOf(slug)! } })),
    },
    {
      label: '附录',
      translations: { en: 'Appendices' },
      items: [
        { label: '演示', translations: { en: 'Demos' }, link: '/demos/' },
        ...APPENDICES.filter((slug) => slugs.includes(slug)).map((slug) => ({ slug })),
      ],
    },
  ];
}
