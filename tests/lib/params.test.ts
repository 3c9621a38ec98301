import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allows,
  complete,
  defaults,
  formatValue,
  parseNumber,
  parseValue,
  readSettings,
  ruleOf,
  sameValues,
  writeSettings,
} from '@/lib/params';
import type { AnyValues, NumberParam, Param, Params } from '@/lib/params';

const text = (word: string) => ({ zh: `${word}（中）`, en: word });
const rate: NumberParam = { kind: 'number', label: text('rate'), default: 0.5, min: 0, max: 2, step: 0.1 };
const PARAMS = {
  rate,
  epochs: { kind: 'number', label: text('epochs'), default: 100, min: 1, max: 1000, step: 1, integer: true },
  optimiser: {
    kind: 'choice',
    label: text('optimiser'),
    default: 'sgd',
    options: [
      { value: 'sgd', label: text('SGD') },
      { value: 'adam', label: text('Adam') },
      { value: 'a:b;c d%', label: text('awkward') },
    ],
  },
  bias: { kind: 'switch', label: text('bias'), default: true },
  amounts: {
    kind: 'numbers',
    label: text('amounts'),
    default: [1, 5, 8],
    min: -1e6,
    max: 1e6,
    minLength: 0,
    maxLength: 5,
  },
  sentence: {
    kind: 'text',
    label: text('sentence'),
    default: 'to be',
    maxLength: 20,
    rule: { text: text('no exclamation'), holds: (value) => !value.includes('!') },
  },
  notes: { kind: 'text', label: text('notes'), default: '', maxLength: 1000, local: true },
} as const satisfies Params;

/** Numbers that seven digits hold, as links do. */
const short = (min: number, max: number) =>
  fc
    .double({ min, max, noNaN: true, noDefaultInfinity: true })
    .map((x) => Number(x.toPrecision(7)))
    .filter((x) => x >= min && x <= max);
const anyValues: fc.Arbitrary<AnyValues> = fc.record({
  rate: short(0, 2),
  epochs: fc.integer({ min: 1, max: 1000 }),
  optimiser: fc.constantFrom('sgd', 'adam', 'a:b;c d%'),
  bias: fc.boolean(),
  amounts: fc.array(short(-1e6, 1e6), { maxLength: 5 }),
  sentence: fc.string({ unit: 'grapheme', maxLength: 8 }).filter((s) => s.length <= 20 && !s.includes('!')),
  notes: fc.constant(''),
});

describe('links', () => {
  /** What a page finds in its address. */
  const inAddress = (settings: string) =>
    new URL(`https://book.example/zh/01/?other=1&net=${settings}#net`).searchParams.get('net')!;

  test('what is written is read again from an address, whatever the settings', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const link = writeSettings(PARAMS, values);
        expect(link).toMatch(/^[\w;:.~!*'()%-]*$/);
        const { values: read, problems } = readSettings(PARAMS, inAddress(link));
        expect(problems).toEqual([]);
        expect(sameValues(read, values)).toBe(true);
        expect(writeSettings(PARAMS, read)).toBe(link);
      }),
    );
  });

  test('a sentence may hold the marks of a link, and those of an address', () => {
    for (const sentence of ['a; b: c', '100 %', 'A%3BB', '#&+=?', '你好；再见'])
      expect(readSettings(PARAMS, inAddress(writeSettings(PARAMS, complete(PARAMS, { sentence })))).values).toEqual({
        ...defaults(PARAMS),
        sentence,
      });
  });

  test('any text at all gives allowed values, and says so when it makes no sense', () => {
    const pieces = fc.constantFrom(
      '1',
      ';',
      ':',
      '_',
      '%',
      'rate',
      'epochs',
      'amounts',
      'NaN',
      '-1',
      '1e99',
      '__proto__',
      '0.1',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((p) => p.join('')),
          fc.array(pieces).map((p) => `1;${p.join('')}`),
        ),
        (link) => {
          const { values, problems } = readSettings(PARAMS, link);
          for (const [key, param] of Object.entries(PARAMS))
            expect(allows(param, values[key as keyof typeof values])).toBe(true);
          expect(Object.keys(values)).toEqual(Object.keys(PARAMS));
          for (const { text } of problems) expect(text.zh && text.en).toBeTruthy();
          if (link && !link.startsWith('1;') && link !== '1') expect(problems).not.toEqual([]);
        },
      ),
    );
  });

  test('defaults are left out; the version stands first', () => {
    expect(writeSettings(PARAMS, defaults(PARAMS))).toBe('');
    expect(writeSettings(PARAMS, { ...defaults(PARAMS), rate: 0.25, bias: false, amounts: [1, 5.5] })).toBe(
      '1;rate:0.25;bias:0;amounts:1_5.5',
    );
    expect(readSettings(PARAMS, '')).toEqual({ values: defaults(PARAMS), problems: [] });
  });

  test('problems name the setting, the rule and what the link said, in both languages', () => {
    const { values, problems } = readSettings(
      PARAMS,
      '1;rate:9;epochs:2.5;optimiser:lion;bias:2;amounts:1_x;toString:1;epochs',
    );
    expect(values).toEqual(defaults(PARAMS));
    expect(problems.map((p) => `${p.key} | ${p.text.en} | ${p.text.zh}`)).toMatchInlineSnapshot(`
      [
        "rate | rate is a number from 0 to 2; got "9"; the default is used | “rate（中）”应为：0 到 2 之间的数；链接里是“9”，已改用默认值",
        "epochs | epochs is a whole number from 1 to 1,000; got "2.5"; the default is used | “epochs（中）”应为：1 到 1,000 之间的整数；链接里是“2.5”，已改用默认值",
        "optimiser | optimiser is one of SGD, Adam, awkward; got "lion"; the default is used | “optimiser（中）”应为：SGD（中）、Adam（中）、awkward（中）之一；链接里是“lion”，已改用默认值",
        "bias | bias is on or off; got "2"; the default is used | “bias（中）”应为：开或关；链接里是“2”，已改用默认值",
        "amounts | amounts is 0–5 numbers from −1,000,000 to 1,000,000; got "1_x"; the default is used | “amounts（中）”应为：0–5 个 −1,000,000 到 1,000,000 之间的数；链接里是“1_x”，已改用默认值",
        "toString | there is no setting "toString" | 没有名为“toString”的设置",
        "epochs | epochs is a whole number from 1 to 1,000; got ""; the default is used | “epochs（中）”应为：1 到 1,000 之间的整数；链接里是“”，已改用默认值",
      ]
    `);
    expect(readSettings(PARAMS, '2;rate:1').problems[0]!.text.en).toMatchInlineSnapshot(
      `"the link has version "2", this page reads 1; the defaults are used"`,
    );
  });
});

test('parseNumber reads what people type, and NaN of anything else', () => {
  const good: [string, number][] = [
    ['1,000', 1000],
    ['１２．５', 12.5],
    ['−3', -3],
    ['+.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    [' 1 000 ', 1000],
    ['1_000', 1000],
  ];
  for (const [written, value] of good) expect(parseNumber(written)).toBe(value);
  for (const bad of ['', ' ', '.', '1e', 'abc', '0x10', 'Infinity', '1.2.3', '--1']) expect(parseNumber(bad)).toBeNaN();
});

describe('allows(param, value), ruleOf(param)', () => {
  const cases: [Param, unknown[], unknown[]][] = [
    [rate, [0, 2, 0.123], [-0.1, 2.1, NaN, '1', null, undefined, [1]]],
    [PARAMS.epochs, [1, 1000], [0, 1.5, 1001]],
    [PARAMS.optimiser, ['sgd'], ['SGD', '', 1]],
    [PARAMS.bias, [true, false], [0, '1']],
    [PARAMS.amounts, [[], [1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5, 6], [NaN], [2e6], 1, '1']],
  ];
  test.each(cases)('%o', (param, good, bad) => {
    expect(good.map((v) => allows(param, v))).toEqual(good.map(() => true));
    expect(bad.map((v) => allows(param, v))).toEqual(bad.map(() => false));
    for (const value of good) expect(parseValue(param, formatValue(param, value))).toEqual(value);
  });
  test('the rules as sentences', () => {
    expect(Object.values(PARAMS).map((p) => [ruleOf(p).en, ruleOf(p).zh])).toMatchInlineSnapshot(`
      [
        [
          "a number from 0 to 2",
          "0 到 2 之间的数",
        ],
        [
          "a whole number from 1 to 1,000",
          "1 到 1,000 之间的整数",
        ],
        [
          "one of SGD, Adam, awkward",
          "SGD（中）、Adam（中）、awkward（中）之一",
        ],
        [
          "on or off",
          "开或关",
        ],
        [
          "0–5 numbers from −1,000,000 to 1,000,000",
          "0–5 个 −1,000,000 到 1,000,000 之间的数",
        ],
        [
          "no exclamation, at most 20 characters",
          "no exclamation（中），不超过 20 个字符",
        ],
        [
          "text, at most 1,000 characters",
          "文字，不超过 1,000 个字符",
        ],
      ]
    `);
  });
});

describe('complete(params, partial)', () => {
  test('fills in the defaults', () => {
    expect(complete(PARAMS, { rate: 1 })).toEqual({ ...defaults(PARAMS), rate: 1 });
    expect(complete(PARAMS)).toEqual(defaults(PARAMS));
  });
  test('refuses what the params do not have or allow', () => {
    expect(() => complete(PARAMS, { lr: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: complete: the setting is one of rate, epochs, optimiser, bias, amounts, sentence, notes; got "lr"]`,
    );
    expect(() => complete(PARAMS, { epochs: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[DomainError: complete: epochs is a whole number from 1 to 1,000; got 0]`,
    );
  });
});

test('sameValues looks into lists', () => {
  expect(sameValues({ a: [1, 2], b: 'x' }, { a: [1, 2], b: 'x' })).toBe(true);
  expect(sameValues({ a: [1, 2] }, { a: [1, 3] })).toBe(false);
  expect(sameValues({ a: [1, 2] }, { a: [1] })).toBe(false);
  expect(sameValues({ a: 1 }, { a: 2 })).toBe(false);
});
