import { z } from 'astro/zod';
import { id } from './id.ts';
import { text } from './text.ts';

/** An entry of content/errata/errata.yaml: what the manuscript says, and what is true. */
export const erratum = z.strictObject({
  id,
  /** Of the manuscript; several are separated by commas. */
  section: z.string().regex(/^\d+(\.\d+)*(, \d+(\.\d+)*)*$/, 'a section is a number like 1.1.2, in quotes'),
  printed: text,
  why: text,
  correct: text,
  /** Ids of references. */
  source: z.array(id).min(1),
  /** The demo in which the reader sees the difference. */
  demo: z.strictObject({ id, preset: z.string().min(1) }).optional(),
});
export type Erratum = z.output<typeof erratum>;
