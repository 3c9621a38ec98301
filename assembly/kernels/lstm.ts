/**
 * Long short-term memory over whole sequences, gates in the order i, f, g, o:
 *
 *   [i f g o] = xₜ wx + bias + otherBias + hₜ₋₁ wh,   i += pᵢ cₜ₋₁,  f += p_f cₜ₋₁   (peepholes, when there are)
 *   cₜ = σ(f) cₜ₋₁ + σ(i) tanh(g),   hₜ = σ(o + p_o cₜ) tanh(cₜ)
 *
 * out (T,B,·) f32 overwritten, H numbers of each row: hₜ · hn, cn (B,H) f32 overwritten, either may be 0
 * states, cells (T + 1,B,H), gates (T,B,4H) f32 overwritten, saved for lstmBackward
 * x (T,B,I), wx (I,4H), wh (H,4H), bias, otherBias (4H), peep (3H: i, f, o), h0, c0 (B,H) f32, lengths (B) i32 read,
 * each from bias on 0 when there is none · sizes (6) i32 read: T, B, I, H, reverse, row of out; see core/recurrent.ts
 * Caller ensures: sizes ≥ 1, lengths ≤ T. Accuracy: abs. 1e-6 · √(I + H) · T against tests/oracle/recurrent.ts.
 * Source: Hochreiter, Schmidhuber 1997; Gers, Schraudolph, Schmidhuber 2002 (peepholes); PyTorch `LSTM`.
 */
import { gemm } from '../core/gemm';
import { loadPart, stepOfPart, storePart } from '../core/part';
import { after, batch, before, begin, copyOrClear, ended, finish, outRow, project, projectBackward, statesBackward, steps, timeOf, transpose, width } from '../core/recurrent';
import { BYTES, add, madd, mul, nmadd, splat, sub } from '../core/simd';
import { addBiasBackward } from './addBias';
import { mulBackward } from './mul';
import { sigmoid } from './sigmoid';
import { tanh } from './tanh';

export function lstm(
  out: usize, hn: usize, cn: usize, states: usize, cells: usize, gates: usize, x: usize, wx: usize, wh: usize,
  bias: usize, otherBias: usize, peep: usize, h0: usize, c0: usize, lengths: usize, sizes: usize,
): void {
  const b = batch(sizes), h = width(sizes), row = <usize>h << 2, T = steps(sizes);
  project(gates, x, wx, bias, otherBias, 4 * h, sizes);
  begin(states, h0, sizes);
  begin(cells, c0, sizes);
  for (let n = 0; n < T; n++) {
    const t = timeOf(n, sizes);
    let z = gates + <usize>(t * b * 4) * row, h1 = before(states, t, sizes), h2 = after(states, t, sizes);
    let c1 = before(cells, t, sizes), c2 = after(cells, t, sizes);
    gemm(z, h1, wh, b, h, 4 * h, 0, 0, true);
    for (let j = 0; j < b; j++, z += 4 * row, h1 += row, h2 += row, c1 += row, c2 += row) {
      const to = outRow(out, t, j, sizes);
      if (ended(lengths, j, t)) {
        memory.copy(h2, h1, row);
        memory.copy(c2, c1, row);
        memory.fill(to, 0, row);
        continue;
      }
      if (peep) {
        mulBackward(z, 0, peep, 0, c1, h, 0);
        mulBackward(z + row, 0, peep + row, 0, c1, h, 0);
      }
      sigmoid(z, z, 2 * h);
      tanh(z + 2 * row, z + 2 * row, h);
      let i: usize = 0;
      for (; i + BYTES <= row; i += BYTES) cell(true, c2 + i, c1 + i, z + i, row);
      for (; i < row; i += 4) cell(false, c2 + i, c1 + i, z + i, row);
      if (peep) mulBackward(z + 3 * row, 0, peep + 2 * row, 0, c2, h, 0);
      sigmoid(z + 3 * row, z + 3 * row, h);
      tanh(h2, c2, h);
      for (i = 0; i + BYTES <= row; i += BYTES) open(true, to + i, h2 + i, z + 3 * row + i);
      for (; i < row; i += 4) open(false, to + i, h2 + i, z + 3 * row + i);
    }
  }
  finish(hn, states, sizes);
  finish(cn, cells, sizes);
}

/** c₂ = f c₁ + i g */
@inline
function cell(whole: bool, c2: usize, c1: usize, z: usize, row: usize): void {
  const kept = mul(loadPart(whole, z + row), loadPart(whole, c1));
  storePart(whole, c2, madd(loadPart(whole, z), loadPart(whole, z + 2 * row), kept));
}

/** h ·= o, and into out */
@inline
function open(whole: bool, out: usize, h: usize, o: usize): void {
  const y = mul(loadPart(whole, h), loadPart(whole, o));
  storePart(whole, h, y);
  storePart(whole, out, y);
}

/**
 * Back through time, from  hₜ = o tanh(cₜ),  cₜ = f cₜ₋₁ + i g  (i, f, g, o as they came out of σ and tanh):
 *
 *   do = dh tanh(cₜ) o (1 − o),   dc += dh o (1 − tanh²(cₜ)) + p_o do
 *   di = dc g i (1 − i),  df = dc cₜ₋₁ f (1 − f),  dg = dc i (1 − g²),   dcₜ₋₁ = dc f + pᵢ di + p_f df,   dhₜ₋₁ = [di df dg do] whᵀ
 *
 * dx, dwx, dwh, dbias, dotherBias, dpeep, dh0, dc0 f32 added to, each 0 when not wanted
 * dout (T,B,·), dhn, dcn (B,H) f32 read, each 0 when there is none · states, cells, gates as lstm wrote them
 * scratch f32 overwritten: T · B · 4H + 4H · H + 2 B · H + H
 */
export function lstmBackward(
  dx: usize, dwx: usize, dwh: usize, dbias: usize, dotherBias: usize, dpeep: usize, dh0: usize, dc0: usize,
  dout: usize, dhn: usize, dcn: usize, x: usize, wx: usize, wh: usize, peep: usize, states: usize, cells: usize, gates: usize,
  lengths: usize, scratch: usize, sizes: usize,
): void {
  const b = batch(sizes), h = width(sizes), row = <usize>h << 2, T = steps(sizes), block = <usize>b * row;
  const dgates = scratch, wt = dgates + <usize>T * 4 * block, dh = wt + <usize>(4 * h) * row, dc = dh + block, tanhc = dc + block;
  transpose(wt, wh, h, 4 * h);
  copyOrClear(dh, dhn, b * h);
  copyOrClear(dc, dcn, b * h);
  for (let n = T - 1; n >= 0; n--) {
    const t = timeOf(n, sizes);
    const d = dgates + <usize>t * 4 * block, z = gates + <usize>t * 4 * block, c1 = before(cells, t, sizes), c2 = after(cells, t, sizes);
    for (let j = 0; j < b; j++) {
      const at = <usize>j * row, dz = d + 4 * at;
      if (ended(lengths, j, t)) {
        memory.fill(dz, 0, 4 * row);
        continue;
      }
      const dy = dout ? outRow(dout, t, j, sizes) : 0;
      tanh(tanhc, c2 + at, h);
      for (let i: usize = 0, n: usize = 0; i < row; i += n) {
        n = stepOfPart(row - i);
        back(n == BYTES, dz + i, dh + at + i, dc + at + i, dy ? dy + i : 0, z + 4 * at + i, c1 + at + i, tanhc + i, peep ? peep + i : 0, row);
      }
      if (dpeep) {
        mulBackward(dpeep, 0, dz, 0, c1 + at, h, 0);
        mulBackward(dpeep + row, 0, dz + row, 0, c1 + at, h, 0);
        mulBackward(dpeep + 2 * row, 0, dz + 3 * row, 0, c2 + at, h, 0);
      }
    }
    gemm(dh, d, wt, b, 4 * h, h, 0, 0, true);
  }
  projectBackward(dx, dwx, dbias, dgates, x, wx, 4 * h, sizes);
  statesBackward(dwh, states, dgates, 4 * h, sizes);
  if (dotherBias) addBiasBackward(0, dotherBias, dgates, T * b, 4 * h);
  if (dh0) addBiasBackward(dh0, 0, dh, b, h);
  if (dc0) addBiasBackward(dc0, 0, dc, b, h);
}

/** One vec of a row: the gates' gradients, dc for the step before; dh is used up. */
@inline
function back(
  whole: bool, dz: usize, dh: usize, dc: usize, dy: usize, z: usize, c1: usize, tanhc: usize, peep: usize, row: usize,
): void {
  const one = splat(1), th = loadPart(whole, tanhc), o = loadPart(whole, z + 3 * row);
  let up = loadPart(whole, dh);
  if (dy) up = add(up, loadPart(whole, dy));
  const dout = mul(mul(up, th), mul(o, sub(one, o)));
  let d = madd(mul(up, o), nmadd(th, th, one), loadPart(whole, dc));
  if (peep) d = madd(dout, loadPart(whole, peep + 2 * row), d);
  const i = loadPart(whole, z), f = loadPart(whole, z + row), g = loadPart(whole, z + 2 * row);
  const di = mul(mul(d, g), mul(i, sub(one, i))), df = mul(mul(d, loadPart(whole, c1)), mul(f, sub(one, f)));
  storePart(whole, dz, di);
  storePart(whole, dz + row, df);
  storePart(whole, dz + 2 * row, mul(mul(d, i), nmadd(g, g, one)));
  storePart(whole, dz + 3 * row, dout);
  let left = mul(d, f);
  if (peep) left = madd(di, loadPart(whole, peep), madd(df, loadPart(whole, peep + row), left));
  storePart(whole, dc, left);
  storePart(whole, dh, splat(0));
}
