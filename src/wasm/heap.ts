/**
 * Blocks of WASM memory above the module's own, handed out by first fit and taken back; neighbours that are free merge.
 * Meant for a few large blocks (parameters, arenas), not for every tensor.
 */
import { DomainError, show } from '@/lib/errors';

const PAGE = 65_536;
/** Blocks start on a cache line. */
const ALIGN = 64;
/** Bytes at the end of memory that no block gets: kernels may read up to a tile's width past an array. */
const SLACK = 64;
/** The whole memory of a 32-bit module. */
const LIMIT = 2 ** 32 - PAGE;

export interface Heap {
  /**
   * Byte offset of a new block, a multiple of 64; its content is what was there before.
   *
   * @throws {DomainError} no positive whole number of bytes, or more than memory can give
   */
  alloc(bytes: number): number;
  /** @throws {DomainError} not the offset of a block in use */
  free(offset: number): void;
  /** Bytes in use. */
  readonly used: number;
}

/** `grown` is called after memory has grown: every view of the old buffer is dead. */
export function createHeap(memory: WebAssembly.Memory, grown: () => void): Heap {
  let end = memory.buffer.byteLength;
  let used = 0;
  let slack = SLACK; // still to be left
  const blocks = new Map<number, number>(); // in use: offset -> bytes
  const gaps: { offset: number; bytes: number }[] = []; // free, by offset

  function grow(bytes: number) {
    const last = gaps.at(-1);
    const tail = last && last.offset + last.bytes === end ? last : undefined;
    const missing = bytes + slack - (tail?.bytes ?? 0);
    // At least an eighth more, so that many small requests cost few growths.
    const more = Math.min(
      Math.ceil(Math.max(missing, end / 8) / PAGE) * PAGE,
      Math.max(LIMIT - memory.buffer.byteLength, 0),
    );
    if (more < missing) throw new DomainError(`alloc: memory holds at most ${LIMIT} bytes; got ${show(bytes)} more`);
    try {
      memory.grow(more / PAGE);
    } catch {
      throw new DomainError(`alloc: memory can grow; got a refusal of ${show(bytes)} bytes more, ${show(used)} in use`);
    }
    const gained = more - slack;
    if (tail) tail.bytes += gained;
    else gaps.push({ offset: end, bytes: gained });
    end += gained;
    slack = 0;
    grown();
  }

  return {
    get used() {
      return used;
    },
    alloc(bytes) {
      if (!Number.isInteger(bytes) || bytes <= 0)
        throw new DomainError(`alloc: bytes are a positive whole number; got ${show(bytes)}`);
      const size = Math.ceil(bytes / ALIGN) * ALIGN;
      let index = gaps.findIndex((gap) => gap.bytes >= size);
      if (index < 0) {
        grow(size);
        index = gaps.length - 1;
      }
      const gap = gaps[index]!;
      const { offset } = gap;
      gap.offset += size;
      gap.bytes -= size;
      if (gap.bytes === 0) gaps.splice(index, 1);
      blocks.set(offset, size);
      used += size;
      return offset;
    },
    free(offset) {
      const bytes = blocks.get(offset);
      if (bytes === undefined) throw new DomainError(`free: the offset is that of a block in use; got ${show(offset)}`);
      blocks.delete(offset);
      used -= bytes;
      let index = gaps.findIndex((gap) => gap.offset > offset);
      if (index < 0) index = gaps.length;
      gaps.splice(index, 0, { offset, bytes });
      for (const i of [index, index - 1]) {
        const [gap, next] = [gaps[i], gaps[i + 1]];
        if (gap && next && gap.offset + gap.bytes === next.offset) {
          gap.bytes += next.bytes;
          gaps.splice(i + 1, 1);
        }
      }
    },
  };
}
