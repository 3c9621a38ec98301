/** What can be known of a page without rendering it: the tags in its MDX source, in order. */
import { DomainError, show } from '../lib/errors.ts';

export type Tag = {
  readonly name: string;
  /** Attributes as written: the text between the quotes, or the expression between the braces. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Where the tag starts in the source, in UTF-16 code units. */
  readonly offset: number;
};

const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/**
 * The source with everything that only talks about tags (front matter, code, comments) replaced by blanks, so that
 * offsets and line numbers stay what they were.
 *
 * @example withoutCode('a `<Demo />` b') // 'a            b'
 */
export function withoutCode(source: string): string {
  return source
    .replace(/^---\n[\s\S]*?\n---(?=\n|$)/, blank)
    .replace(/^([ \t]*)(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t]*\2[`~]*[ \t]*$/gm, blank)
    .replace(/\{\/\*[\s\S]*?\*\/\}/g, blank)
    .replace(/(?<!`)(`+)(?!`)(?:(?!\n\s*\n)[\s\S])+?(?<!`)\1(?!`)/g, blank);
}

const ATTRIBUTE = /\s+([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{((?:[^{}]|\{[^{}]*\})*)\}))?/y;

/**
 * The opening tags of the components `names` in an MDX source, in order.
 *
 * @throws {DomainError} a tag that cannot be read: an attribute that is neither text nor an expression
 * @example tags('see <Cite id="adam" />', ['Cite']) // [{ name: 'Cite', attributes: { id: 'adam' }, offset: 4 }]
 */
export function tags(source: string, names: readonly string[]): Tag[] {
  const plain = withoutCode(source);
  return [...plain.matchAll(new RegExp(`<(${names.join('|')})(?=[\\s/>])`, 'g'))].map(({ 0: head, 1: name, index }) => {
    const attributes: Record<string, string> = {};
    let at = index + head.length;
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const found = ATTRIBUTE.exec(plain);
      if (!found) break;
      attributes[found[1]!] = found[2] ?? found[3] ?? found[4] ?? '';
      at = ATTRIBUTE.lastIndex;
    }
    if (!/^\s*\/?>/.test(plain.slice(at))) {
      const line = plain.slice(0, index).split('\n').length;
      throw new DomainError(
        `tags: an attribute is name="text" or name={expression}; got ${show(source.slice(index, at + 20))} on line ${line}`,
      );
    }
    return { name: name!, attributes, offset: index };
  });
}
