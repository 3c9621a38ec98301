import { describe, expect, test } from 'vitest';
import { readingTime } from '../../src/site/readingTime';

/** Source: what the brief asks for, 400 characters or 220 words a minute. */
describe('readingTime', () => {
  const hanzi = (n: number) => '字'.repeat(n);
  const words = (n: number) => 'word '.repeat(n);

  test('counts Chinese in characters and the rest in words', () => {
    expect(readingTime(hanzi(400))).toBe(1);
    expect(readingTime(hanzi(401))).toBe(2);
    expect(readingTime(words(220))).toBe(1);
    expect(readingTime(words(221))).toBe(2);
    expect(readingTime(hanzi(400) + words(220))).toBe(2);
  });
  test('an empty page takes a minute', () => {
    expect(readingTime('')).toBe(1);
  });
  test.each([
    ['front matter', `---\ntitle: ${words(400)}\n---\n`],
    ['code', `\`\`\`js\n${words(400)}\n\`\`\`\n`],
    ['imports', `import { ${words(400)} } from 'x';\n`],
    ['attributes', `<Figure caption="${words(400)}">`],
    ['addresses', `[link](${'a-b/'.repeat(400)})`],
    ['heading ids', '{#some-id}'.repeat(400)],
  ])('%s is not read', (_, text) => {
    expect(readingTime(`${text}\n${words(200)}`)).toBe(1);
  });
  test('a formula counts as a word', () => {
    expect(readingTime('$a + b + c + d$ '.repeat(220))).toBe(1);
    expect(readingTime('$a$ '.repeat(221))).toBe(2);
  });
});
