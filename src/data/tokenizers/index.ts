/** From text to tokens and back. */
export { createBpeTokenizer, piecesOf } from './bpe';
export type { BpeModel, BpeTokenizer, Pair } from './bpe';
export { createCharacterTokenizer } from './characters';
export type { Tokenizer } from './characters';
export { readTokenizer, readVocabulary } from './readTokenizer';
export { trainBpe } from './trainBpe';
