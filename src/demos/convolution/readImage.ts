/** An image file as grey values, read by the browser in the page. */
import { WHITE } from './pixels';

/** Luma of sRGB, ITU-R BT.601. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * The middle square of an image, side × side, from 0, black, to 9, white; what is transparent counts as black.
 *
 * @throws {DOMException} a file that the browser cannot decode
 */
export async function readImage(file: Blob, side: number): Promise<number[]> {
  const whole = await createImageBitmap(file);
  const edge = Math.min(whole.width, whole.height);
  const [left, top] = [Math.floor((whole.width - edge) / 2), Math.floor((whole.height - edge) / 2)];
  const small = await createImageBitmap(whole, left, top, edge, edge, {
    resizeWidth: side,
    resizeHeight: side,
    resizeQuality: 'high',
  });
  const context = new OffscreenCanvas(side, side).getContext('2d')!;
  context.fillRect(0, 0, side, side);
  context.drawImage(small, 0, 0);
  const { data } = context.getImageData(0, 0, side, side);
  return Array.from({ length: side * side }, (_, i) => {
    const [r, g, b] = data.subarray(4 * i, 4 * i + 3) as unknown as [number, number, number];
    return (WHITE * (RED * r + GREEN * g + BLUE * b)) / 255;
  });
}
