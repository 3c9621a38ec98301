/** Loads the numeric core in a page or a Worker: the fastest build that the browser runs. In Node: loadNode.ts. */
import { relaxedSimd, simd } from 'wasm-feature-detect';
import { instantiateKernels } from './kernels';
import type { Build, Kernels } from './kernels';
import baseUrl from './kernel.base.wasm?url&no-inline';
import relaxedUrl from './kernel.relaxed.wasm?url&no-inline';
import simdUrl from './kernel.simd.wasm?url&no-inline';

const URLS: Readonly<Record<Build, string>> = { base: baseUrl, simd: simdUrl, relaxed: relaxedUrl };

let loading: Promise<Kernels> | undefined;

/**
 * The kernels, loaded once per page or Worker. A failure is not kept: the next call tries again.
 *
 * @throws {TypeError} the network gave no module
 */
export function loadKernels(): Promise<Kernels> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Kernels> {
  const build = (await relaxedSimd()) ? 'relaxed' : (await simd()) ? 'simd' : 'base';
  return instantiateKernels(await compile(new URL(URLS[build], import.meta.url)), build);
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`loadKernels: ${url.pathname} is there; got status ${response.status}`);
  // Streaming wants the type application/wasm, which not every host sends.
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
