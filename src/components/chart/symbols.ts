/** Shapes of points, of about equal area, so that groups differ by more than colour. */
export type Shape = 'circle' | 'square' | 'triangle' | 'cross';

const f = (x: number) => Math.round(x * 10) / 10;

/**
 * A point as a part of a path: a thousand of them are one element.
 *
 * @param r px, radius of the circle
 * @example symbolPath('square', 10, 10, 5) // 'M5.6,5.6h8.8v8.8h-8.8Z'
 */
export function symbolPath(shape: Shape, x: number, y: number, r: number): string {
  switch (shape) {
    case 'circle':
      return `M${f(x - r)},${f(y)}a${f(r)},${f(r)} 0 1 0 ${f(2 * r)},0a${f(r)},${f(r)} 0 1 0 ${f(-2 * r)},0Z`;
    case 'square':
      return `M${f(x - 0.88 * r)},${f(y - 0.88 * r)}h${f(1.76 * r)}v${f(1.76 * r)}h${f(-1.76 * r)}Z`;
    case 'triangle':
      return `M${f(x)},${f(y - 1.3 * r)}L${f(x + 1.2 * r)},${f(y + 0.8 * r)}H${f(x - 1.2 * r)}Z`;
    case 'cross': {
      const [a, b] = [f(0.35 * r), f(0.85 * r)];
      return `M${f(x - a)},${f(y - a)}v${-b}h${f(2 * a)}v${b}h${b}v${f(2 * a)}h${-b}v${b}h${f(-2 * a)}v${-b}h${-b}v${f(-2 * a)}Z`;
    }
  }
}
