/**
 * Gated recurrent unit over whole sequences, gates in the order r, z, n:
 *
 *   r = σ(xₜ wx_r + b_r + hₜ₋₁ wh_r + b′_r),   z likewise,   hₜ = (1 − z) n + z hₜ₋₁
 *   n = tanh(xₜ wx_n + b_n + r (hₜ₋₁ wh_n + b′_n)),   or with `resetFirst`  tanh(xₜ wx_n + b_n + (r hₜ₋₁) wh_n + b′_n)
 *
 * out (T,B,·) f32 overwritten, H numbers of each row: hₜ · hn (B,H) f32 overwritten, may be 0
 * states (T + 1,B,H), gates (T,B,3H), inner (T,B,H) f32 overwritten, saved for gruBackward;
 * inner: hₜ₋₁ wh_n + b′_n, or r hₜ₋₁
 * x (T,B,I), wx (I,3H), wh (H,3H), bias b, otherBias b′ (3H), h0 (B,H) f32, lengths (B) i32 read, each from bias on 0 when
 * there is none · scratch f32 overwritten: 3 H · H + 3 B · H
 * resetFirst: 0 (PyTorch, Keras) or 1 (the paper, ONNX) · sizes (6) i32 read: T, B, I, H, reverse, row of out
 * Caller ensures: sizes ≥ 1, lengths ≤ T. Accuracy: abs. 1e-6 · √(I + H) · T against tests/oracle/recurrent.ts.
 * Source: Cho et al. 2014, arXiv:1406.1078, eq. 5–8 (z and 1 − z change places, as in PyTorch `GRU`).
 */
import { gemm } from '../core/gemm';
import { columns } from '../core/panel';
import { loadPart, stepOfPart, storePart } from '../core/part';
import { after, batch, before, begin, copyOrClear, ended, finish, outRow, project, projectBackward, statesBackward, steps, timeOf, transpose, width } from '../core/recurrent';
import { BYTES, madd, sub } from '../core/simd';
import { addBiasBackward } from './addBias';
import { mul } from './mul';
import { sigmoid } from './sigmoid';
import { tanh } from './tanh';

export function gru(
  out: usize, hn: usize, states: usize, gates: usize, inner: usize, x: usize, wx: usize, wh: usize,
  bias: usize, otherBias: usize, h0: usize, lengths: usize, scratch: usize, resetFirst: i32, sizes: usize,
): void {
  const b = batch(sizes), h = width(sizes), row = <usize>h << 2, T = steps(sizes), block = <usize>b * row;
  const wrz = scratch, wn = wrz + <usize>(2 * h) * row, rz = wn + <usize>h * row, product = rz + 2 * block;
  columns(wrz, 2 * h, wh, 3 * h, h, 2 * h, false);
  columns(wn, h, wh + 2 * row, 3 * h, h, h, false);
  project(gates, x, wx, bias, 0, 3 * h, sizes);
  begin(states, h0, sizes);
  for (let n = 0; n < T; n++) {
    const t = timeOf(n, sizes), z = gates + <usize>t * 3 * block, q = inner + <usize>t * block;
    const h1 = before(states, t, sizes), h2 = after(states, t, sizes);
    const p = resetFirst ? product : q;
    columns(rz, 2 * h, otherBias, 0, otherBias ? b : 0, 2 * h, false);
    gemm(rz, h1, wrz, b, h, 2 * h, 0, 0, otherBias != 0);
    for (let j = 0; j < b; j++) {
      const at = <usize>j * row;
      addBiasBackward(z + 3 * at, 0, rz + 2 * at, 1, 2 * h);
      sigmoid(z + 3 * at, z + 3 * at, 2 * h);
      if (resetFirst) mul(q + at, z + 3 * at, h1 + at, h, 0);
    }
    columns(p, h, otherBias + 2 * row, 0, otherBias ? b : 0, h, false);
    gemm(p, resetFirst ? q : h1, wn, b, h, h, 0, 0, otherBias != 0);
    for (let j = 0; j < b; j++) {
      const at = <usize>j * row, g = z + 3 * at, to = outRow(out, t, j, sizes);
      if (ended(lengths, j, t)) {
        memory.copy(h2 + at, h1 + at, row);
        memory.fill(to, 0, row);
        continue;
      }
      // rz is free again: what is added to the n gate.
      if (!resetFirst) mul(rz, g, p + at, h, 0);
      addBiasBackward(g + 2 * row, 0, resetFirst ? p + at : rz, 1, h);
      tanh(g + 2 * row, g + 2 * row, h);
      for (let i: usize = 0, n: usize = 0; i < row; i += n) {
        n = stepOfPart(row - i);
        mix(n == BYTES, to + i, h2 + at + i, h1 + at + i, g + row + i, row);
      }
    }
  }
  finish(hn, states, sizes);
}

/** h₂ = n + z (h₁ − n), and into out */
@inline
function mix(whole: bool, out: usize, h2: usize, h1: usize, z: usize, row: usize): void {
  const n = loadPart(whole, z + row), y = madd(loadPart(whole, z), sub(loadPart(whole, h1), n), n);
  storePart(whole, h2, y);
  storePart(whole, out, y);
}

/**
 * Back through time, from hₜ = (1 − z) n + z hₜ₋₁:  dn = dh (1 − z) (1 − n²),  dz = dh (hₜ₋₁ − n) z (1 − z)
 *
 *   n = tanh(… + r q), q = inner:          dr = dn q r (1 − r),   dq = dn r,   dhₜ₋₁ = dh z + [dr dz] wh_rzᵀ + dq wh_nᵀ
 *   n = tanh(… + q wh_n), q = r hₜ₋₁:      dq = dn wh_nᵀ,  dr = dq hₜ₋₁ r (1 − r),   dhₜ₋₁ = dh z + dq r + [dr dz] wh_rzᵀ
 *
 * dx, dwx, dwh, dbias, dotherBias, dh0 f32 added to, each 0 when not wanted
 * dout (T,B,·), dhn (B,H) f32 read, either 0 when there is none · states, gates, inner as gru wrote them
 * scratch f32 overwritten: 6 T · B · H + 6 H · H + 2 B · H
 */
export function gruBackward(
  dx: usize, dwx: usize, dwh: usize, dbias: usize, dotherBias: usize, dh0: usize, dout: usize, dhn: usize,
  x: usize, wx: usize, wh: usize, states: usize, gates: usize, inner: usize, lengths: usize, scratch: usize,
  resetFirst: i32, sizes: usize,
): void {
  const b = batch(sizes), h = width(sizes), row = <usize>h << 2, T = steps(sizes), block = <usize>b * row, all = <usize>T * block;
  // What reaches the input's part, the state's part of r and z, and that of n, of every step.
  const dgates = scratch, drz = dgates + 3 * all, dn = drz + 2 * all, wt = dn + all;
  const dpart = wt + <usize>(3 * h) * row, dh = dpart + <usize>(3 * h) * row, dq = dh + block;
  transpose(wt, wh, h, 3 * h);
  copyOrClear(dh, dhn, b * h);
  memory.fill(dgates, 0, 6 * all);
  for (let n = T - 1; n >= 0; n--) {
    const t = timeOf(n, sizes), d = dgates + <usize>t * 3 * block, rz = drz + <usize>t * 2 * block, dm = dn + <usize>t * block;
    const z = gates + <usize>t * 3 * block, q = inner + <usize>t * block, h1 = before(states, t, sizes);
    for (let j = 0; j < b; j++) {
      if (ended(lengths, j, t)) continue;
      const at = <usize>j * row;
      if (dout) addBiasBackward(dh + at, 0, outRow(dout, t, j, sizes), 1, h);
      for (let i: usize = 0; i < row; i += 4) {
        const zv = load<f32>(z + 3 * at + row + i), nv = load<f32>(z + 3 * at + 2 * row + i), up = load<f32>(dh + at + i);
        const dnv = up * (1 - zv) * (1 - nv * nv), dzv = up * (load<f32>(h1 + at + i) - nv) * zv * (1 - zv);
        store<f32>(d + 3 * at + row + i, dzv);
        store<f32>(rz + 2 * at + row + i, dzv);
        store<f32>(d + 3 * at + 2 * row + i, dnv);
        store<f32>(dm + at + i, resetFirst ? dnv : dnv * load<f32>(z + 3 * at + i));
        store<f32>(dh + at + i, up * zv);
      }
    }
    if (resetFirst) gemm(dq, dm, wt + <usize>(2 * h) * row, b, h, h, 0, 0, false);
    else gemm(dh, dm, wt + <usize>(2 * h) * row, b, h, h, 0, 0, true);
    for (let j = 0; j < b; j++) {
      if (ended(lengths, j, t)) continue;
      const at = <usize>j * row;
      for (let i: usize = 0; i < row; i += 4) {
        const r = load<f32>(z + 3 * at + i), dqv = load<f32>(dq + at + i);
        const drv = (resetFirst ? dqv * load<f32>(h1 + at + i) : load<f32>(d + 3 * at + 2 * row + i) * load<f32>(q + at + i)) * r * (1 - r);
        store<f32>(d + 3 * at + i, drv);
        store<f32>(rz + 2 * at + i, drv);
        if (resetFirst) store<f32>(dh + at + i, load<f32>(dh + at + i) + dqv * r);
      }
    }
    gemm(dh, rz, wt, b, 2 * h, h, 0, 0, true);
  }
  projectBackward(dx, dwx, dbias, dgates, x, wx, 3 * h, sizes);
  if (dwh) {
    memory.fill(dpart, 0, <usize>(3 * h) * row);
    statesBackward(dpart, states, drz, 2 * h, sizes);
    const last = dpart + <usize>(2 * h) * row;
    if (resetFirst) gemm(last, inner, dn, h, T * b, h, 1, 0, true);
    else statesBackward(last, states, dn, h, sizes);
    columns(dwh, 3 * h, dpart, 2 * h, h, 2 * h, true);
    columns(dwh + 2 * row, 3 * h, last, h, h, h, true);
  }
  if (dotherBias) {
    addBiasBackward(0, dotherBias, drz, T * b, 2 * h);
    addBiasBackward(0, dotherBias + 2 * row, dn, T * b, h);
  }
  if (dh0) addBiasBackward(dh0, 0, dh, b, h);
}
