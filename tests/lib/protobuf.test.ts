import { expect, test } from 'vitest';
import { float, int, join, message, text, varint } from '@/lib/protobuf';

test('whole numbers, as the guide on encoding has them', () => {
  expect([...varint(0)]).toEqual([0]);
  expect([...varint(127)]).toEqual([0x7f]);
  expect([...varint(128)]).toEqual([0x80, 1]);
  // "Signed integers": −2 is 10 bytes long.
  expect([...varint(-2)]).toEqual([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]);
  expect([...varint(2n ** 63n - 1n)]).toEqual([255, 255, 255, 255, 255, 255, 255, 255, 127]);
  expect([...int(16, 1)]).toEqual([0x80, 1, 1]); // the first field whose tag takes two bytes
});

test('texts are UTF-8 and as long as their bytes', () => {
  expect([...text(1, '层')]).toEqual([0x0a, 3, 0xe5, 0xb1, 0x82]);
  expect([...text(1, '')]).toEqual([0x0a, 0]);
});

test('messages lie in messages; a long one has a long length', () => {
  expect([...message(1, message(2, int(3, 4)), float(4, -2))]).toEqual([0x0a, 9, 0x12, 2, 0x18, 4, 0x25, 0, 0, 0, 0xc0]); // prettier-ignore
  const long = message(1, new Uint8Array(300));
  expect([...long.subarray(0, 3), long.length]).toEqual([0x0a, 0xac, 2, 303]);
  expect([...join([])]).toEqual([]);
});
