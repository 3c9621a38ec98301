import { rotaryEmbedding, scaledDotProductAttention } from '@/nn';
import type { Case, Operators, Outputs, Plain } from '../case';

/** Rows of (batch, length, heads · size) as (batch, heads, length, size); what has four axes already stays. */
function byHead({ shape, data }: Plain, heads: number): Plain {
  if (shape.length === 4) return { shape, data };
  const [B, T, C] = shape as [number, number, number];
  const D = C / heads;
  const out = Array.from({ length: B * T * C }, (_, n) => {
    const [d, t, h, b] = [n % D, Math.floor(n / D) % T, Math.floor(n / (D * T)) % heads, Math.floor(n / (T * C))];
    return data[(b * T + t) * C + h * D + d]!;
  });
  return { shape: [B, heads, T, D], data: out };
}

/** (B,H,P,D) and (B,H,T,D) one after the other. */
function join(past: Plain | undefined, now: Plain): Plain {
  const [B, H, T, D] = now.shape as [number, number, number, number];
  const P = past?.shape[2] ?? 0;
  const data: number[] = [];
  for (let i = 0; i < B * H; i++) {
    if (past) for (let n = 0; n < P * D; n++) data.push(past.data[i * P * D + n]!);
    for (let n = 0; n < T * D; n++) data.push(now.data[i * T * D + n]!);
  }
  return { shape: [B, H, P + T, D], data };
}

function attend(c: Case): Outputs {
  const past = (i: number) => (c.has(i) ? c.plain(i) : undefined);
  const flat = c.plain(0).shape.length === 3;
  const heads = flat ? c.number('q_num_heads', 0) : c.plain(0).shape[1]!;
  const kvHeads = flat ? c.number('kv_num_heads', 0) : c.plain(1).shape[1]!;
  const key = join(past(4), byHead(c.plain(1), kvHeads));
  const value = join(past(5), byHead(c.plain(2), kvHeads));
  const tensor = ({ data, shape }: Plain) => c.runtime.tensor(data, shape);
  const size = c.plain(0).shape.at(-1)! / (flat ? heads : 1);
  const mode = c.number('qk_matmul_output_mode', 0) as 0 | 1 | 2 | 3;
  const bool = c.has(3) && c.record.inputs[3]!.dtype === 'bool';
  const query = tensor(byHead(c.plain(0), heads));
  const { output, weights } = scaledDotProductAttention(query, tensor(key), tensor(value), {
    isCausal: c.flag('is_causal'),
    scale: c.number('scale', 1 / Math.sqrt(size)),
    softcap: c.number('softcap', 0),
    enableGqa: true,
    needWeights: true,
    weightsStage: mode,
    ...(c.has(3) && { attnMask: c.tensor(3), maskType: bool ? 'bool' : 'float' }),
    ...(c.has(6) && { keyLengths: c.numbers(6)! }),
    ...(past(4) && { causalOffset: past(4)!.shape[2]! }),
  });
  const [B, H, T, D] = output.shape as [number, number, number, number];
  const values = output.values();
  const merged = Array.from({ length: values.length }, (_, n) => {
    const [d, h, t, b] = [n % D, Math.floor(n / D) % H, Math.floor(n / (D * H)) % T, Math.floor(n / (D * H * T))];
    return values[((b * H + h) * T + t) * D + d]!;
  });
  const Y: Plain = flat ? { shape: [B, T, H * D], data: merged } : { shape: output.shape, data: values };
  return [Y, key, value, weights];
}

function rotate(c: Case): Outputs {
  const heads = c.number('num_heads', 0);
  return [
    rotaryEmbedding(c.tensor(0), c.tensor(1), c.tensor(2), {
      interleaved: c.flag('interleaved'),
      ...(c.has(3) && { positions: c.numbers(3)! }),
      ...(heads && { numHeads: heads }),
    }),
  ];
}

/** Attention and positions. */
export const attention: Operators = { Attention: attend, RotaryEmbedding: rotate };
