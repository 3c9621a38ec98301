/**
 * Runs the documentation. In a docstring, `@example call // answer` says that the call gives the answer: both sides are
 * expressions, evaluated with the exports of the file and of its neighbours in the same folder.
 * `// throws 'message'` says that it throws. An example may go on over several lines, up to its answer.
 */
import { isDeepStrictEqual } from 'node:util';

export type Example = { readonly of: string; readonly line: number; readonly call: string; readonly answer: string };

const DOCSTRING =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*((?:export\s+)?(?:abstract\s+|async\s+)?(?:function\*?|const|class)\s+(\w+)|(\w+))?/g;

/** Every example of a source text, with the name of what its docstring describes. */
export function findExamples(source: string): Example[] {
  const examples: Example[] = [];
  for (const match of source.matchAll(DOCSTRING)) {
    const [, body = '', , declared, member] = match;
    const firstLine = source.slice(0, match.index).split('\n').length;
    const lines = body.split('\n').map((line) => line.replace(/^\s*\*? ?/, ''));
    let open: { line: number; text: string } | undefined;
    const close = () => {
      if (!open) return;
      const cut = open.text.lastIndexOf(' // ');
      if (cut < 0) throw new Error(`an example reads "call // answer"; got ${open.text} in line ${open.line}`);
      const [call, answer] = [open.text.slice(0, cut).trim(), open.text.slice(cut + 4).trim()];
      examples.push({ of: declared ?? member ?? '', line: open.line, call, answer });
      open = undefined;
    };
    lines.forEach((line, i) => {
      const start = /^\s*@example\s+(.*)$/.exec(line);
      if (start || /^\s*@\w/.test(line) || line.trim() === '') close();
      if (start) open = { line: firstLine + i, text: start[1] ?? '' };
      else if (open) open.text += ` ${line.trim()}`;
    });
    close();
  }
  return examples;
}

/** undefined when the example holds, else a sentence that says what came out instead. */
export function runExample({ call, answer }: Example, scope: Readonly<Record<string, unknown>>): string | undefined {
  const evaluate = (code: string): unknown =>
    // The code under evaluation is the project's own documentation.
    (new Function(...Object.keys(scope), `'use strict'; return (${code});`) as (...values: unknown[]) => unknown)(
      ...Object.values(scope),
    );
  const thrown = /^throws\s+(.+)$/.exec(answer)?.[1];
  let actual: unknown;
  try {
    actual = evaluate(call);
  } catch (error) {
    if (thrown === undefined) return `${call} throws ${String(error)}; documented: ${answer}`;
    const message = error instanceof Error ? error.message : String(error);
    return message === evaluate(thrown) ? undefined : `${call} throws ${message}; documented: ${thrown}`;
  }
  if (thrown !== undefined) return `${call} gives ${print(actual)}; documented: throws ${thrown}`;
  return equal(actual, evaluate(answer)) ? undefined : `${call} gives ${print(actual)}; documented: ${answer}`;
}

/** Deeply equal; numbers within 1e-12 of one another, relatively. */
export function equal(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  }
  if (isTree(a) && isTree(b) && Object.getPrototypeOf(a) === Object.getPrototypeOf(b)) {
    const [x, y] = [Object.entries(a), Object.entries(b)];
    if (x.length === 0) return isDeepStrictEqual(a, b);
    return (
      x.length === y.length && x.every(([key, value]) => Object.hasOwn(b, key) && equal(value, Reflect.get(b, key)))
    );
  }
  return isDeepStrictEqual(a, b);
}

/** What is compared entry by entry: arrays, typed arrays, plain objects and the book's own classes. */
const isTree = (x: unknown): x is object =>
  typeof x === 'object' && x !== null && !(x instanceof Map || x instanceof Set || x instanceof Date);

/** As JSON; spaces that look like others are spelled out. */
const print = (x: unknown) =>
  (JSON.stringify(x, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ?? String(x)).replace(
    /[^\S ]/g,
    (space) => `\\u${space.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
