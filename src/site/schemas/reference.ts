import { z } from 'astro/zod';
import { id } from './id.ts';
import { text } from './text.ts';

const day = z.string().regex(/^\d{4}(-\d\d){0,2}$/, 'a date is YYYY, YYYY-MM or YYYY-MM-DD, in quotes');

/** An entry of content/references/references.yaml. */
export const reference = z.strictObject({
  id,
  /** "A. B. Name, C. Name and others", or an organisation; a note may follow in parentheses. */
  authors: z.string().min(1),
  /** What the text calls the authors, where it cannot be told from their names. */
  short: text.optional(),
  year: z.number().int().min(1500).max(2200),
  title: z.string().min(1),
  /** Journal and pages, conference, publisher, arXiv number. */
  where: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** The day of publication, where a day matters. */
  date: day.optional(),
  /** The day on which the address was looked up. */
  accessed: day.optional(),
});
export type Reference = z.output<typeof reference>;
