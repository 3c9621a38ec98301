import { z } from 'astro/zod';

/** What a chapter's front matter says beyond Starlight's own fields. A page without `chapter` is none. */
export const chapter = z.object({
  chapter: z.number().int().positive().optional(),
  /** The question that the chapter opens with. */
  question: z.string().min(1).optional(),
  /** What the reader will be able to do; each completes the sentence "after this chapter you can …". */
  goals: z.array(z.string().min(1)).optional(),
  /** The sentences that the chapter leaves behind. */
  closing: z.array(z.string().min(1)).optional(),
  /** One sentence on what comes after. */
  upNext: z.string().min(1).optional(),
});
