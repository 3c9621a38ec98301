import { z } from 'astro/zod';
import { id } from './id.ts';
import { text } from './text.ts';

/** An entry of content/glossary/glossary.yaml. */
export const term = z.strictObject({
  id,
  zh: z.string().min(1),
  en: z.string().min(1),
  definition: text,
  /** Other accepted words for the same thing, in either language. */
  also: z.array(z.string().min(1)).default([]),
});
export type Term = z.output<typeof term>;
