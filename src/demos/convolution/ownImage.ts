/** Images of the reader's own, as changes of the settings; loaded when the first is made. */
import type { AnyValues } from '@/lib/params';
import { DRAWING_SIDE, LARGEST_SIDE, type ConvolutionValues } from './params';
import { WHITE, writeDrawing, writePicture } from './pixels';

type Change = Partial<AnyValues>;

/** Keeps pixels as a drawing, which a link can hold, or else as a picture. */
export const keep = (pixels: readonly number[], { size, image }: ConvolutionValues): Change =>
  size <= DRAWING_SIDE && image !== 'own'
    ? { image: 'drawing', drawing: writeDrawing(pixels) }
    : { image: 'own', own: writePicture(pixels) };

/** Black for white. */
export const invert = (pixels: readonly number[], values: ConvolutionValues): Change =>
  keep(
    pixels.map((p) => WHITE - p),
    values,
  );

/** A file, read by the browser in the page. @throws {DOMException} one that it cannot decode */
export const open = async (file: Blob): Promise<Change> => ({
  image: 'own',
  size: LARGEST_SIDE,
  own: writePicture(await read(file, LARGEST_SIDE)),
});

/** Luma of sRGB, ITU-R BT.601. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/** The middle square of an image, side × side, from 0, black, to 9, white; what is transparent counts as black. */
async function read(file: Blob, side: number): Promise<number[]> {
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
