/**
 * A ```js fence in a chapter becomes plain markup: no script comes along to copy or to scroll it. Comments stand out,
 * and the keyboard can reach a line that is wider than the page.
 */
import type { Element } from 'hast';
import type { HastPluginDefinition } from 'satteri';

const escape = (text: string) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);

/**
 * The markup of a program. A comment goes from // to the end of its line; programs of the book hold no // elsewhere.
 *
 * @example program('a < b; // less') // '<pre class="program" tabindex="0"><code>a &lt; b; <span class="program-comment">// less</span></code></pre>'
 */
export function program(code: string): string {
  const lines = escape(code.trimEnd()).replace(/\/\/.*$/gm, '<span class="program-comment">$&</span>');
  return `<pre class="program" tabindex="0"><code>${lines}</code></pre>`;
}

/** The code of a js fence, if `node` is one. */
function fence(node: Element): Element | undefined {
  const [code] = node.children;
  const classes = code?.type === 'element' && code.tagName === 'code' ? code.properties.className : undefined;
  return Array.isArray(classes) && classes.includes('language-js') ? (code as Element) : undefined;
}

/** Sätteri plugin. */
export function programs(): HastPluginDefinition {
  return {
    name: 'programs',
    element: {
      filter: ['pre'],
      visit(node, context) {
        const code = fence(node);
        return code && { type: 'raw', value: program(context.textContent(code)) };
      },
    },
  };
}
