/** What an op did, over all takes, and how it is said in ONNX. */
import { DomainError } from '@/lib/errors';
import type { Graph } from './Graph';
import { Varying } from './Varying';
import type { Merged, Size } from './Varying';

/** Makes the nodes of a step and gives the names of its outputs, in the op's order. */
export type Form = (graph: Graph, step: Step) => readonly string[];
export type Forms = Readonly<Record<string, Form>>;

export class Step {
  readonly op: string;
  /** Names in the graph; '' for an input that was left out. */
  readonly inputs: readonly string[];
  readonly shapes: readonly (readonly Size[])[];
  private readonly settings: { readonly [name: string]: Merged };

  constructor(
    op: string,
    inputs: readonly string[],
    shapes: readonly (readonly Size[])[],
    settings: { readonly [name: string]: Merged },
  ) {
    this.op = op;
    this.inputs = inputs;
    this.shapes = shapes;
    this.settings = settings;
  }

  /** Dimensions of an input. */
  rank = (i: number): number => this.shapes[i]!.length;

  /** The size of an input along an axis. @throws {DomainError} one that varies */
  extent = (i: number, axis: number): number => this.fixed(`size ${axis} of input ${i}`, this.shapes[i]!.at(axis)!);

  /** A number that is the same whatever the sizes are. @throws {DomainError} one that is not */
  number = (name: string, otherwise?: number): number => this.fixed(name, (this.settings[name] ?? otherwise) as Size);

  numbers = (name: string): number[] => this.sizes(name).map((n) => this.fixed(name, n));
  sizes = (name: string): readonly Size[] => this.settings[name] as readonly Size[];
  list = <T extends Merged>(name: string): readonly T[] => this.settings[name] as readonly T[];
  flag = (name: string): boolean => this.settings[name] === true;
  text = (name: string): string => this.settings[name] as string;
  has = (name: string): boolean => this.settings[name] !== undefined;
  size = (name: string): Size => this.settings[name] as Size;

  private fixed(what: string, n: Size): number {
    if (n instanceof Varying)
      throw new DomainError(
        `exportOnnx: ${this.op} has the same ${what} whatever the free sizes are; got ${String(n)}`,
      );
    return n;
  }
}
