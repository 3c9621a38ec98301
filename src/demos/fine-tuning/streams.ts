/** Random numbers of their own for each purpose, so that none depends on how many another took. */
import { createRandom, type Random } from '@/lib/random';
import type { TuningValues } from './params';
import { createTasks, type Tasks } from './tasks';

export const STREAMS = { heldOut: 1, imagesA: 2, start: 3, samples: 4, labelled: 100, pair: 200 } as const;

type Seeded = Pick<TuningValues, 'seed'>;
const base = ({ seed }: Seeded) => 1000 * (seed + 1);

export const randomOf = (values: Seeded, stream: number): Random => createRandom(base(values) + stream);
export const tasksOf = (values: Seeded & Pick<TuningValues, 'shuffled'>): Tasks =>
  createTasks(base(values), values.shuffled / 100);
