/**
 * The number of a page, from its file name: of a chapter NN-slug, or of a part of one NN-P-slug. It comes before the
 * point in the numbers of figures, tables, exercises and equations. Undefined for pages that are neither.
 *
 * @example numberOf('content/zh/01-overview.mdx') // '1'
 * @example numberOf('zh/02-3-vision') // '2.3'
 * @example numberOf('zh/glossary') // undefined
 */
export function numberOf(path: string): string | undefined {
  const found = /(?:^|\/)(\d\d)-(?:(\d\d?)-)?[^/]+$/.exec(path);
  return found?.slice(1, 3).filter(Boolean).map(Number).join('.');
}
