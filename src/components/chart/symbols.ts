import { tenth } from './tenth';

/** Shapes of points, of about equal area, so that groups differ by more than colour. */
export type Shape = 'circle' | 'square' | 'triangle' | 'cross';

/**
 * A point as a part of a path: a thousand of them are one element.
 *
 * @param r px, radius of the circle
 * @example symbolPath('square', 10, 10, 5) // 'M5.6,5.6h8.8v8.8h-8.8Z'
 */
export function symbolPath(shape: Shape, x: number, y: number, r: number): string {
  switch (shape) {
    case 'circle':
      return `M${tenth(x - r)},${tenth(y)}a${tenth(r)},${tenth(r)} 0 1 0 ${tenth(2 * r)},0a${tenth(r)},${tenth(r)} 0 1 0 ${tenth(-2 * r)},0Z`;
    case 'square':
      return `M${tenth(x - 0.88 * r)},${tenth(y - 0.88 * r)}h${tenth(1.76 * r)}v${tenth(1.76 * r)}h${tenth(-1.76 * r)}Z`;
    case 'triangle':
      return `M${tenth(x)},${tenth(y - 1.3 * r)}L${tenth(x + 1.2 * r)},${tenth(y + 0.8 * r)}H${tenth(x - 1.2 * r)}Z`;
    case 'cross': {
      const [a, b] = [tenth(0.35 * r), tenth(0.85 * r)];
      return `M${tenth(x - a)},${tenth(y - a)}v${-b}h${tenth(2 * a)}v${b}h${b}v${tenth(2 * a)}h${-b}v${b}h${tenth(-2 * a)}v${-b}h${-b}v${tenth(-2 * a)}Z`;
    }
  }
}
