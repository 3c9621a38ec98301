import { describe, expect, it } from 'vitest';
import { bookGroups, bookSize, troubleOf } from '@/offline/download';
import { arrived, megabytes, sizeOf, troubles } from '@/offline/words';

describe('bookSize', () => {
  const sizes = { shell: 1, zh: 10, en: 100, search: 1000, demos: 10_000, compare: 100_000 };

  it('is the shell and the groups of one language', async () => {
    expect(await bookSize('zh', async () => Response.json(sizes))).toBe(111_011);
    expect(await bookSize('en', async () => Response.json(sizes))).toBe(111_101);
    expect(bookGroups('en')).not.toContain('zh');
  });

  it('says what it got instead', async () => {
    await expect(
      bookSize('zh', async () => new Response('', { status: 404 })),
    ).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: bookSize: the site has offline.json; got status 404]`);
  });
});

describe('troubleOf', () => {
  it.each([
    [new DOMException('', 'QuotaExceededError'), 'no-space'],
    [new DOMException('', 'SecurityError'), 'unsupported'],
    [new DOMException('', 'TimeoutError'), 'no-network'],
    [new TypeError('Failed to fetch'), 'no-network'],
    [Object.assign(new Error(), { name: 'MissingFileError' }), 'changed'],
    [new Error('?'), 'refused'],
  ] as const)('%s is %s', (error, trouble) => {
    expect(troubleOf(error)).toBe(trouble);
    expect(troubles[trouble].zh).toMatch(/。$/);
    expect(troubles[trouble].en).toMatch(/\.$/);
  });
});

describe('words', () => {
  it('gives weights as people read them', () => {
    expect(megabytes(1_440_000, 'en')).toBe('1.4 MB');
    expect(megabytes(12, 'en')).toBe('0.1 MB');
    expect(sizeOf(1_440_000, 'zh')).toBe('约 1.4 MB');
    expect(arrived(0.999, 2_000_000, 'en')).toBe('99 % of 2.0 MB');
  });
});
