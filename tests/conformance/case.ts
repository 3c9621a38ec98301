/** One operator case of an ONNX folder as an adapter sees it: inputs as tensors or plain numbers, attributes by name. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Runtime, Shape } from '@/nn';
import { Tensor } from '@/nn';

/** Flat, row by row; 'Infinity', '-Infinity' and 'NaN' are texts in the file. An absent optional has neither. */
type Data = { readonly name: string; readonly shape: Shape | null; readonly data: readonly (number | string)[] | null };

export type CaseRecord = {
  readonly name: string;
  readonly op: string;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Data[];
  readonly outputs: readonly Data[];
};

/** A result that never was a tensor: indices, an empty array. */
export type Plain = { readonly shape: Shape; readonly data: ArrayLike<number> };
/** By position, as in ONNX; what is not wanted or cannot be had may be undefined. */
export type Outputs = readonly (Tensor | Plain | undefined)[];
/** By ONNX's name of the operator. An adapter runs inside a scope of the case's runtime. */
export type Operators = Readonly<Record<string, (c: Case) => Outputs>>;

export const readRecords = (file: string): CaseRecord[] =>
  JSON.parse(gunzipSync(readFileSync(file)).toString()) as CaseRecord[];

export const plain = ({ shape, data }: { shape: Shape | null; data: Data['data'] }): Plain => ({
  shape: shape!,
  data: data!.map(Number),
});

export class Case {
  readonly runtime: Runtime;
  readonly record: CaseRecord;

  constructor(runtime: Runtime, record: CaseRecord) {
    this.runtime = runtime;
    this.record = record;
  }

  has(i: number): boolean {
    return this.record.inputs[i]?.data != null;
  }

  /** Input i as plain numbers: integers, booleans, empty arrays. */
  plain(i: number): Plain {
    if (!this.has(i)) throw new Error(`${this.record.name}: input ${i} is there; got none`);
    return plain(this.record.inputs[i]!);
  }

  /** The numbers of input i; undefined when it is absent. */
  numbers(i: number): number[] | undefined {
    return this.has(i) ? Array.from(this.plain(i).data) : undefined;
  }

  tensor(i: number): Tensor {
    const { data, shape } = this.plain(i);
    return this.runtime.tensor(data, shape);
  }

  optional(i: number): Tensor | undefined {
    return this.has(i) ? this.tensor(i) : undefined;
  }

  /** Every input, as tensors: operators of any number of inputs. */
  tensors(from = 0): Tensor[] {
    return this.record.inputs.slice(from).map((_, i) => this.tensor(from + i));
  }

  /** An attribute that is a number; defaults are the operator's, see ONNX. */
  number(name: string, otherwise: number): number {
    return (this.record.attrs[name] as number | undefined) ?? otherwise;
  }

  flag(name: string, otherwise = false): boolean {
    return this.number(name, Number(otherwise)) !== 0;
  }

  text(name: string, otherwise: string): string {
    return (this.record.attrs[name] as string | undefined) ?? otherwise;
  }

  list(name: string): number[] | undefined {
    return this.record.attrs[name] as number[] | undefined;
  }
}

export const isTensor = (x: Tensor | Plain): x is Tensor => x instanceof Tensor;
