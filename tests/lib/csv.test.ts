import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, toCsv } from '@/lib/csv';
import type { Table } from '@/lib/demo';

const same = (text: string) => ({ zh: text, en: text });
const table = (header: string[], rows: (number | string)[][]): Table => ({
  caption: same('caption'),
  columns: header.map((label) => ({ label: same(label) })),
  rows: rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : same(cell)))),
});

describe('toCsv', () => {
  const loss: Table = {
    caption: { zh: '损失', en: 'Loss' },
    columns: [
      { label: { zh: '轮', en: 'epoch' } },
      { label: { zh: '现金', en: 'cash' }, unit: { zh: '元', en: 'CNY' } },
    ],
    rows: [
      [1, 0.1 + 0.2],
      [2, -1e-7],
    ],
  };
  test('writes headers with units, and numbers with all their digits, in the language asked for', () => {
    expect(toCsv([loss], 'zh')).toBe('轮,现金（元）\r\n1,0.30000000000000004\r\n2,-1e-7\r\n');
    expect(toCsv([loss], 'en')).toBe('epoch,cash (CNY)\r\n1,0.30000000000000004\r\n2,-1e-7\r\n');
  });
  test('puts several tables under their captions', () => {
    expect(toCsv([loss, table(['a'], [['x']])], 'en')).toBe(
      'Loss\r\nepoch,cash (CNY)\r\n1,0.30000000000000004\r\n2,-1e-7\r\n\r\ncaption\r\na\r\nx\r\n',
    );
  });
  test('has no BOM', () => expect(toCsv([loss], 'zh').charCodeAt(0)).toBe('轮'.charCodeAt(0)));
  test.each([
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['=SUM(A1:A9)', "'=SUM(A1:A9)"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@cmd', "'@cmd"],
    ['＝1', "'＝1"],
    ["'=1", "''=1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["it's", "it's"],
    ['−1', '−1'], // a minus sign is no formula
  ])('writes the text %j as %s', (text, written) => {
    expect(toCsv([table(['h'], [[text]])], 'en')).toBe(`h\r\n${written}\r\n`);
  });
  test('guards headers and captions like any text', () => {
    expect(toCsv([table(['=1'], []), table(['b'], [])], 'en')).toContain("'=1");
  });
  test('refuses what is no table', () => {
    expect(() => toCsv([table(['h'], [[NaN]])], 'en')).toThrow('toCsv: every number is finite; got NaN');
    expect(() => toCsv([table(['a', 'b'], [[1]])], 'en')).toThrow('toCsv: every row has 2 cells; got 1');
  });
});

describe('parseCsv', () => {
  test.each([
    ['a,b\r\n1,2\r\n', ['a', 'b'], [['1', '2']]],
    ['a,b\n1,2', ['a', 'b'], [['1', '2']]],
    ['\uFEFFa\n1\n\n\n', ['a'], [['1']]],
    ['a,b\n,\n1,2\n', ['a', 'b'], [['', ''], ['1', '2']]], // prettier-ignore
    ['"a","b"\n"1,5","x""y"\n', ['a', 'b'], [['1,5', 'x"y']]],
    ['a\n"two\nlines"\n', ['a'], [['two\nlines']]],
    ["a\n'=1\n", ['a'], [['=1']]],
  ])('reads %j', (text, header, rows) => expect(parseCsv(text)).toEqual({ header, rows }));

  test.each([
    ['', 'parseCsv: there is a header; got ""'],
    ['a,b\n1,2\n3\n', 'parseCsv: line 3 has 2 fields, as the header has; got 1'],
    ['a,b\n"x\ny",2\n3\n', 'parseCsv: line 4 has 2 fields, as the header has; got 1'],
    ['a\n"open\n', 'parseCsv: the quote that opens in line 2 is closed; got "\\"open\\n"'],
    ['a\n"x"y\n', 'parseCsv: in line 2 a comma or the end of the line follows a closing quote; got "y"'],
    ['a\nx"y\n', 'parseCsv: in line 2 a field with a quote in it is all in quotes; got "x\\"y"'],
  ])('refuses %j', (text, message) => expect(() => parseCsv(text)).toThrow(message));
});

test('what toCsv writes, parseCsv reads: texts to the letter, numbers to the last bit', () => {
  const word = fc.string({ unit: fc.constantFrom(...'\'=+-@,"\r\n\t a1金，＝'.split('')) });
  const cell = fc.oneof(word, fc.double({ noNaN: true, noDefaultInfinity: true }));
  const rectangle = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }))
    .chain(([width, length]) => {
      const row = fc.array(cell, { minLength: width, maxLength: width });
      // A last row without any letter is what an empty line at the end of a file is: it would be dropped.
      return fc.tuple(
        fc.array(word.map((w) => `h${w}`), { minLength: width, maxLength: width }), // prettier-ignore
        fc
          .array(row, { minLength: length, maxLength: length })
          .map((rows) => [...rows, new Array<string>(width).fill('end')]),
      );
    });
  fc.assert(
    fc.property(rectangle, ([header, rows]) => {
      const back = parseCsv(toCsv([table(header, rows)], 'zh'));
      expect(back.header).toEqual(header);
      expect(back.rows).toEqual(rows.map((row) => row.map(String)));
      rows.flat().forEach((value, i) => {
        if (typeof value === 'number') expect(Number(back.rows.flat()[i])).toBe(value + 0);
      });
    }),
  );
});
