import type { Random } from '@/lib/random';
import { Linear, Module, relu } from '@/nn';
import type { Runtime, Tensor } from '@/nn';
import type { Keep } from './Forward';

/**
 * relu(x W₁ + b₁) W₂ + b₂, row by row. Parameters `linear1.weight` (width,hidden), `linear1.bias`, `linear2.weight`, `linear2.bias`.
 */
export class FeedForward extends Module {
  readonly linear1: Linear;
  readonly linear2: Linear;

  /** @throws {ShapeError} sizes that are not positive whole numbers */
  constructor(runtime: Runtime, width: number, hidden: number, { random }: { random: Random }) {
    super();
    this.linear1 = new Linear(runtime, width, hidden, { random });
    this.linear2 = new Linear(runtime, hidden, width, { random });
  }

  /** (…,width) -> (…,width); `linear1`, `relu`, `linear2` go to keep. */
  forward(x: Tensor, keep: Keep = (_, tensor) => tensor): Tensor {
    const a = keep('relu', relu(keep('linear1', this.linear1.forward(x))));
    return keep('linear2', this.linear2.forward(a));
  }
}
