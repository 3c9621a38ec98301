/** Epochs of a whole run: the learning rate falls over them. In a file of its own, for the Worker cannot read a card. */
export const STEPS = 40;
