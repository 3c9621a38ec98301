import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { equal, findExamples, runExample } from '../support/runExamples';

type Exports = Record<string, unknown>;
const rooms = {
  'src/data': import.meta.glob<Exports>('../../src/data/**/*.ts', { eager: true }),
  'src/lib': import.meta.glob<Exports>('../../src/lib/*.ts', { eager: true }),
  'src/models': import.meta.glob<Exports>('../../src/models/*.ts', { eager: true }),
  'src/finance': import.meta.glob<Exports>('../../src/finance/**/*.ts', { eager: true }),
};

describe.each(Object.entries(rooms))('%s', (room, files) => {
  const neighbours: Exports = Object.assign({}, ...Object.values(files));
  const documented = Object.entries(files).map(([path, exports]) => {
    const examples = findExamples(readFileSync(new URL(path, import.meta.url), 'utf8'));
    return { file: basename(path), exports, examples };
  });

  const cases = documented.flatMap(({ file, exports, examples }) =>
    examples.map((example) => ({ title: `${file}:${example.line} ${example.call}`, example, exports })),
  );
  test.each(cases)('$title', ({ example, exports }) => {
    expect(runExample(example, { ...neighbours, ...exports })).toBeUndefined();
  });

  if (room !== 'src/finance') return;
  const functions = documented.flatMap(({ file, exports, examples }) =>
    Object.keys(exports)
      .filter((name) => typeof exports[name] === 'function')
      .map((name) => ({ file, name, examples })),
  );
  test.each(functions)('$file: $name has an example', ({ name, examples }) => {
    expect(examples.map((example) => example.of)).toContain(name);
  });
});

describe('the examples are really judged', () => {
  const scope = {
    twice: (x: number) => 2 * x,
    fail: () => {
      throw new RangeError('fail: never; got 1');
    },
  };
  const judge = (docstring: string) => findExamples(docstring).map((example) => runExample(example, scope));

  test('a right answer passes, a wrong one is told', () => {
    expect(judge('/** @example twice(2) // 4 */')).toEqual([undefined]);
    expect(judge('/** @example twice(2) // 5 */')).toEqual(['twice(2) gives 4; documented: 5']);
  });
  test('an example may take several lines and may throw', () => {
    const docstring = '/**\n * @example twice(\n *   3) // 6\n * @example fail() // throws "fail: never; got 1"\n */';
    expect(judge(docstring)).toEqual([undefined, undefined]);
    expect(judge('/** @example fail() // 1 */')).toEqual([
      'fail() throws RangeError: fail: never; got 1; documented: 1',
    ]);
    expect(judge('/** @example twice(1) // throws "no" */')).toEqual(['twice(1) gives 2; documented: throws "no"']);
  });
  test('an example without an answer is refused', () => {
    expect(() => judge('/** @example twice(2) */')).toThrow('call // answer');
  });
  test('an example belongs to what its docstring stands before', () => {
    expect(findExamples('/** @example f() // 1 */\nexport const f = () => 1;').map((e) => e.of)).toEqual(['f']);
  });
  test('numbers agree to 12 digits, the rest exactly', () => {
    expect(equal([1, { a: 1e6 }], [1, { a: 1e6 + 1e-7 }])).toBe(true);
    expect(equal(1, 1 + 1e-11)).toBe(false);
    expect(equal([1, undefined], [1])).toBe(false);
    expect(equal({ a: 1 }, { b: 1 })).toBe(false);
    expect(equal(NaN, 0)).toBe(false);
    expect(equal(/a/, /b/)).toBe(false);
    expect(equal(new Map([['a', 1]]), new Map([['a', 2]]))).toBe(false);
  });
});
