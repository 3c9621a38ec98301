import { describe, expect, it } from 'vitest';
import { filesOfDemos, type Chunk } from '@/site/offline/graph';

const chunk = (file: string, more: Partial<Chunk> = {}): Chunk => ({
  file,
  isEntry: false,
  facade: null,
  imports: [],
  dynamicImports: [],
  assets: [],
  ...more,
});

/** Two demos behind one frame, as the bundler makes them; `d3.js` is used by both pictures, `chart.js` by the frame. */
const site = [
  chunk('frame.js', {
    isEntry: true,
    facade: '/b/src/components/demo/DemoFrame.svelte',
    imports: ['svelte.js', 'chart.js'],
    dynamicImports: ['a-view.js', 'a-model.js', 'b-view.js', 'update.js'],
  }),
  chunk('svelte.js', { facade: '/b/node_modules/svelte/index.js' }),
  chunk('chart.js', { facade: '/b/src/components/chart/Line.svelte' }),
  chunk('update.js', { facade: '/b/src/offline/update.ts' }),
  chunk('a-view.js', {
    facade: '/b/src/demos/a/View.svelte',
    imports: ['frame.js', 'd3.js', 'chart.js'],
    assets: ['a.css'],
  }),
  chunk('a-model.js', { facade: '/b/src/demos/a/model.ts', dynamicImports: ['a-data.js'] }),
  chunk('a-data.js', { facade: '/b/src/demos/a/data.ts' }),
  chunk('b-view.js', { facade: '/b/src/demos/b/View.svelte', imports: ['d3.js', 'svelte.js'] }),
  chunk('d3.js'),
];

describe('filesOfDemos', () => {
  it('lists, for each demo, what the frame does not load without it', () => {
    expect(filesOfDemos(site)).toEqual({
      a: ['a-data.js', 'a-model.js', 'a-view.js', 'a.css', 'd3.js'],
      b: ['b-view.js', 'd3.js'],
    });
  });

  it('leaves to the shell what any page loads: a chart that a page draws without a demo', () => {
    const page = chunk('page.js', { isEntry: true, facade: '/b/src/pages/x.astro', imports: ['d3.js'] });
    expect(filesOfDemos([...site, page])).toMatchObject({ b: ['b-view.js'] });
  });

  it('lists nothing where there is no demo', () => {
    expect(filesOfDemos([chunk('page.js', { isEntry: true })])).toEqual({});
  });
});
