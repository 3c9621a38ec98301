import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { loadKernels as LoadKernels } from '@/wasm/load';
import { loadKernelsFromDisk } from '@/wasm/loadNode';

/** Answers every request with the relaxed build: Node runs it, and so it is what is asked for. */
const bytes = readFileSync('src/wasm/kernel.relaxed.wasm');
const answer = (type: string) => new Response(bytes, { headers: { 'content-type': type } });
const fetching = vi.fn<typeof fetch>();

describe('loadKernels()', () => {
  let loadKernels: typeof LoadKernels;
  beforeEach(async () => {
    vi.resetModules(); // it loads once per page
    vi.stubGlobal('fetch', fetching.mockReset());
    ({ loadKernels } = await import('@/wasm/load'));
  });
  afterEach(() => vi.unstubAllGlobals());

  test.each(['application/wasm', 'application/octet-stream', ''])('from a host that calls it "%s"', async (type) => {
    fetching.mockResolvedValue(answer(type));
    const kernels = await loadKernels();
    expect(kernels.build).toBe('relaxed');
    expect(`${fetching.mock.calls[0]![0] as URL}`).toContain('kernel.relaxed');
    const x = kernels.alloc(4);
    kernels.fill(x, 3, 1);
    expect(kernels.f32[x / 4]).toBe(3);
  });

  test('loads once, however often it is asked', async () => {
    fetching.mockImplementation(() => Promise.resolve(answer('application/wasm')));
    const [one, two] = await Promise.all([loadKernels(), loadKernels()]);
    expect(await loadKernels()).toBe(one);
    expect(two).toBe(one);
    expect(fetching).toHaveBeenCalledTimes(1);
  });

  test('tries again after a failure', async () => {
    fetching.mockRejectedValueOnce(new TypeError('offline'));
    await expect(loadKernels()).rejects.toThrow('offline');
    fetching.mockResolvedValueOnce(new Response('', { status: 503 }));
    await expect(loadKernels()).rejects.toThrow(/^loadKernels: .*kernel\.relaxed.* is there; got status 503$/);
    fetching.mockResolvedValueOnce(answer('application/wasm'));
    expect((await loadKernels()).build).toBe('relaxed');
  });
});

describe('loadKernelsFromDisk(build)', () => {
  test('gives an instance of its own each time, the simd build unless asked', async () => {
    const [one, two] = [await loadKernelsFromDisk(), await loadKernelsFromDisk()];
    expect([one.build, (await loadKernelsFromDisk('base')).build]).toEqual(['simd', 'base']);
    expect(one.memory).not.toBe(two.memory);
  });

  test('says what to do where there is none', async () => {
    await expect(loadKernelsFromDisk('none' as 'base')).rejects.toThrow(
      /^loadKernelsFromDisk: the kernels are compiled, see src\/site\/compileKernels\.mjs; got no .*kernel\.none\.wasm$/,
    );
  });
});
