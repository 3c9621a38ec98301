import { describe, expect, it } from 'vitest';
import { findPlace } from '@/site/findPlace';

const chapters = [
  { slug: '06-money', body: 'x\n<Demo preset="a" id="cap-table" />' },
  { slug: '01-overview', body: '<Demo id="cap-table" /> and <Demo\n  id="neural-network"\n/>' },
];

describe('findPlace', () => {
  it('prefers the chapter of the demo', () => {
    expect(findPlace({ id: 'cap-table', chapter: 6 }, chapters)).toBe('06-money');
  });
  it('else takes the first that shows it', () => {
    expect(findPlace({ id: 'cap-table', chapter: 2 }, chapters)).toBe('01-overview');
    expect(findPlace({ id: 'neural-network', chapter: 9 }, chapters)).toBe('01-overview');
  });
  it('knows none while no chapter shows it', () => {
    expect(findPlace({ id: 'neural', chapter: 1 }, chapters)).toBeUndefined();
  });
});
