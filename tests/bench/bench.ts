/**
 * Our numeric core against TensorFlow.js (WASM backend) and ONNX Runtime Web (WASM provider), one thread each, on the
 * same inputs in the same process.
 *
 *   node tests/bench/run.mjs              a table
 *   node tests/bench/run.mjs matmul 64×   only the rows whose name or size contains one of the words; finance is `equity`
 *   node tests/bench/run.mjs --least      the quickest round instead of the median, for a machine that others use
 *   node tests/bench/run.mjs --json FILE  and the rows as [{ workload, size, ours_us, peers, ratio }]
 *
 * ours: the relaxed build; simd beside it, for comparison · ratio = time of the best peer / ours · bound = the time that
 * the row's operations or bytes take at their measured peak, whichever is longer, as a share of ours: 100 % cannot be
 * beaten. The peaks run in the same race. A row whose results differ from a peer's ends the run. The sizes at which the
 * finance library promises to be quick have limits instead of peers (their ratio is null).
 */
import { writeFileSync } from 'node:fs';
import { loadKernelsFromDisk } from '@/wasm/loadNode';
import { workloads as attention } from './families/attention';
import { workloads as conv2d } from './families/conv2d';
import { workloads as decode } from './families/decode';
import { workloads as elementwise } from './families/elementwise';
import { workloads as gpt } from './families/gpt';
import { workloads as int8 } from './families/int8';
import { workloads as lstm } from './families/lstm';
import { workloads as matmul } from './families/matmul';
import { workloads as mlp } from './families/mlp';
import { equityWorkloads } from './equity';
import { exponent } from './fit';
import { FLOPS, PEAKS, reader } from './peaks';
import { least, median, race } from './race';
import type { Entry, Workload } from './workload';

const FAMILIES: readonly Workload[] = [
  ...matmul,
  ...elementwise,
  ...conv2d,
  ...attention,
  ...lstm,
  ...mlp,
  ...gpt,
  ...int8,
  ...decode,
];

type Row = { workload: string; size: string; ours_us: number; peers: Record<string, number>; ratio: number | null };

const words = process.argv.slice(2);
const json = words.indexOf('--json');
const file = json < 0 ? undefined : words.splice(json, 2)[1];
const choose = words.includes('--least') ? least : median;
if (choose === least) words.splice(words.indexOf('--least'), 1);

const kernels = { simd: await loadKernelsFromDisk('simd'), relaxed: await loadKernelsFromDisk('relaxed') };
const print = (...columns: string[]) => process.stdout.write(`${columns.join(' ').trimEnd()}\n`);
const duration = (us: number) => (us < 1000 ? `${us.toPrecision(3)} µs` : `${(us / 1000).toPrecision(3)} ms`);
const percent = (x: number) => `${(100 * x).toFixed(0)} %`;

/** Throws when ours does not compute what a peer does. */
async function compare(row: Workload, name: string, ours: Entry, b: ArrayLike<number>): Promise<void> {
  if (!ours.read) return;
  await ours.run();
  const a = await ours.read();
  let [difference, greatest] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    greatest = Math.max(greatest, Math.abs(b[i]!));
  }
  const limit = row.tolerance ?? 1e-4;
  if (a.length !== b.length || !(difference <= limit * greatest))
    throw new Error(
      `bench: ${row.workload} ${row.size} agrees with ${name} to ${limit}; got ${difference / greatest} of ${a.length} and ${b.length} values`,
    );
}

async function measure(
  row: Workload,
): Promise<{ row: Row & { ratio: number }; simd: number; bound: string; rate: string }> {
  const entries: Record<string, Entry> = { relaxed: row.ours(kernels.relaxed), simd: row.ours(kernels.simd) };
  for (const [name, make] of Object.entries(row.peers)) {
    const peer = (entries[name] = await make());
    const theirs = await peer.read?.();
    if (theirs) for (const build of ['relaxed', 'simd'] as const) await compare(row, name, entries[build]!, theirs);
  }
  const probes = [
    ...(row.flops ? [{ name: 'fused', run: PEAKS.fused }] : []),
    ...(row.bytes ? [{ name: 'read', run: reader(row.bytes) }] : []),
  ];
  const candidates = Object.entries(entries).map(([name, { run }]) => ({ name, run }));
  const times = await race([...candidates, ...probes], choose);
  Object.values(entries).forEach((entry) => entry.free?.());

  const ours = times['relaxed']!;
  const peers = Object.fromEntries(Object.keys(row.peers).map((name) => [name, times[name]!]));
  const atPeak = row.flops ? (times['fused']! * row.flops) / FLOPS : 0;
  const limit = Math.max(atPeak, times['read'] ?? 0);
  return {
    row: {
      workload: row.workload,
      size: row.size,
      ours_us: ours,
      peers,
      ratio: Math.min(...Object.values(peers)) / ours,
    },
    simd: times['simd']!,
    bound: limit ? `${percent(limit / ours)} of ${limit === atPeak ? 'FMA' : 'read'}` : '',
    rate: row.flops ? `${(row.flops / ours / 1000).toFixed(1)}` : '',
  };
}

async function printPeaks(): Promise<void> {
  const sizes = { '24 kB': 24e3, '1 MB': 1e6, '16 MB': 16e6, '250 MB': 250e6 };
  const times = await race(
    [
      { name: 'fused', run: PEAKS.fused },
      { name: 'separate', run: PEAKS.separate },
      ...Object.entries(sizes).map(([name, bytes]) => ({ name, run: reader(bytes) })),
    ],
    choose,
  );
  const gflops = (name: string) => (FLOPS / times[name]! / 1000).toFixed(1);
  print(`peak: ${gflops('fused')} GFLOPS fused, ${gflops('separate')} with separate multiply and add`);
  const rates = Object.entries(sizes).map(([name, bytes]) => `${(bytes / times[name]! / 1000).toFixed(1)} (${name})`);
  print(`reading memory, GB/s: ${rates.join(', ')}\n`);
}

await printPeaks();
print(
  'workload'.padEnd(22),
  'size'.padEnd(16),
  'ours'.padEnd(9),
  'ratio'.padStart(6),
  'bound'.padStart(12),
  'GFLOPS'.padStart(8),
  ' simd'.padEnd(10),
  ' peers',
);
const rows: Row[] = [];
const series = new Map<string, [number, number][]>();
for (const workload of FAMILIES) {
  if (words.length && !words.some((word) => `${workload.workload} ${workload.size}`.includes(word))) continue;
  const { row, simd, bound, rate } = await measure(workload);
  rows.push(row);
  if (workload.n) series.set(row.workload, [...(series.get(row.workload) ?? []), [workload.n, row.ours_us]]);
  print(
    row.workload.padEnd(22),
    row.size.padEnd(16),
    duration(row.ours_us).padEnd(9),
    row.ratio.toPrecision(3).padStart(6),
    bound.padStart(12),
    rate.padStart(8),
    ` ${duration(simd)}`.padEnd(10),
    ` ${Object.entries(row.peers)
      .map(([name, us]) => `${name} ${duration(us)}`)
      .join(' · ')}`,
  );
}
print();
for (const [name, points] of series) {
  if (points.length < 3) continue;
  const sizes = points.map(([n]) => n);
  const range = `n = ${Math.min(...sizes)} … ${Math.max(...sizes)}`;
  print(`${name}: time ∝ n^${exponent(points).toFixed(2)} over ${range}`);
}

const finance = equityWorkloads.filter(
  ({ name }) => !words.length || words.some((word) => `equity ${name}`.includes(word)),
);
if (finance.length) print('\nequity'.padEnd(46), 'ours'.padEnd(9), '  limit');
for (const workload of finance) {
  const ours = (await race([workload], choose))[workload.name]!;
  rows.push({ workload: 'equity', size: workload.name, ours_us: ours, peers: {}, ratio: null });
  print(workload.name.padEnd(45), duration(ours).padEnd(9), `${workload.limitMs} ms`.padStart(8));
}
if (file) writeFileSync(file, JSON.stringify(rows, null, 1));
process.exit(0);
