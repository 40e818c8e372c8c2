import type { RecordedCall, RecordedDocument, RunHeader } from '../replay/run-record';
import type { WorkflowEvent } from '../workflow/events';

/** Characters of text in one line at most: a line stays below what one message of the broker may hold. */
export const PIECE_CHARACTERS = 65_536;
/** Longest line of a bundle, in UTF-16 code units. */
export const LONGEST_LINE = 1_000_000;

/** A text that continues in the next line when `more` is true. */
interface Piece {
  readonly text: string | null;
  readonly more: boolean;
}

/** The lines a bundle consists of, before its manifest. */
export type BundleLine =
  | ({ readonly kind: 'run' } & RunHeader)
  /** A version the run ran on, compiled, as JSON; the one it began with first. */
  | ({ readonly kind: 'process' } & Piece)
  | { readonly kind: 'event'; readonly seq: number; readonly event: WorkflowEvent }
  | ({ readonly kind: 'call' } & Omit<RecordedCall, 'text'> & Piece)
  | ({ readonly kind: 'document' } & Omit<RecordedDocument, 'text'> & Piece);

/** The last line. */
export interface BundleManifest {
  readonly kind: 'manifest';
  readonly lines: number;
  /** Lower-case hexadecimal SHA-256 over every byte before the manifest, line feeds included. */
  readonly sha256: string;
}

/** A line as it is written, without its line feed; members keep the order the record has them in, for files show it. */
export function renderLine(line: BundleLine | BundleManifest): string {
  return JSON.stringify(line);
}

/** The lines of something with a text: one, or several that continue each other. */
export function* linesOf<TRecord extends { readonly text: string | null }>(
  kind: 'process' | 'call' | 'document',
  record: TRecord,
  from = 0,
): Generator<BundleLine> {
  const { text, ...rest } = record;
  for (let at = from; ; at += PIECE_CHARACTERS) {
    const piece = text === null ? null : text.slice(at, at + PIECE_CHARACTERS);
    const more = text !== null && at + PIECE_CHARACTERS < text.length;
    yield { kind, ...rest, text: piece, more } as unknown as BundleLine;
    if (!more) return;
  }
}
