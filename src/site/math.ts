/** Formulas become HTML and MathML while the page is compiled; no KaTeX JavaScript reaches the reader. */
import { fileURLToPath } from 'node:url';
import katex from 'katex';
import type { Element } from 'hast';
import type { HastPluginDefinition, PluginFactoryContext } from 'satteri';
import { DomainError, show } from '../lib/errors.ts';
import { numberOf } from './numberOf.ts';
import { equations, LABEL } from './equations.ts';

const EQREF = /^\s*\\eqref\{([^}]+)\}\s*$/;

/** KaTeX would set what is not trusted in red and go on. A link inside a formula is out of reach for screen readers. */
const refuse = ({ command }: { command: string }): never => {
  throw new DomainError(`math: a formula holds no links, classes or images; got ${show(command)}`);
};

/** The TeX source inside the MathML, for scripts that copy it: the book has none. */
const ANNOTATION = /<annotation encoding="application\/x-tex">.*?<\/annotation>/s;

/** TeX to markup. Anything that KaTeX does not know, or only half knows, is an error. */
const typeset = (tex: string, displayMode: boolean) =>
  katex
    .renderToString(tex, {
      displayMode,
      throwOnError: true,
      strict: 'error',
      output: 'htmlAndMathml',
      trust: refuse,
    })
    .replace(ANNOTATION, '');

/**
 * The markup of one formula. Wide ones scroll in a box of their own, which the keyboard can reach.
 *
 * @param numbers the page's equation numbers, by label
 * @throws {DomainError} \eqref to a label that no equation carries; lists those that exist
 */
export function formula(tex: string, displayMode: boolean, numbers: ReadonlyMap<string, string>): string {
  const target = EQREF.exec(tex)?.[1];
  if (target !== undefined) {
    const number = numbers.get(target);
    if (number) return `<a class="eqref" href="#eq-${target}">(${number})</a>`;
    throw new DomainError(
      `math: \\eqref names one of ${[...numbers.keys()].join(', ') || 'no labels'}; got ${show(target)}`,
    );
  }
  if (!displayMode) return `<span class="math" data-pagefind-ignore>${typeset(tex, false)}</span>`;
  const label = LABEL.exec(tex)?.[1];
  const id = label === undefined ? '' : ` id="eq-${label}"`;
  const numbered = tex.replace(LABEL, () => `\\tag{${numbers.get(label ?? '') ?? ''}}`);
  return `<div class="math-display" tabindex="0" data-pagefind-ignore${id}>${typeset(numbered, true)}</div>`;
}

/** Marks that no line may start with. */
const CLOSING = /^[，。、；：？！）》」』】〕〉…”’％]+/;
/** A formula of more TeX than this may need to break within: on a phone it would not fit on one line. */
const SHORT = 28;

const isCode = (node: Element, kind: string) =>
  node.tagName === 'code' && Array.isArray(node.properties.className) && node.properties.className.includes(kind);

/** Sätteri plugin: typesets `$…$` and `$$…$$`. A formula that fails stops the build and names its page. */
export function math(page: PluginFactoryContext): HastPluginDefinition {
  const file = page.fileURL ? fileURLToPath(page.fileURL) : 'a page';
  const inFile = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  };
  const numbers = inFile(() => equations(page.source, numberOf(file.replace(/\.mdx?$/, ''))));
  return {
    name: 'math',
    element: {
      filter: ['pre', 'code'],
      visit(node, context) {
        const [code] = node.children;
        const display = node.tagName === 'pre' && code?.type === 'element' && isCode(code, 'math-display');
        if (!display && !isCode(node, 'math-inline')) return undefined;
        const value = inFile(() => formula(context.textContent(node), display, numbers));
        const next = context.parent(node)?.children[(context.indexOf(node) ?? NaN) + 1];
        const marks = next?.type === 'text' && !display ? CLOSING.exec(next.value)?.[0] : undefined;
        if (next?.type !== 'text' || !marks || context.textContent(node).length > SHORT) return { type: 'raw', value };
        // A browser would break the line between the two.
        context.replaceNode(next, { type: 'text', value: next.value.slice(marks.length) });
        return { type: 'raw', value: `<span class="math-joined">${value}${marks}</span>` };
      },
    },
  };
}
