import { z } from 'astro/zod';

/** Names an entry of a list; becomes part of addresses, so it keeps to letters, digits and hyphens. */
export const id = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'an id is letters, digits and hyphens, a letter first');
