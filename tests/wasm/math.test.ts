/** exp, log and tanh over the whole of f32, through the kernels that use them: the accuracy that core/math.ts states. */
import { describe, test } from 'vitest';
import { assertClose } from '../support/assertClose';
import { allBuilds, createStage } from '../support/stage';

/** Every 40,009th f32 with |x| ≤ limit, both signs, denormals included: the bits count through all magnitudes. */
function walk(limit: number): number[] {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  const list: number[] = [];
  for (bits[0] = 1; float[0]! <= limit; bits[0] += 40_009) list.push(float[0]!, -float[0]!);
  return list;
}

describe.each(await allBuilds())('%s', (_, k) => {
  test('sigmoid where it is a normal number', () => {
    const stage = createStage(k);
    const x = walk(87);
    const out = stage.room(x.length);
    k.sigmoid(out, stage.put(x), x.length);
    assertClose(
      stage.get(out),
      x.map((v) => 1 / (1 + Math.exp(-v))),
      { rel: 3e-7 },
    );
  });

  test('tanh everywhere', () => {
    const stage = createStage(k);
    const x = walk(3e38);
    const out = stage.room(x.length);
    k.tanh(out, stage.put(x), x.length);
    assertClose(stage.get(out), x.map(Math.tanh), { rel: 5e-7, abs: 1e-44 });
  });

  test('ln p, by the cross-entropy of one probability', () => {
    const stage = createStage(k);
    const out = stage.room(1);
    const one = stage.put([1]);
    const p = walk(1).filter((v) => v > 4e-44);
    const px = stage.put(p);
    const actual = p.map((_, i) => {
      k.binaryCrossEntropy(out, px + 4 * i, one, 1);
      return k.f32[out / 4]!;
    });
    assertClose(
      actual,
      p.map((v) => -Math.log(v)),
      { rel: 2e-7 },
    );
  });

  test('ln(1 + eˣ), by the cross-entropy of one logit', () => {
    const stage = createStage(k);
    const out = stage.room(1);
    const zero = stage.put([0]);
    const x = walk(87);
    const px = stage.put(x);
    const actual = x.map((_, i) => {
      k.binaryCrossEntropyWithLogits(out, px + 4 * i, zero, 1);
      return k.f32[out / 4]!;
    });
    assertClose(
      actual,
      x.map((v) => (v > 0 ? v + Math.log1p(Math.exp(-v)) : Math.log1p(Math.exp(v)))),
      { rel: 5e-7 },
    );
  });
});
