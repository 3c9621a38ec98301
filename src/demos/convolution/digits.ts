/** The digits that the classifier knows. */
export const DIGITS = ['0', '1', '4', '7'] as const;
export type Digit = (typeof DIGITS)[number];

/** How many variations of them it learns from, and how many it is judged by. */
export const [TRAINED, HELD_OUT] = [200, 200];
