/** Small sums over lists of numbers. */
export const rowsOf = (values: readonly number[], width: number) =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
export const sum = (list: readonly number[]) => list.reduce((all, x) => all + x, 0);
