import { describe, expect, it } from 'vitest';
import { sizeMessages, themeOf } from '@/embed/size';

describe('sizeMessages', () => {
  it('tells the id and the height', () => {
    expect(sizeMessages('cap-table', 480, '')).toEqual([{ type: 'book-embed:size', id: 'cap-table', height: 480 }]);
  });

  it('answers WordPress with its secret, which stands in the hash', () => {
    expect(sizeMessages('x', 480, '#?secret=a1B2c3')[1]).toEqual({ message: 'height', value: 480, secret: 'a1B2c3' });
    expect(sizeMessages('x', 480, '#x')).toHaveLength(1);
  });
});

describe('themeOf', () => {
  it.each([
    [{ type: 'book-embed:theme', theme: 'dark' }, 'dark'],
    [{ type: 'book-embed:theme', theme: 'light' }, 'light'],
    [{ type: 'book-embed:theme', theme: '' }, 'auto'],
    [{ type: 'book-embed:theme', theme: ['dark'] }, 'auto'],
    [{ type: 'book-embed:size', theme: 'dark' }, undefined],
    ['dark', undefined],
    [null, undefined],
  ])('%j asks for %s', (data, theme) => {
    expect(themeOf(data)).toBe(theme);
  });
});
