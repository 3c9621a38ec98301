import { describe, expect, it } from 'vitest';
import { readLink, withEntry, writeLink } from '@/components/demo/link';
import { defaults, type Params } from '@/lib/params';

const text = (word: string) => ({ zh: word, en: word });
const params = {
  rate: { kind: 'number', label: text('rate'), default: 0.1, min: 0, max: 10, step: 0.1 },
} as const satisfies Params;

describe('writeLink and readLink', () => {
  it('leave out what is default', () => expect(writeLink(params, defaults(params), 0)).toBe(''));
  it('write settings, then the step', () => expect(writeLink(params, { rate: 0.5 }, 340)).toBe('1;rate:0.5;step:340'));
  it('write a step alone', () => expect(writeLink(params, defaults(params), 12)).toBe('1;step:12'));
  it('read what they wrote', () => {
    expect(readLink(params, '1;rate:0.5;step:340', 1000)).toEqual({
      values: { rate: 0.5 },
      step: 340,
      hide: [],
      problems: [],
    });
  });
  it('carry which controls are left out, and say which name no control', () => {
    expect(writeLink(params, { rate: 0.5 }, 3, ['rate'])).toBe('1;rate:0.5;step:3;hide:rate');
    expect(writeLink(params, defaults(params), 0, ['rate'])).toBe('1;hide:rate');
    const { values, hide, problems } = readLink(params, '1;hide:rate_toString_x;rate:0.5', 10);
    expect([values, hide]).toEqual([{ rate: 0.5 }, ['rate']]);
    expect(problems.map(({ text }) => text.en)).toEqual(['there is no setting "toString"', 'there is no setting "x"']);
  });
  it('stop at the end of the run, and say so', () => {
    const { step, problems } = readLink(params, '1;step:5000', 1000);
    expect(step).toBe(1000);
    expect(problems[0]!.text.en).toMatchInlineSnapshot(`"the step is at most 1000; got 5000; stopped at 1000"`);
  });
  it('report a step that is no number as the unknown setting it is', () => {
    expect(readLink(params, '1;step:soon', 1000).problems[0]!.text.en).toMatchInlineSnapshot(
      `"there is no setting "step""`,
    );
  });
});

describe('withEntry', () => {
  it('keeps the entries of other demos', () => {
    expect(withEntry('?theme=dark&a=1;x:2', 'b', '1;y:3')).toBe('?theme=dark&a=1;x:2&b=1;y:3');
  });
  it('replaces its own', () => expect(withEntry('?a=1;x:2', 'a', '1;x:9')).toBe('?a=1;x:9'));
  it('removes it when there is nothing to say', () => expect(withEntry('?a=1;x:2', 'a', '')).toBe(''));
});
