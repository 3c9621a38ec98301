/** From what mermaid draws to what the page carries: no styles of its own, a size, rounded numbers. */
import { optimize } from 'svgo';

/** Wider diagrams scroll on narrow screens instead of shrinking beyond reading, px. */
const WIDE = 680;

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
  const [, , width, height] = /viewBox="([^"]+)"/.exec(svg)![1]!.split(' ').map(Number) as [number, number, number, number];
  const wide = width > WIDE ? ' mermaid-wide' : '';
  const small = shrink(dropUnused(svg.replace(/<style[\s\S]*?<\/style>/g, '')));
  const [, open = ''] = /^<svg([^>]*)>/.exec(small)!;
  const kept = open.replace(/ (?:class|style|width|height)="[^"]*"/g, '');
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}"`;
  return `<svg class="mermaid mermaid-${type}${wide}" ${size}${kept}>${small.slice(open.length + 5)}`;
}
