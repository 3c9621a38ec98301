/** The boxes of the picture: every number of the graph with what is known of it at this step. */
import type { Lang } from '@/lib/text';
import { GRAPHS, nameOf, type Leaf, type Place } from './graphs';
import { brief } from './lines';
import type { BackpropState } from './model';

const SIGNS = { mul: '× ', sum: 'Σ ', sigmoid: 'σ ', loss: '' } as const;
const words = {
  agrees: { zh: '梯度校验一致', en: 'gradient agrees' },
  disagrees: { zh: '梯度校验不符', en: 'gradient disagrees' },
} as const;

export type Box = {
  readonly id: string;
  readonly at: Place;
  readonly tone: Leaf['role'] | 'op';
  /** Its operation, its name, and ✓ or ✗ once its gradient is whole. */
  readonly name: string;
  /** '' where nothing is known yet. */
  readonly value: string;
  readonly gradient: string;
  readonly wrong: boolean;
  /** What is read aloud: the words in the box, then the check in words. */
  readonly spoken: string;
};

export function boxesOf({ graph, values, gradients, checks }: BackpropState, lang: Lang): Box[] {
  const { leaves, ops } = GRAPHS[graph];
  return [...leaves, ...ops].map((node): Box => {
    const { id, at } = node;
    const check = checks[id];
    const number = (x: number | undefined) => (x === undefined ? '' : brief(x, lang));
    const mark = check ? (check.agrees ? ' ✓' : ' ✗') : '';
    const name = `${'kind' in node ? SIGNS[node.kind] : ''}${nameOf(id)}${mark}`;
    const [value, gradient] = [number(values[id]), number(gradients[id])];
    const verdict = check ? words[check.agrees ? 'agrees' : 'disagrees'][lang] : '';
    return {
      id,
      at,
      tone: 'role' in node ? node.role : 'op',
      name,
      value,
      gradient,
      wrong: check !== undefined && !check.agrees,
      spoken: [name, value, gradient, verdict].filter(Boolean).join(' '),
    };
  });
}
