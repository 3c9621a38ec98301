/** The book's lists of data: glossary, references, errata. Each is one YAML file that Astro serves as a collection. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Loader } from 'astro/loaders';
import type { z } from 'astro/zod';
import { parse } from 'yaml';
import { show } from '../lib/errors.ts';
import { erratum } from './schemas/erratum.ts';
import { reference } from './schemas/reference.ts';
import { term } from './schemas/term.ts';

/** Where each list is, and what its entries are. */
export const LISTS = {
  glossary: { file: 'content/glossary/glossary.yaml', entry: term },
  references: { file: 'content/references/references.yaml', entry: reference },
  errata: { file: 'content/errata/errata.yaml', entry: erratum },
} as const;

type Entry = { readonly id: string };
export type EntrySchema<T extends Entry = Entry> = z.ZodType<T>;

const issueText = (issue: z.core.$ZodIssue, got: unknown) => {
  const where = issue.path.map(String).join('.');
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key],
    got,
  );
  return `${where ? `${where}: ` : ''}${issue.message}; got ${show(value)}`;
};

/**
 * The entries of a list.
 *
 * @param yaml its text
 * @param file named in every complaint
 * @throws {Error} text that is not YAML, an entry that breaks a rule, an id used twice
 */
export function parseList<T extends Entry>(yaml: string, schema: EntrySchema<T>, file: string): T[] {
  const fail = (sentence: string): never => {
    throw new Error(`${file}: ${sentence}`);
  };
  let raw: unknown;
  try {
    raw = parse(yaml);
  } catch (error) {
    return fail((error as Error).message);
  }
  if (!Array.isArray(raw)) return fail(`a list of entries; got ${show(raw)}`);
  const seen = new Set<string>();
  return raw.map((item: unknown, i) => {
    const name = (item as Partial<Entry> | null)?.id;
    const result = schema.safeParse(item);
    if (!result.success)
      return fail(`entry ${name ?? i + 1}: ${result.error.issues.map((issue) => issueText(issue, item)).join('; ')}`);
    if (seen.has(result.data.id)) return fail(`an id names one entry; got ${show(result.data.id)} twice`);
    seen.add(result.data.id);
    return result.data;
  });
}

/**
 * Loads a list into its collection. (Astro's own file() loader only logs a broken file and goes on with an empty
 * collection; here it stops the build.)
 */
export function listLoader<T extends Entry>({ file, entry }: { file: string; entry: EntrySchema<T> }): Loader {
  return {
    name: 'book-list',
    async load({ config, store, watcher }) {
      const path = fileURLToPath(new URL(file, config.root));
      const read = async () => {
        const entries = parseList(await readFile(path, 'utf8'), entry, file);
        store.clear();
        for (const item of entries) store.set({ id: item.id, data: item, filePath: file });
      };
      await read();
      watcher?.add(path);
      watcher?.on('change', (changed) => {
        if (changed === path) void read();
      });
    },
  };
}
