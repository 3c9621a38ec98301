/** Draws diagrams in a thread of its own, so that jsdom's globals never meet the code that renders pages. */
import { parentPort } from 'node:worker_threads';
import './browserless.ts';
import { staticSvg } from './staticSvg.ts';

const { default: mermaid } = await import('mermaid');

/** Mermaid's names of the diagrams that come out right without a browser, by the author's keyword. */
const TYPES: Readonly<Record<string, string>> = {
  'flowchart-v2': 'flowchart',
  sequence: 'sequence',
  stateDiagram: 'state',
  'stateDiagram-v2': 'state',
  er: 'er',
  pie: 'pie',
};

mermaid.initialize({
  startOnLoad: false,
  theme: 'base',
  look: 'classic',
  htmlLabels: false,
  securityLevel: 'strict',
  deterministicIds: true,
  suppressErrorRendering: true,
  fontFamily: 'inherit',
  flowchart: { htmlLabels: false, useMaxWidth: true, wrappingWidth: 200 },
});

/** A lone ` > ` in a label is lost by mermaid 12.3 without HTML labels; its entity survives. */
const keepGreaterThan = (source: string) => source.replace(/(?<=[^-=.<|]\s)>(?=\s)/g, '#gt;');

async function draw(id: string, source: string): Promise<string> {
  const { diagramType } = await mermaid.parse(source);
  const type = TYPES[diagramType];
  if (!type)
    throw new Error(`a diagram is one of ${[...new Set(Object.values(TYPES))].join(', ')}; got ${diagramType}`);
  document.documentElement.dataset['diagram'] = type; // textBox.ts asks
  const { svg } = await mermaid.render(id, keepGreaterThan(source));
  return staticSvg(svg, type);
}

export type Request = { readonly n: number; readonly id: string; readonly source: string };
export type Answer = { readonly n: number; readonly svg?: string; readonly error?: string };

parentPort!.on('message', ({ n, id, source }: Request) => {
  draw(id, source).then(
    (svg) => parentPort!.postMessage({ n, svg } satisfies Answer),
    (error: unknown) =>
      parentPort!.postMessage({ n, error: error instanceof Error ? error.message : String(error) } satisfies Answer),
  );
});
