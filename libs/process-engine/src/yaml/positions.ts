/** A place in a file; line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** JSON pointer (RFC 6901) of a node, e.g. `/stages/0/tasks/1/needs`. The document itself is the empty pointer. */
export type Pointer = string;

/** Where the nodes of one file stand. Plain maps, so that it can be handed over from a worker. */
export interface FilePositions {
  readonly file: string;
  readonly values: ReadonlyMap<Pointer, Position>;
  readonly keys: ReadonlyMap<Pointer, Position>;
}

/** The pointer of a member or an item. */
export function pointerTo(parent: Pointer, key: string | number): Pointer {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Where a value stands; for a node inside an alias, where the alias stands. */
export function positionOf(positions: FilePositions, pointer: Pointer, place: 'value' | 'key' = 'value'): Position {
  const preferred = place === 'key' ? positions.keys : positions.values;
  for (let rest = pointer; ; rest = rest.slice(0, rest.lastIndexOf('/'))) {
    const position = preferred.get(rest) ?? positions.values.get(rest);
    if (position !== undefined) return position;
    if (rest === '') return { line: 1, column: 1 };
  }
}

/** Turns offsets into lines and columns (columns in UTF-16 code units). */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  /** The position of an offset; a negative one is taken as the beginning. */
  positionAt(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset - (this.starts[low] ?? 0)) + 1 };
  }
}
