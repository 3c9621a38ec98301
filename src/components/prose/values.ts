/**
 * Numbers in the prose that are arithmetic, written out so that a reader can check them: `<Value of="gpt3Fp16Gigabytes" />`.
 * A file for each chapter. Numbers that a demo's model computes are not listed here; they are `<Value demo=… read=… />`.
 */
import type { Entries } from './values/entry';
import { foundations } from './values/foundations';
import { overview } from './values/overview';

export const values: Entries = { ...overview, ...foundations };
