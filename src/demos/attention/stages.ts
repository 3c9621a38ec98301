/** The stages of a round: which matrix each makes, and of what. */
import type { Text } from '@/lib/text';
import type { Kept, Setup, WeightName } from './sentence';

/** M: the scores with the mask. C: the outputs of all heads side by side. WOall: Wo of all heads. next: x of the next token. */
export type MatrixName = Kept | WeightName | 'X' | 'M' | 'C' | 'WOall' | 'next' | 'moved';

/** The numbers of one factor, counted by n: `of`[at, n] along a row, `of`[n, at] along a column. */
export type Operand = { readonly of: MatrixName; readonly along: 'row' | 'column'; readonly at: 'i' | 'j' };

export type How =
  | {
      readonly kind: 'product';
      readonly a: Operand;
      readonly b: Operand;
      readonly factor?: 'inner' | 'outer';
    }
  | { readonly kind: 'given' | 'mask' | 'softmax' | 'softmaxBack' | 'difference' | 'update' };

export type Stage = {
  readonly makes: MatrixName;
  readonly phase: 'forward' | 'backward' | 'update';
  readonly name: Text;
  readonly formula: string;
  readonly how: How;
};

const row = (of: MatrixName, at: 'i' | 'j'): Operand => ({ of, along: 'row', at });
const column = (of: MatrixName, at: 'i' | 'j'): Operand => ({ of, along: 'column', at });
const product = (a: Operand, b: Operand, factor?: 'inner' | 'outer'): How => ({
  kind: 'product', a, b, ...(factor && { factor }),
}); // prettier-ignore
const stage =
  (phase: Stage['phase']) =>
  (makes: MatrixName, zh: string, en: string, formula: string, how: How): Stage => ({
    makes, phase, name: { zh, en }, formula, how,
  }); // prettier-ignore
const [forward, backward, update] = (['forward', 'backward', 'update'] as const).map(stage) as [
  ReturnType<typeof stage>,
  ReturnType<typeof stage>,
  ReturnType<typeof stage>,
];

const ALL: readonly Stage[] = [
  forward('X', '词元的向量', 'vectors of the tokens', 'X', { kind: 'given' }),
  forward('Q', '查询', 'queries', 'Q = X Wq', product(row('X', 'i'), column('WQ', 'j'))),
  forward('K', '键', 'keys', 'K = X Wk', product(row('X', 'i'), column('WK', 'j'))),
  forward('V', '值', 'values', 'V = X Wv', product(row('X', 'i'), column('WV', 'j'))),
  forward('S', '分数', 'scores', 'S = Q Kᵀ', product(row('Q', 'i'), row('K', 'j'), 'inner')),
  forward('M', '掩码', 'mask', 'M: j > i → −∞', { kind: 'mask' }),
  forward('P', '权重', 'weights', 'P = softmax(S)', { kind: 'softmax' }),
  forward('O', '头的输出', 'output of the head', 'O = P V', product(row('P', 'i'), column('V', 'j'), 'outer')),
  forward('Y', '层的输出', 'output of the layer', 'Y = [O₁ … O_H] Wo', product(row('C', 'i'), column('WOall', 'j'))),
  backward('dY', '输出的梯度', 'gradient of the output', 'dY = Y − X₊₁', { kind: 'difference' }),
  backward('dO', '传到头', 'to the head', 'dO = dY Woᵀ', product(row('dY', 'i'), row('WO', 'j'))),
  backward('dV', '传到值', 'to the values', 'dV = Pᵀ dO', product(column('P', 'i'), column('dO', 'j'), 'outer')),
  backward('dP', '传到权重', 'to the weights', 'dP = dO Vᵀ', product(row('dO', 'i'), row('V', 'j'), 'outer')),
  backward('dS', '穿过 softmax', 'through softmax', 'dS = P ∘ (dP − Σ P dP)', { kind: 'softmaxBack' }),
  backward('dQ', '传到查询', 'to the queries', 'dQ = dS K', product(row('dS', 'i'), column('K', 'j'), 'inner')),
  backward('dK', '传到键', 'to the keys', 'dK = dSᵀ Q', product(column('dS', 'i'), column('Q', 'j'), 'inner')),
  backward('dWQ', '传到参数', 'to the parameters', 'dWq = Xᵀ dQ', product(column('X', 'i'), column('dQ', 'j'))),
  update('moved', '更新', 'update', 'Wq ← Wq − η dWq', { kind: 'update' }),
];
const UNMASKED = ALL.filter(({ makes }) => makes !== 'M');

/** In order; the mask is one only where there is one. */
export const stagesOf = ({ causal }: Pick<Setup, 'causal'>): readonly Stage[] => (causal ? ALL : UNMASKED);
