import { Problem } from '@botarmy/chassis';

/** The parts of a record in their order. */
const PARTS = ['process', 'event', 'call', 'document'] as const;

/** How far a record has been read. */
export interface RecordPlace {
  /** Number of the last event that belongs to the record. */
  readonly seq: number;
  readonly part: (typeof PARTS)[number];
  /** The position inside the part; what it means is the part's own. */
  readonly at: string;
}

/** The place as a cursor. */
export function renderPlace({ seq, part, at }: RecordPlace): string {
  return `${seq}~${part}~${at}`;
}

/** @throws {Problem} 400 `unknown-cursor`. */
export function readPlace(cursor: string): RecordPlace {
  const [, seq, name, at = ''] = /^(\d{1,9})~(\w+)~([\w.:-]*)$/.exec(cursor) ?? [];
  const part = PARTS.find((each) => each === name);
  if (seq !== undefined && part !== undefined) return { seq: Number(seq), part, at };
  throw new Problem({
    status: 400,
    code: 'unknown-cursor',
    title: 'Unknown cursor',
    detail: 'Give the next_cursor of the page before, or none to begin.',
  });
}
