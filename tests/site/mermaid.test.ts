/** Diagrams without a browser, judged by what Chromium 156 measures and lays out with the same font (Inter, 16 px). */
import { describe, expect, test } from 'vitest';
import { mdxToJs } from 'satteri';
import { mermaid } from '../../src/site/mermaid/plugin';
import { pathLength, pathPoints, pointAt } from '../../src/site/mermaid/pathPoints';
import { renderMermaid } from '../../src/site/mermaid/render';
import { around } from '../../src/site/mermaid/box';
import { textWidth } from '../../src/site/mermaid/textMetrics';
import { apply, parseTransform, type Point } from '../../src/site/mermaid/transform';

describe('text', () => {
  test.each([
    ['Neural network', 115.9375],
    ['Whisper, WaveNet', 139.140625],
    ['a > b', 38.375],
    ['0123456789', 94.640625],
  ])('%s is as wide as in Chromium', (text, width) => {
    expect(Math.abs(textWidth(text, 16) - width)).toBeLessThan(0.25);
  });
  test('a Chinese character is one em', () => {
    expect(textWidth('金矿，', 20)).toBe(60);
  });
});

describe('paths', () => {
  test.each([
    { d: 'M10 10 A 30 20 0 0 1 70 10', length: 79.338501, box: [10, -10, 60, 20], half: [40, -10] },
    { d: 'M0 0 C 0 50 100 50 100 0', length: 139.465744, box: [0, 0, 100, 37.5], half: [50, 37.5] },
    { d: 'M5 5 h10 v20 l-10 -3 z', length: 57.440308, box: [5, 5, 10, 20], half: [15, 23.720154] },
  ])('$d has the length, box and middle that Chromium gives', ({ d, length, box, half }) => {
    const points = pathPoints(d);
    const near = (actual: readonly number[], expected: readonly number[]) =>
      actual.forEach((x, i) => expect(Math.abs(x - expected[i]!)).toBeLessThan(0.25));
    near([pathLength(points)], [length]);
    const { x, y, width, height } = around(points);
    near([x, y, width, height], box);
    near(pointAt(points, pathLength(points) / 2), half);
  });
  test('a full circle by two arcs is 2πr long', () => {
    const points = pathPoints('M0 -10 A10 10 0 1 1 0 10 A10 10 0 1 1 0 -10');
    expect(Math.abs(pathLength(points) - 2 * Math.PI * 10)).toBeLessThan(0.2);
  });
  test('a command that mermaid does not draw with is refused', () => {
    expect(() => pathPoints('M0 0 T 5 5')).toThrow('got T');
  });
});

test('transforms compose from left to right, as in Chromium', () => {
  // <rect x="1" y="2" width="30" height="10" transform="translate(10 20) rotate(30)"/> has this box in its group.
  const matrix = parseTransform('translate(10 20) rotate(30)');
  const corners: Point[] = [[1, 2], [31, 2], [1, 12], [31, 12]]; // prettier-ignore
  const { x, y, width, height } = around(corners.map((p) => apply(matrix, p)));
  const circle = around([[2, 2], [18, 18]]); // prettier-ignore
  expect(x + width - circle.x).toBeCloseTo(33.84678649902344, 4);
  expect(y + height - circle.y).toBeCloseTo(43.892303466796875, 4);
  expect(() => parseTransform('skewX(3)')).toThrow('got skewX');
});

const DIAGRAMS = [
  {
    type: 'flowchart',
    // The viewBox's width and height as Chromium lays the same source out.
    size: [475.98, 447.6],
    labels: ['Large model', 'Does it pay?', 'yes', 'Gold mine', 'wraps'],
    source: `flowchart TD
  A["Large model"] --> B{"Does it pay?"}
  B -->|yes| C["Gold mine"]
  B -->|no| D["Bubble with a long label that wraps"]`,
  },
  {
    type: 'sequence',
    size: [450, 271],
    labels: ['Reader', 'Model', 'prompt', 'answer'],
    source: 'sequenceDiagram\n  participant R as Reader\n  participant M as Model\n  R->>M: prompt\n  M-->>R: answer',
  },
  {
    type: 'state',
    size: [152, 300],
    labels: ['Seed', 'Growth', 'round A'],
    source: 'stateDiagram-v2\n  [*] --> Seed\n  Seed --> Growth: round A\n  Growth --> [*]',
  },
  {
    type: 'er',
    size: [178.25, 316.25],
    // Chromium counts the empty cells for keys and comments as 12.6 px of blank beside the table.
    slack: 13,
    labels: ['COMPANY', 'ROUND', 'raises', 'amount'],
    source: 'erDiagram\n  COMPANY ||--o{ ROUND : raises\n  ROUND { int amount\n   string date }',
  },
  {
    type: 'pie',
    size: [587.37, 450],
    // Mermaid's own style sheet sets the legend at 17 px; the book's sets it at 16.
    slack: 5,
    labels: ['Stakes', 'Founders', 'Investors', '60%'],
    source: 'pie title Stakes\n  "Founders" : 60\n  "Investors" : 40',
  },
];

describe('renderMermaid', () => {
  test.each(DIAGRAMS)(
    'a $type diagram is laid out as in Chromium',
    { timeout: 60_000 },
    async ({ type, size, slack = 0.1, labels, source }) => {
      const svg = await renderMermaid(source);
      expect(svg).toMatch(new RegExp(`^<svg class="mermaid mermaid-${type}[ "]`));
      const [, , width, height] = /viewBox="([^"]+)"/.exec(svg)![1]!.split(' ').map(Number) as number[];
      expect(Math.abs(width! - size[0]!)).toBeLessThan(slack);
      expect(Math.abs(height! - size[1]!)).toBeLessThan(0.1);
      const text = svg.replace(/<[^>]+>/g, ' ');
      for (const label of labels) expect(text).toContain(label.split(' ')[0]);
    },
  );
  test(
    'what reaches the page is still: no style sheet, no script, no number that is none',
    { timeout: 60_000 },
    async () => {
      for (const { source } of DIAGRAMS) {
        const svg = await renderMermaid(source);
        expect(svg).not.toMatch(/<style|<script|NaN|undefined|foreignObject|on\w+="/);
      }
    },
  );
  test('the same diagram drawn twice is the same drawing', { timeout: 60_000 }, async () => {
    const { source } = DIAGRAMS[0]!;
    const named = (svg: string) => svg.replaceAll(/mermaid-[0-9a-f]{8}/g, 'mermaid-id');
    const again = await renderMermaid(`${source}\n%% a comment makes it another entry of the cache`);
    expect(named(again)).toBe(named(await renderMermaid(source)));
  });
  test('a lone > in a label survives', { timeout: 60_000 }, async () => {
    expect(await renderMermaid('flowchart TD\n  a["p > c"]')).toContain('&gt;');
  });
  test('the globals of its document stay in its thread', { timeout: 60_000 }, async () => {
    await renderMermaid('flowchart TD\n  a --> b');
    expect('document' in globalThis).toBe(false);
  });
  test.each([
    ['a kind that needs a browser', 'mindmap\n  root', /flowchart, sequence, state, er, pie; got mindmap/],
    ['a broken diagram', 'flowchart TD\n  a -->', /Parse error on line 3/],
    ['no diagram at all', 'hello', /No diagram type detected/],
  ])('%s is refused', { timeout: 60_000 }, async (_, source, sentence) => {
    await expect(renderMermaid(source)).rejects.toThrow(sentence);
  });
});

describe('the plugin', () => {
  const compile = (source: string) =>
    mdxToJs(source, {
      hastPlugins: [mermaid],
      optimizeStatic: { component: 'Fragment', prop: 'set:html' }, // as Starlight sets MDX up
      fileURL: new URL('file:///book/content/zh/01-a.mdx'),
    });

  test('a fence becomes a picture; the words after it are its name', { timeout: 60_000 }, async () => {
    const { code } = await compile('```mermaid 两类 "模型"\nflowchart TD\n  a --> b\n```\n');
    expect(code).toContain('role=\\"img\\"');
    expect(code).toContain('aria-label=\\"两类 &quot;模型&quot;\\"');
    expect(code).not.toContain('language-mermaid');
  });
  test('other code is left alone', async () => {
    const { code } = await compile('```js\nflowchart\n```\n');
    expect(code).toContain('language-js');
  });
  test('an error names the file and shows the diagram', { timeout: 60_000 }, async () => {
    await expect(async () => compile('```mermaid\nflowchart TD\n  a -->\n```\n')).rejects.toThrow(
      /01-a\.mdx: mermaid: [\s\S]*\(diagram: flowchart TD ⏎ {3}a -->\)/,
    );
  });
});
