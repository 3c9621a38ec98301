/** The functions of core/special.ts over the whole of f32, through the kernels that use them. */
import { describe, test } from 'vitest';
import { elu, erf, gelu } from '../oracle/activations';
import { assertClose } from '../support/assertClose';
import { allBuilds, createStage } from '../support/stage';

/** Every 40,009th f32 up to a limit, denormals included: the bits count through all magnitudes. */
function walk(limit: number): number[] {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  const list: number[] = [];
  for (bits[0] = 1; float[0]! <= limit; bits[0] += 40_009) list.push(float[0]!);
  return list;
}
const both = (list: readonly number[]) => [...list, ...list.map((v) => -v)];

describe.each(await allBuilds())('%s', (_, k) => {
  const run = (name: 'erf' | 'exp' | 'gelu' | 'log' | 'softplus', x: readonly number[]) => {
    const stage = createStage(k);
    const out = stage.room(x.length);
    k[name](out, stage.put(x), x.length);
    return stage.get(out);
  };

  test('exp, where it and its result are finite', () => {
    const x = both(walk(88));
    assertClose(run('exp', x), x.map(Math.exp), { rel: 2e-7, abs: 1e-44 });
  });
  test('ln, denormals and all', () => {
    const x = walk(3.4e38);
    assertClose(run('log', x), x.map(Math.log), { rel: 3e-7 });
  });
  test('ln(1 + eˣ)', () => {
    const x = both(walk(87));
    assertClose(
      run('softplus', x),
      x.map((v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)))),
      { rel: 5e-7 },
    );
  });
  test('eˣ − 1, by elu', () => {
    const stage = createStage(k);
    const x = walk(3e38).map((v) => -v);
    const out = stage.room(x.length);
    k.elu(out, stage.put(x), x.length, 1);
    assertClose(stage.get(out), x.map(elu(1).value), { rel: 2e-6, abs: 1e-44 });
  });
  test('erf', () => {
    const x = both(walk(3e38));
    assertClose(run('erf', x), x.map(erf.value), { rel: 5e-7, abs: 3e-45 });
  });
  test('gelu, left and right', () => {
    const x = both(walk(1e30)).filter((v) => v > -8);
    // e^(−x²/2): the rounding of the exponent, up to 32, counts as often.
    assertClose(run('gelu', x), x.map(gelu.value), { rel: 6e-6, abs: 3e-45 });
  });
});
