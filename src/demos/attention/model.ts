/** A sentence gone through stage by stage, or a task learnt batch by batch. */
import type { Model } from '@/lib/demo';
import type { Kernels } from '@/wasm/kernels';
import type { AttentionValues, SentenceState } from './sentence';
import { createSentence } from './sentenceModel';
import { createLearner, type TaskState } from './taskModel';

export type AttentionState = SentenceState | TaskState;

export function createModel(values: AttentionValues, kernels: Kernels, from?: AttentionState): Model<AttentionState> {
  const { mode } = values;
  return mode === 'sentence'
    ? createSentence(values, kernels, from as SentenceState | undefined)
    : createLearner({ ...values, mode }, kernels, from as TaskState | undefined);
}
