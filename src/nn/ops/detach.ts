import { Tensor } from '../tensor';

/** The same elements, and no gradient: what is computed from it leaves nothing on the tape. */
export function detach(x: Tensor): Tensor {
  x.runtime.check('detach', x);
  const out = new Tensor(x.runtime, x.shape, x.size, x.data, x.scope, false);
  x.runtime.traced?.('detach', [x], [out]);
  return out;
}
