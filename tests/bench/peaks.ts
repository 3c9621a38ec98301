/** What this core can do at most, by assembly/probe/peaks.ts: a multiply-add peak and the speed of reading memory. */
import { readFile, rm } from 'node:fs/promises';
import { main } from 'assemblyscript/asc';

type Probe = {
  memory: WebAssembly.Memory;
  multiplyAdd(rounds: number, scale: number, offset: number): number;
  read(p: number, bytes: number): number;
};

const PAGE = 65_536;
const ROUNDS = 20_000;
/** Operations of one call of `multiplyAdd`. */
export const FLOPS: number = ROUNDS * 12 * 4 * 2;

async function load(name: string, features: string): Promise<Probe> {
  const outFile = `node_modules/.cache/bench/${name}.${process.pid}.wasm`;
  const flags = ['--config', 'none', '--optimizeLevel', '3', '--runtime', 'stub', '--noAssert', '--enable', features];
  const use = ['--use', 'vec=v128', '--use', 'LANES=4'];
  const { error, stderr } = await main(['assembly/probe/peaks.ts', ...flags, ...use, '--outFile', outFile]);
  if (error) throw new Error(`peaks: the probe compiles; got\n${stderr.toString()}`);
  const { instance } = await WebAssembly.instantiate(await readFile(outFile), {});
  await rm(outFile);
  return instance.exports as unknown as Probe;
}

const fused = await load('peaks-relaxed', 'simd,relaxed-simd');
const separate = await load('peaks-simd', 'simd');

export const PEAKS = {
  /** FLOPS operations, multiply and add fused (relaxed SIMD). */
  fused: (): number => fused.multiplyAdd(ROUNDS, 0.999999, 1e-7),
  /** The same, rounded between. */
  separate: (): number => separate.multiplyAdd(ROUNDS, 0.999999, 1e-7),
};

/** A function that reads an array of about so many bytes once; the array stays, for the next of the same length or less. */
export function reader(bytes: number): () => number {
  const start = PAGE;
  const length = Math.ceil(bytes / 256) * 256;
  const missing = start + length - fused.memory.buffer.byteLength;
  if (missing > 0) {
    fused.memory.grow(Math.ceil(missing / PAGE));
    new Float32Array(fused.memory.buffer, start).fill(0.5); // pages that were never written are all one page
  }
  return () => fused.read(start, length);
}
