/**
 * mulberry32 (Tommy Ettinger 2017, public domain): the twin of src/lib/random.ts, equal to the last bit.
 * The state is 32 bits; `advance` goes from one state to the next, `draw` reads the number that belongs to a state.
 */
@inline
export function advance(state: u32): u32 {
  return state + 0x6d2b79f5;
}

/** Uniform on the 2²⁴ multiples of 2⁻²⁴ in [0, 1), each exact in f32. */
@inline
export function draw(state: u32): f32 {
  let t = state;
  t = (t ^ (t >> 15)) * (t | 1);
  t ^= t + (t ^ (t >> 7)) * (t | 61);
  return f32((t ^ (t >> 14)) >> 8) * 5.9604644775390625e-8; // 2⁻²⁴
}
