/** From what mermaid draws to what the page carries: no styles of its own, a size, rounded numbers. */
import { optimize } from 'svgo';

/** Wider diagrams run past the text, px; and none shrinks its 16 px labels by more than this. */
const WIDE = 640;
const SHRINK = 0.8;

const UNUSED = ['data-points', 'data-id', 'data-et', 'data-edge', 'data-look', 'aria-roledescription', 'role'];

const shrink = (svg: string) =>
  optimize(svg, {
    multipass: true,
    floatPrecision: 1,
    plugins: [
      {
        name: 'preset-default',
        params: {
          overrides: {
            cleanupIds: false, // markers are referenced by id
            convertShapeToPath: false, // the page's stylesheet tells shapes apart
            mergePaths: false,
            collapseGroups: false,
            removeHiddenElems: false,
          },
        },
      },
      { name: 'removeAttrs', params: { attrs: UNUSED } },
    ],
  }).data;

/** Mermaid defines every marker and symbol that it knows; a drawing keeps those that it refers to. */
function dropUnused(svg: string): string {
  const definition = /<(symbol|marker|filter|linearGradient)\b[^>]*?\bid="([^"]+)"[^>]*?(?:\/>|>[\s\S]*?<\/\1>)/g;
  return svg
    .replace(definition, (whole, _, id: string) => (svg.includes(`#${id})`) || svg.includes(`"#${id}"`) ? whole : ''))
    .replace(/<defs>\s*<\/defs>/g, '');
}

/**
 * @param svg  mermaid's output
 * @param type mermaid's name of the diagram type; the page's stylesheet knows it as class `mermaid-<type>`
 */
export function staticSvg(svg: string, type: string): string {
  const [, , width, height] = /viewBox="([^"]+)"/.exec(svg)![1]!.split(' ').map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const wide = width > WIDE;
  const small = shrink(dropUnused(svg.replace(/<style[\s\S]*?<\/style>/g, '')));
  const [, open = ''] = /^<svg([^>]*)>/.exec(small)!;
  const kept = open.replace(/ (?:class|style|width|height)="[^"]*"/g, '');
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}"`;
  const least = wide ? ` style="min-width:${Math.round(width * SHRINK)}px"` : '';
  return `<svg class="mermaid mermaid-${type}${wide ? ' mermaid-wide' : ''}" ${size}${least}${kept}>${small.slice(open.length + 5)}`;
}
