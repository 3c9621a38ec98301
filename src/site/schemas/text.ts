import { z } from 'astro/zod';

/** Words in both languages. */
export const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
