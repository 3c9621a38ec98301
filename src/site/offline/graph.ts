/**
 * Which chunks of the built JavaScript belong to one demo alone: those that only a demo's own modules reach. The rest
 * is needed by any page. With forty demos, a first visit should not fetch all of them for offline use.
 */

/** What a bundler tells of a chunk. */
export type Chunk = {
  readonly file: string;
  readonly isEntry: boolean;
  /** The module that the chunk was made for. */
  readonly facade: string | null;
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
  /** Style sheets, images, WASM that the chunk loads. */
  readonly assets: readonly string[];
};

const DEMO = /\/src\/demos\/([^/]+)\/[^/]+$/;

/** The files that only a demo loads, by its id. A file that several demos share is listed under each. */
export function filesOfDemos(chunks: readonly Chunk[]): Record<string, string[]> {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const demoOf = ({ isEntry, facade }: Chunk) => (isEntry ? undefined : DEMO.exec(facade ?? '')?.[1]);

  /** Everything reached from `files` by imports, and by dynamic ones to the chunks that `follow` lets through. */
  function reach(files: readonly string[], follow: (chunk: Chunk) => boolean, found = new Set<string>()): Set<string> {
    for (const file of files) {
      const chunk = byFile.get(file);
      if (!chunk || found.has(file)) continue;
      found.add(file);
      for (const asset of chunk.assets) found.add(asset);
      const later = chunk.dynamicImports.filter((other) => byFile.has(other) && follow(byFile.get(other)!));
      reach([...chunk.imports, ...later], follow, found);
    }
    return found;
  }

  const entries = chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.file);
  const common = reach(entries, (chunk) => demoOf(chunk) === undefined);
  const ids = new Set(chunks.map(demoOf).filter((id) => id !== undefined));
  return Object.fromEntries(
    [...ids].sort().map((id) => {
      const heads = chunks.filter((chunk) => demoOf(chunk) === id && !common.has(chunk.file)).map(({ file }) => file);
      // What is common stands in the way: behind it lies the frame, and with it every other demo.
      const files = reach(heads, () => true, new Set(common));
      return [id, [...files].filter((file) => !common.has(file)).sort()];
    }),
  );
}
