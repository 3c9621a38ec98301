import { describe, expect, test } from 'vitest';
import { mdxToJs } from 'satteri';
import { equations } from '../../src/site/equations';
import { formula, math } from '../../src/site/math';

/** The compiled page, or its error. */
const compile = (source: string, file = '/book/content/en/04-cases.mdx') =>
  mdxToJs(source, {
    features: { math: true },
    hastPlugins: [math],
    optimizeStatic: { component: 'Fragment', prop: 'set:html' }, // as Starlight sets MDX up
    fileURL: new URL(`file://${file}`),
  });

/** The text that MathML holds, without the copy of the TeX source. */
const mathml = (html: string) =>
  html
    .replace(/<annotation[\s\S]*?<\/annotation>/g, '')
    .replace(/<span class="katex-html"[\s\S]*$/, '')
    .replace(/<[^>]+>/g, '');

describe('equations', () => {
  test('only labelled displays are numbered, in order, with the chapter', () => {
    const source = '$$a \\label{one}$$ $$b$$ $x \\label{inline}$ $$c \\label{two}$$';
    expect([...equations(source, '4')]).toEqual([
      ['one', '4.1'],
      ['two', '4.2'],
    ]);
    expect([...equations(source)].map(([, n]) => n)).toEqual(['1', '2']);
  });
  test('what stands in code is no equation', () => {
    expect(equations('```tex\n$$a \\label{x}$$\n```\n`$$b \\label{y}$$`').size).toBe(0);
  });
  test('a label stands once', () => {
    expect(() => equations('$$a \\label{x}$$ $$b \\label{x}$$')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: math: a label is used once on a page; got "x" twice]`,
    );
  });
});

describe('formula', () => {
  const numbers = new Map([['mse', '1.5']]);

  test('is both markup for the eye and MathML', () => {
    const html = formula('\\hat y = \\frac{1}{2}', false, numbers);
    expect(html).toContain('<math');
    expect(html).toContain('<mfrac>');
    expect(html).toContain('class="katex-html" aria-hidden="true"');
    expect(html).toContain('data-pagefind-ignore');
    expect(mathml(html)).toContain('12');
  });
  test('a labelled display carries its number and its anchor, and the keyboard reaches it', () => {
    const html = formula('a = b \\label{mse}', true, numbers);
    expect(html).toContain('id="eq-mse"');
    expect(html).toContain('tabindex="0"');
    expect(mathml(html)).toContain('(1.5)');
  });
  test('a reference is a plain link that any reader can follow', () => {
    expect(formula('\\eqref{mse}', false, numbers)).toBe('<a class="eqref" href="#eq-mse">(1.5)</a>');
  });
  test('a reference to nothing says what there is', () => {
    expect(() => formula('\\eqref{mae}', false, numbers)).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: math: \\eqref names one of mse; got "mae"]`,
    );
  });
  test.each([
    ['\\frac{1', /KaTeX parse error/],
    ['\\nosuchcommand', /Undefined control sequence/],
    ['中文', /LaTeX-incompatible/],
    ['a \\href{https://x.y}{b}', /math: a formula holds no links, classes or images; got "\\\\href"/],
  ])('%s is refused', (tex, sentence) => {
    expect(() => formula(tex, false, numbers)).toThrow(sentence);
  });
  test('Chinese in \\text is allowed', () => {
    expect(mathml(formula('x_{\\text{训练}}', false, numbers))).toContain('训练');
  });
});

describe('the plugin', () => {
  test('numbers with the chapter in the file name, forward references too', async () => {
    const { code } = await compile('See $\\eqref{late}$.\n\n$$\na \\label{late}\n$$\n');
    expect(code).toContain('(4.1)');
    expect(code).toContain('eq-late');
    expect(code).not.toContain('\\\\eqref');
  });
  test('leaves code alone', async () => {
    const { code } = await compile('`$x$`\n\n```js\nconst $ = 1;\n```\n');
    expect(code).not.toContain('katex');
  });
  test.each([
    ['a broken formula', 'text $\\frac{1$ text', /04-cases\.mdx: KaTeX parse error/],
    ['an unknown label', '$\\eqref{nowhere}$', /04-cases\.mdx: math: .*got "nowhere"/],
    ['a label twice', '$$a \\label{x}$$\n\n$$b \\label{x}$$', /04-cases\.mdx: math: .*got "x" twice/],
  ])('%s stops the build and names the file', async (_, source, sentence) => {
    await expect(async () => compile(source)).rejects.toThrow(sentence);
  });
});
