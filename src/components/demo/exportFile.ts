/** What a demo shows, as a file for the reader: loaded when one is asked for. */
import { toCsv } from '@/lib/csv';
import type { Card, Describe } from '@/lib/demo';
import type { Lang } from '@/lib/text';
import { download, pngOf, stageSvg } from './picture';
import type { Session } from './session.svelte';

export type FileKind = 'svg' | 'png' | 'csv' | 'json';
type Shown = { card: Card; session: Session; describe: Describe; lang: Lang; stage: HTMLElement };

const writers: Record<FileKind, { type: string; write: (shown: Shown) => string | Promise<Blob> }> = {
  svg: { type: 'image/svg+xml', write: ({ stage, card, lang }) => stageSvg(stage, card.title[lang]) },
  png: { type: 'image/png', write: ({ stage, card, lang }) => pngOf(stageSvg(stage, card.title[lang])) },
  csv: {
    type: 'text/csv',
    write: ({ session, describe, lang }) => toCsv(describe.tables(session.state, session.values, session.trace), lang),
  },
  json: {
    type: 'application/json',
    write: ({ card, session }) =>
      JSON.stringify({ demo: card.id, settings: session.values, state: session.state, trace: session.trace }, null, 1),
  },
};

export async function exportFile(kind: FileKind, shown: Shown): Promise<void> {
  const { type, write } = writers[kind];
  const content = await write(shown);
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  download(`${shown.card.id}-${shown.session.state.step}.${kind}`, blob);
}
