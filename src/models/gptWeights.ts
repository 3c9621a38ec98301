import { DomainError, ShapeError, show } from '@/lib/errors';
import { readSafetensors } from '@/nn';
import type { SafeTensor, SafeTensors } from '@/nn';
import { gptShapes } from './gpt';
import type { GptConfig } from './gpt';

/** Buffers that some files hold beside the weights: the causal mask, which follows from the architecture. */
const MASK = /^h\.\d+\.attn\.(masked_)?bias$/;

/**
 * The weights in a GPT-2 `model.safetensors`, with or without the prefix `transformer.`, for createGpt.
 *
 * @throws {DomainError} no whole safetensors file, a tensor missing, one that GPT-2 does not have, or an output weight
 * that is not the embedding's although they are tied
 * @throws {ShapeError} a tensor of another shape than the configuration's
 */
export function readGptWeights(config: GptConfig, bytes: Uint8Array): SafeTensors['tensors'] {
  const shapes = gptShapes(config);
  const found: Record<string, SafeTensor> = {};
  for (const [fullName, tensor] of Object.entries(readSafetensors(bytes).tensors)) {
    const name = fullName.replace(/^transformer\./, '');
    if (Object.hasOwn(found, name))
      throw new DomainError(`readGptWeights: a tensor comes once; got ${show(name)} with and without prefix`);
    if (!MASK.test(name)) found[name] = tensor;
  }
  const missing = Object.keys(shapes).filter((name) => !Object.hasOwn(found, name));
  if (missing.length) throw new DomainError(`readGptWeights: the file has every tensor; got no ${show(missing)}`);
  const { 'lm_head.weight': head, ...others } = found;
  if (config.tied !== false && head) {
    const wte = found['wte.weight']!.values;
    if (head.values.length !== wte.length || head.values.some((v, i) => v !== wte[i]))
      throw new DomainError(
        'readGptWeights: a tied output has the weights of the embedding; got others in lm_head.weight',
      );
  }
  const weights = config.tied === false ? found : others;
  const extra = Object.keys(weights).filter((name) => !Object.hasOwn(shapes, name));
  if (extra.length) throw new DomainError(`readGptWeights: the file has no other tensors; got ${show(extra)}`);
  for (const [name, shape] of Object.entries(shapes))
    if (show(shape) !== show(weights[name]!.shape))
      throw new ShapeError(`readGptWeights: ${name} has shape ${show(shape)}; got ${show(weights[name]!.shape)}`);
  return weights;
}
