/** Two cohorts of a yearly contract that every paper on retention fits: the part left after 1, 2, … 7 years. */

/** Fader & Hardie 2007, "How to Project Customer Retention", J. Interactive Marketing 21(1), table 1. */
export const COHORTS = {
  regular: [0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241],
  highEnd: [0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491],
} as const;
