/** A ```mermaid fence becomes a static picture while the page is compiled; no mermaid JavaScript reaches the reader. */
import { fileURLToPath } from 'node:url';
import type { Element } from 'hast';
import type { HastPluginDefinition, PluginFactoryContext } from 'satteri';
import { renderMermaid } from './render.ts';

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

/** The code of a mermaid fence, if `node` is one. */
function fence(node: Element): Element | undefined {
  const [code] = node.children;
  const classes = code?.type === 'element' && code.tagName === 'code' ? code.properties.className : undefined;
  return Array.isArray(classes) && classes.includes('language-mermaid') ? (code as Element) : undefined;
}

/**
 * Sätteri plugin. The words after ```mermaid, if any, are the picture's text alternative; without them a screen reader
 * reads the labels in the picture. A diagram that fails stops the build and names its page and first lines.
 */
export function mermaid(page: PluginFactoryContext): HastPluginDefinition {
  return {
    name: 'mermaid',
    element: {
      filter: ['pre'],
      async visit(node, context) {
        const code = fence(node);
        if (!code) return undefined;
        const source = context.textContent(code).trim();
        const alternative = String((code.data as { meta?: string | null } | undefined)?.meta ?? '').trim();
        const name = alternative ? ` role="img" aria-label="${escape(alternative)}"` : '';
        try {
          const svg = (await renderMermaid(source)).replace('<svg', `<svg${name}`);
          return {
            type: 'raw',
            value: `<div class="diagram not-content" tabindex="0" data-pagefind-ignore>${svg}</div>`,
          };
        } catch (error) {
          const file = page.fileURL ? fileURLToPath(page.fileURL) : 'a page';
          const shown = source.split('\n').slice(0, 3).join(' ⏎ ');
          throw new Error(`${file}: mermaid: ${(error as Error).message} (diagram: ${shown})`, { cause: error });
        }
      },
    },
  };
}
