/** Mermaid source to static SVG, kept in .cache/mermaid under the hash of what it was drawn from. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Answer, Request } from './worker.ts';

const CACHE = '.cache/mermaid';
const here = new URL('.', import.meta.url);

/** What a drawing depends on besides its source: mermaid's version and the files of this folder. */
const drawnBy = [
  createRequire(import.meta.url)('mermaid/package.json').version as string,
  ...readdirSync(here)
    .sort()
    .map((name) => readFileSync(new URL(name, here), 'utf8')),
].join('\0');

type Waiting = { resolve: (svg: string) => void; reject: (error: Error) => void };
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let count = 0;

function start(): Worker {
  const started = new Worker(new URL('worker.ts', here));
  started.on('message', ({ n, svg, error }: Answer) => {
    const { resolve, reject } = waiting.get(n)!;
    waiting.delete(n);
    if (svg === undefined) reject(new Error(error));
    else resolve(svg);
    if (waiting.size === 0) started.unref(); // an idle worker does not keep the build alive
  });
  started.on('error', (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker = undefined;
  });
  return started;
}

function draw(id: string, source: string): Promise<string> {
  worker ??= start();
  worker.ref();
  return new Promise((resolve, reject) => {
    const request: Request = { n: ++count, id, source };
    waiting.set(request.n, { resolve, reject });
    worker!.postMessage(request);
  });
}

/**
 * @param source mermaid's language: a flowchart, sequence, state, er or pie diagram
 * @returns an `<svg class="mermaid">` without style of its own; src/styles/mermaid.css gives it the page's colours
 * @throws {Error} mermaid's own sentence, or the kind of diagram that is not on the list
 */
export async function renderMermaid(source: string): Promise<string> {
  const hash = createHash('sha256').update(`${drawnBy}\0${source}`).digest('hex').slice(0, 16);
  const file = `${CACHE}/${hash}.svg`;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const svg = await draw(`mermaid-${hash.slice(0, 8)}`, source);
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, svg);
  renameSync(`${file}.${process.pid}`, file); // whole or not there, also when two builds run at once
  return svg;
}
