import { describe, expect, test } from 'vitest';
import { citations, errataOn } from '../../src/site/citations';
import { tags, withoutCode } from '../../src/site/mdx';
import { findDemoFigure, findNumbered, numbering } from '../../src/site/numbering';

const page = `---
title: <Figure id="not-me" />
---
import { Figure } from '@prose';

See <Ref to="late" />.

<Figure id="map" caption="A > B, {and} more">…</Figure>

\`<Demo id="only-talked-about" />\` and {/* <Demo id="commented" /> */}

\`\`\`mdx
<Demo id="shown-as-code" />
\`\`\`

<Figure
  id="sizes"
  kind="table"
  caption="over several lines"
>
…
</Figure>
<Demo id="net" preset="slow" />
<Exercise id="ex" title="t">…</Exercise>
<Demo id="net" preset={'fast'} />
<Figure id="late" caption='c'>…</Figure>
`;

describe('numbering', () => {
  test('figures and demos share one sequence; tables and exercises have their own', () => {
    expect(numbering(page, '3').map(({ sequence, anchor, number }) => [sequence, anchor, number])).toEqual([
      ['figure', 'map', '3.1'],
      ['table', 'sizes', '3.1'],
      ['figure', 'net', '3.2'],
      ['exercise', 'ex', '3.1'],
      ['figure', 'net-2', '3.3'],
      ['figure', 'late', '3.4'],
    ]);
  });
  test('a page that is no chapter numbers without a point', () => {
    expect(numbering(page).at(-1)?.number).toBe('4');
  });
  test('a reference finds what comes later, and says what exists when it finds nothing', () => {
    const items = numbering(page, '1');
    expect(findNumbered(items, 'late').number).toBe('1.4');
    expect(() => findNumbered(items, 'lost')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: Ref: to is one of map, sizes, net, ex, net-2, late; got "lost"]`,
    );
    expect(() => findNumbered([], 'lost')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: Ref: to is one of nothing, for nothing here has a number; got "lost"]`,
    );
  });
  test('a demo that is shown twice is told apart by its preset', () => {
    const items = numbering('<Demo id="a" /> <Demo id="net" preset="x" /> <Demo id="net" preset="y" />', '1');
    expect(findDemoFigure(items, 'a', 'any').number).toBe('1.1');
    expect(findDemoFigure(items, 'net', 'y').number).toBe('1.3');
    expect(() => findDemoFigure(items, 'net', 'z')).toThrow('got "net" with "z"');
  });
  test('an id twice, none, or a kind that is none', () => {
    expect(() => numbering('<Figure id="a" /> <Figure id="a" />')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: numbering: an id is used once on a page; got "a" twice]`,
    );
    expect(() => numbering('<Exercise title="t" />')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: numbering: every Exercise has an id; got none on number 1 of the page]`,
    );
    expect(() => numbering('<Figure id="a" kind="photo" />')).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: numbering: kind is figure or table; got "photo" on "a"]`,
    );
  });
});

describe('reading tags', () => {
  test('attributes may hold >, quotes of the other kind, and expressions with braces', () => {
    const [tag] = tags(`<Figure id='a' caption="x > 'y'" wide digits={{ a: 1 }.a} />`, ['Figure']);
    expect(tag?.attributes).toEqual({ id: 'a', caption: "x > 'y'", wide: '', digits: '{ a: 1 }.a' });
  });
  test('names are whole names', () => {
    expect(tags('<FigureList id="a" /><Figure.Body id="b" />', ['Figure'])).toEqual([]);
  });
  test('a tag that cannot be read is told with its line', () => {
    expect(() => tags('\n\n<Cite id=adam />', ['Cite'])).toThrow('on line 3');
  });
  test('what stands in code keeps its place', () => {
    const plain = withoutCode(page);
    expect(plain).toHaveLength(page.length);
    expect(plain.split('\n')).toHaveLength(page.split('\n').length);
    expect(plain).not.toContain('shown-as-code');
  });
  test('a backtick without a partner hides nothing beyond its paragraph', () => {
    expect(tags('a ` b\n\n<Cite id="x" />\n\nc ` d', ['Cite'])).toHaveLength(1);
  });
});

test('citations know whether they stand in a table', () => {
  expect(citations('| a <Cite id="x" /> |\n\ntext <Cite id="x" />')).toEqual([
    { id: 'x', inTable: true },
    { id: 'x', inTable: false },
  ]);
  expect(errataOn('<AsPrinted id="E1" /> <AsPrinted id="E2" /> <AsPrinted id="E1" />')).toEqual(['E1', 'E2']);
});
