import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHeap } from '@/wasm/heap';

const start = () => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 1000 });
  let growths = 0;
  return { memory, heap: createHeap(memory, () => growths++), growths: () => growths };
};

describe('heap', () => {
  test('hands out blocks above the initial size, on cache lines', () => {
    const { heap, memory } = start();
    const blocks = [1, 64, 65, 1000].map((bytes) => heap.alloc(bytes));
    expect(blocks).toEqual([131_072, 131_136, 131_200, 131_328]);
    expect(heap.used).toBe(64 + 64 + 128 + 1024);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(131_072 + heap.used);
  });

  test('uses a freed block again, and merges it with free neighbours on both sides', () => {
    const { heap, growths } = start();
    const [a, b, c, d] = [heap.alloc(100), heap.alloc(100), heap.alloc(100), heap.alloc(100)] as const;
    heap.free(b);
    expect(heap.alloc(50)).toBe(b);
    heap.free(b);
    heap.free(a);
    heap.free(c);
    expect(heap.alloc(3 * 128)).toBe(a); // the three of them in one piece
    expect(growths()).toBe(1);
    heap.free(a);
    heap.free(d);
    expect(heap.used).toBe(0);
  });

  test('blocks in use never overlap, whatever comes and goes', () => {
    const action = fc.record({ bytes: fc.integer({ min: 1, max: 5000 }), free: fc.boolean(), which: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const { heap, memory } = start();
        const live: { offset: number; bytes: number }[] = [];
        for (const { bytes, free, which } of actions) {
          if (free && live.length) heap.free(live.splice(which % live.length, 1)[0]!.offset);
          else live.push({ offset: heap.alloc(bytes), bytes });
          const sorted = live.toSorted((x, y) => x.offset - y.offset);
          sorted.forEach(({ offset, bytes }, i) => {
            expect(offset % 64).toBe(0);
            expect(offset + bytes).toBeLessThanOrEqual(sorted[i + 1]?.offset ?? memory.buffer.byteLength);
          });
        }
        for (const { offset } of live) heap.free(offset);
        expect(heap.used).toBe(0);
        const size = memory.buffer.byteLength;
        if (size > 131_072) heap.alloc(size - 131_072 - 64); // all of it is one gap again, but for what kernels may read past
        expect(memory.buffer.byteLength).toBe(size);
      }),
    );
  });

  test('tells when memory has grown', () => {
    const { heap, growths } = start();
    heap.alloc(10);
    heap.alloc(10);
    expect(growths()).toBe(1);
    heap.alloc(1_000_000);
    expect(growths()).toBe(2);
  });

  test('refuses what is no size, more than there is, and what is no block', () => {
    const { heap } = start();
    for (const bytes of [0, -1, 1.5, NaN, Infinity]) expect(() => heap.alloc(bytes)).toThrow(/^alloc: bytes are/);
    expect(() => heap.alloc(0)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: alloc: bytes are a positive whole number; got 0]`,
    );
    expect(() => heap.alloc(2 ** 32)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: alloc: memory holds at most 4294901760 bytes; got 4294967296 more]`,
    );
    expect(() => heap.alloc(100_000_000)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: alloc: memory can grow; got a refusal of 100000000 bytes more, 0 in use]`,
    );
    const block = heap.alloc(100);
    heap.free(block);
    expect(() => heap.free(block)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: free: the offset is that of a block in use; got 131072]`,
    );
    expect(() => heap.free(3)).toThrow(/^free: the offset is that of a block in use; got 3/);
    expect(heap.used).toBe(0);
  });
});
