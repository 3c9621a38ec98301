/** Passes of a model, written down step by step. */
import { DomainError, show } from '@/lib/errors';
import { Indices } from '../Indices';
import { Tensor } from '../tensor';
import type { Shape, Values } from '../tensor';
import type { Settings, Source, Tracer } from '../trace';
import { FORMS } from './forms';

/** The number of a value of the take, whole numbers from a list, or nothing. */
export type Ref = number | readonly number[] | undefined;

export interface Event {
  readonly op: string;
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Ref[];
  readonly settings: Settings;
}

/** Where a value comes from: an input of the model, memory that lasts, numbers made in the pass, or a step. */
export type Origin =
  | { readonly input: string }
  | { readonly lasting: Tensor }
  | { readonly numbers: Float32Array<ArrayBuffer> }
  | { readonly step: number };
export interface Value {
  readonly shape: Shape;
  readonly origin: Origin;
}

/** What cannot be said in a file of fixed numbers and no memory. */
const REFUSED: Readonly<Record<string, string>> = {
  dropout: 'as it infers, not as it trains; got dropout',
  'Generator.normal': 'of its inputs alone; got random numbers',
  'Generator.uniform': 'of its inputs alone; got random numbers',
  'KeyValueCache.append': 'without a memory of its own; got a KeyValueCache',
  'KeyValueCache.attend': 'without a memory of its own; got a KeyValueCache',
};

export class Take {
  readonly events: Event[] = [];
  readonly values: Value[] = [];
  private readonly ids = new Map<object, number>();
  private readonly lists = new Map<object, readonly number[]>();

  input(name: string, source: Tensor | Indices): void {
    this.add(source, source.shape, { input: name });
  }

  readonly tracer: Tracer = (op, inputs, outputs, settings = {}) => {
    if (op === 'tensor') {
      const [tensor] = outputs as [Tensor];
      this.add(tensor, tensor.shape, { numbers: tensor.values() });
    } else if (op === 'indices' || op === 'values') this.alias(inputs[0]!, outputs[0]!);
    else {
      const why =
        REFUSED[op] ??
        (settings['training'] === true ? `as it infers, not as it trains; got ${op} in training` : undefined);
      if (why) throw new DomainError(`exportOnnx: a model is exported ${why}`);
      if (!Object.hasOwn(FORMS, op)) throw new DomainError(`exportOnnx: every op has a form in ONNX; got ${op}`);
      const step = this.events.length;
      const refs = inputs.map((source) => this.ref(source, op));
      const made = outputs.map((x) => x && this.add(x as Tensor, (x as Tensor).shape, { step }));
      this.events.push({ op, inputs: refs, outputs: made, settings });
    }
  };

  ref(source: Source, where: string): Ref {
    if (source === undefined) return undefined;
    const id = this.ids.get(source);
    if (id !== undefined) return id;
    if (!(source instanceof Tensor)) return this.numbersOf(source);
    if (source.scope !== 0)
      throw new DomainError(
        `exportOnnx: every op says what it does; got a tensor of ${show(source.shape)} for ${where} from one that does not`,
      );
    return this.add(source, source.shape, { lasting: source });
  }

  private add(source: object, shape: Shape, origin: Origin): number {
    this.ids.set(source, this.values.length);
    return this.values.push({ shape, origin }) - 1;
  }

  /** The same whole numbers, as a list or in memory. */
  private alias(from: Source & object, to: Source & object): void {
    const id = this.ids.get(from);
    if (id !== undefined) this.ids.set(to, id);
    else if (!this.lists.has(to)) this.lists.set(to, this.numbersOf(from as Values | Indices));
  }

  private numbersOf(source: Values | Indices): readonly number[] {
    const list = this.lists.get(source);
    if (list) return list;
    if (!(source instanceof Indices)) return Array.from(source);
    const { data, size, runtime } = source;
    return Array.from(runtime.kernels.i32.subarray(data >>> 2, (data >>> 2) + size));
  }
}
