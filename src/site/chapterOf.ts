/**
 * The chapter that a page belongs to, from its file name: NN-slug, or NN-P-slug for one of its parts. Undefined for
 * pages of no chapter.
 *
 * @example chapterOf('content/zh/01-overview.mdx') // 1
 * @example chapterOf('zh/02-3-vision') // 2
 * @example chapterOf('zh/glossary') // undefined
 */
export function chapterOf(path: string): number | undefined {
  const found = /(?:^|\/)(\d\d)-[^/]+$/.exec(path);
  return found ? Number(found[1]) : undefined;
}
