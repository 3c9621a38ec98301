/** Weight of class t: 0 for a target of −1, which is ignored; 1 where there are no weights (address 0). */
@inline
export function weightOf(weight: usize, t: i32): f32 {
  if (t < 0) return 0;
  return weight ? load<f32>(weight + (<usize>t << 2)) : 1;
}
