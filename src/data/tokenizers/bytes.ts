/**
 * GPT-2's way to write bytes as visible characters, so that any text is a string of 256 letters: printable bytes stand for
 * themselves, the 68 others for U+0100 … U+0143 in order. A space becomes Ġ, a line feed Ċ.
 *
 * Source: openai/gpt-2, `encoder.py`, bytes_to_unicode.
 */
import { DomainError, show } from '@/lib/errors';

const printable = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The letter of each byte. */
export const LETTERS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
})();

const BYTES = new Map(LETTERS.map((letter, byte) => [letter, byte]));

/**
 * The letters of a text's UTF-8 bytes. Half of a surrogate pair counts as U+FFFD, as in every encoder of UTF-8.
 *
 * @example toLetters(' né') // 'ĠnÃ©'
 */
export function toLetters(text: string): string {
  let letters = '';
  for (const byte of new TextEncoder().encode(text)) letters += LETTERS[byte]!;
  return letters;
}

/**
 * The bytes of letters.
 *
 * @throws {DomainError} a character that stands for no byte
 * @example [...toBytes('Ġn')] // [32, 110]
 */
export function toBytes(letters: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...letters], (letter) => {
    const byte = BYTES.get(letter);
    if (byte === undefined) throw new DomainError(`toBytes: a letter stands for a byte; got ${show(letter)}`);
    return byte;
  });
}
