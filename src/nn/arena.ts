/**
 * Memory by the step: handed out upwards, taken back all at once. The same requests after the same mark get the same
 * offsets, so a training step of fixed shape finds its tensors where the last step had them.
 */
import type { Heap } from '@/wasm/heap';

/** Tensors start where a vec may be loaded in one piece. */
const ALIGN = 16;
const FIRST_CHUNK = 16_384;

export type Mark = { readonly chunk: number; readonly top: number };

export interface Arena {
  /** Byte offset of a new stretch, a multiple of 16; its content is what was there before. */
  alloc(bytes: number): number;
  mark(): Mark;
  /** Takes back everything handed out since `mark`. */
  release(mark: Mark): void;
  /** What is handed out, as first and last byte offset of each stretch. */
  used(): readonly (readonly [from: number, to: number])[];
  /** Gives the memory back to the heap. */
  free(): void;
}

export function createArena(heap: Heap): Arena {
  const chunks: { offset: number; end: number }[] = [];
  let chunk = -1;
  let top = 0;
  let end = 0;

  function enter(index: number) {
    chunk = index;
    top = chunks[index]!.offset;
    end = chunks[index]!.end;
  }

  /** Goes to the next chunk that holds `bytes`; makes one, twice as large as the last, when there is none. */
  function next(bytes: number) {
    for (let i = chunk + 1; i < chunks.length; i++) if (chunks[i]!.end - chunks[i]!.offset >= bytes) return enter(i);
    const last = chunks.at(-1);
    const size = Math.max(bytes, last ? 2 * (last.end - last.offset) : FIRST_CHUNK);
    const offset = heap.alloc(size);
    chunks.push({ offset, end: offset + size });
    enter(chunks.length - 1);
  }

  return {
    alloc(bytes) {
      const size = (bytes + ALIGN - 1) & -ALIGN;
      if (size > end - top) next(size);
      const offset = top;
      top += size;
      return offset;
    },
    mark: () => ({ chunk, top }),
    release(mark) {
      chunk = mark.chunk;
      top = mark.top;
      end = chunks[chunk]?.end ?? 0;
    },
    used: () =>
      chunks.slice(0, chunk + 1).map(({ offset, end }, i): [number, number] => [offset, i === chunk ? top : end]),
    free() {
      for (const { offset } of chunks) heap.free(offset);
      chunks.length = 0;
      chunk = -1;
      top = end = 0;
    },
  };
}
