/**
 * Elements moved: permuted, sliced, padded, put beside others, repeated:  out[… iₖ s₀ₖ …] = x[… iₖ s₁ₖ …]
 *
 * out f32 overwritten where the layout says · x f32 read; n and layout: core/broadcast.ts, steps (any) out of out, x
 * Caller ensures: n ≥ 1; out apart from x. Accuracy: exact.
 * Source: numpy `transpose`, `pad`, `concatenate`, `broadcast_to`: each is a copy with steps.
 */
import { walk } from '../core/broadcast';
import { Loop, addTo, slope } from '../core/map';

export function copy(out: usize, x: usize, n: i32, layout: usize): void {
  walk(copyRow, changetype<Loop>(0), 0, out, x, x, n, layout, 0, 1, 1);
}

function copyRow(_: Loop, __: usize, out: usize, x: usize, ___: usize, n: i32, so: usize, sx: usize, ____: usize): void {
  if (so == 4 && sx == 4) {
    memory.copy(out, x, <usize>n << 2);
    return;
  }
  for (let i = 0; i < n; i++, out += so, x += sx) store<f32>(out, load<f32>(x));
}

/**
 * From out[… iₖ s₀ₖ …] = x[… iₖ s₁ₖ …]:  dx[… iₖ s₁ₖ …] += dout[… iₖ s₀ₖ …]
 *
 * dx f32 added to, an element that was repeated gets the sum · dout f32 read; n and layout as in copy
 */
export function copyBackward(dx: usize, dout: usize, n: i32, layout: usize): void {
  walk(addRow, slope<Itself>(), 0, dx, dout, dout, n, layout, 1, 0, 0);
}

class Itself {
  @inline at(dy: vec, _: vec): vec {
    return dy;
  }
}

function addRow(loop: Loop, _: usize, dx: usize, dout: usize, __: usize, n: i32, sx: usize, so: usize, ___: usize): void {
  if (so == 4 && (sx == 4 || sx == 0)) {
    addTo(loop, dout, dx, dout, dout, n, sx, 4, 4);
    return;
  }
  for (let i = 0; i < n; i++, dx += sx, dout += so) store<f32>(dx, load<f32>(dx) + load<f32>(dout));
}
