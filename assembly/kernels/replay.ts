/**
 * A recorded training step, made again and again: the calls of its kernels, read from memory, without one from outside.
 *
 * A plan is a list of calls, eight bytes each for the kernel and for every argument (see src/site/dispatch.mjs):
 *
 *   plan … middle   forward, up to the loss         middle … end   backward and optimiser
 *
 * losses (steps) f32 overwritten: the loss of every step, copied from `loss` (1) f32
 * moves (moving) of 16 bytes: an argument that is another one in every step, as a data set is walked through batch by batch:
 *   i32 its address · i32 what a step adds to it · i32 steps until it starts again, 0 for never · i32 steps since it started
 * Returns the number of whole steps. It stops at a loss that is NaN or ±∞, before backward: parameters stay as that loss saw
 * them. Caller ensures: steps ≥ 1, calls as the tape makes them. Accuracy: bit for bit the numbers of the same calls from outside.
 */
import { runCalls } from '../dispatch';

export function replay(
  losses: usize, plan: usize, middle: usize, end: usize, loss: usize, moves: usize, moving: i32, steps: i32,
): i32 {
  const movesEnd = moves + (<usize>moving << 4);
  for (let s = 0; s < steps; s++, losses += 4) {
    runCalls(plan, middle);
    const value = load<f32>(loss);
    store<f32>(losses, value);
    if (!isFinite(value)) return s;
    runCalls(middle, end);
    for (let m = moves; m < movesEnd; m += 16) {
      const at = load<usize>(m), stride = load<i32>(m, 4), period = load<i32>(m, 8), count = load<i32>(m, 12) + 1;
      const again = count == period;
      store<i32>(at, load<i32>(at) + (again ? stride - period * stride : stride));
      store<i32>(m, again ? 0 : count, 12);
    }
  }
  return steps;
}
