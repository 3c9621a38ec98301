/**
 * To a tenth of a px: finer than any screen, and short to write.
 *
 * @example tenth(12.3456) // 12.3
 */
export const tenth = (px: number): number => Math.round(px * 10) / 10;
