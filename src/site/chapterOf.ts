/**
 * The chapter that a page is, from the number in its file name NN-slug; undefined for pages that are none.
 *
 * @example chapterOf('content/zh/01-overview.mdx') // 1
 * @example chapterOf('zh/glossary') // undefined
 */
export function chapterOf(path: string): number | undefined {
  const found = /(?:^|\/)(\d\d)-[^/]+$/.exec(path);
  return found ? Number(found[1]) : undefined;
}
