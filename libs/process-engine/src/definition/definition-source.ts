import { pointerTo, positionOf } from '../yaml/positions';
import type { FilePositions, Pointer } from '../yaml/positions';
import type { DefinitionError } from './definition-error';

/** A definition with the places of its parts. Plain data, so that it can be handed over from a worker. */
export interface Parsed<TDefinition> {
  readonly definition: TDefinition;
  readonly positions: FilePositions;
}

/** Path of a part inside a definition, e.g. `['stages', 0, 'tasks', 1]`. */
export type PartPath = readonly (string | number)[];

/** Gathers what is wrong with one file. */
export class ErrorCollector {
  private readonly collected: DefinitionError[] = [];

  constructor(private readonly positions: FilePositions) {}

  /** Everything found, in the order of the file. */
  get errors(): readonly DefinitionError[] {
    return [...this.collected].sort((left, right) => left.line - right.line || left.column - right.column);
  }

  /** Reports a problem of the value (or of the key) at a path. */
  add(path: PartPath | Pointer, code: string, message: string, remedy: string, place: 'value' | 'key' = 'value'): void {
    const pointer = typeof path === 'string' ? path : path.reduce<Pointer>(pointerTo, '');
    const { file } = this.positions;
    this.collected.push({ file, ...positionOf(this.positions, pointer, place), code, message, remedy });
  }
}
