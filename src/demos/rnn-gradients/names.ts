/** The cells that are compared; apart from what computes them, so that picture and words do not load src/nn. */
export const CELLS = ['rnn', 'lstm', 'gru'] as const;
export type Cell = (typeof CELLS)[number];
