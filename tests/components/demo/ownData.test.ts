import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepOwn, readOwn } from '@/components/demo/ownData';
import type { Card } from '@/lib/demo';

const label = { zh: '表格', en: 'Sheet' };
const card = (maxLength = 100) =>
  ({
    id: 'sample',
    params: {
      sheet: { kind: 'text', label, default: '', maxLength, local: true },
      rate: { kind: 'number', label, default: 1, min: 0, max: 2, step: 1 },
    },
  }) as unknown as Card;

/** As much of localStorage as is used. */
function storage(room = Infinity) {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name: string) => kept.get(name) ?? null,
    removeItem: (name: string) => void kept.delete(name),
    setItem(name: string, value: string) {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(name, value);
    },
  };
}
afterEach(() => vi.unstubAllGlobals());

describe("the reader's own data", () => {
  it('are kept and read again; other settings are not', () => {
    const store = storage();
    vi.stubGlobal('localStorage', store);
    expect(keepOwn(card(), { sheet: 'x,y\n1,2', rate: 2 })).toEqual([]);
    expect(readOwn(card())).toEqual({ values: { sheet: 'x,y\n1,2' }, problems: [] });
    expect(store.kept.size).toBe(1);
  });

  it('are forgotten when they are cleared', () => {
    const store = storage();
    vi.stubGlobal('localStorage', store);
    keepOwn(card(), { sheet: '1' });
    keepOwn(card(), { sheet: '' });
    expect(store.kept.size).toBe(0);
    expect(readOwn(card())).toEqual({ values: {}, problems: [] });
  });

  it('are told of when the browser has no room', () => {
    vi.stubGlobal('localStorage', storage(3));
    expect(keepOwn(card(), { sheet: '1234' })[0]!.text.en).toMatchInlineSnapshot(
      `"the browser did not keep Sheet: it is used on this page, and must be opened again after a reload"`,
    );
  });

  it('are told of when the browser allows no storage', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(readOwn(card())).toEqual({ values: {}, problems: [] });
    expect(keepOwn(card(), { sheet: '1' })).toHaveLength(1);
  });

  it('are left out, and told of, when the demo no longer allows them', () => {
    vi.stubGlobal('localStorage', storage());
    keepOwn(card(), { sheet: '12345' });
    const { values, problems } = readOwn(card(3));
    expect(values).toEqual({});
    expect(problems[0]!.text.en).toMatchInlineSnapshot(
      `"what was kept as Sheet cannot be used any more: it is text, at most 3 characters"`,
    );
  });
});
