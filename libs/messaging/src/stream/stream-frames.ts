import type { WireProblem } from '../ask/problem-wire';

/** One frame of a streamed answer, sent as JSON to the asker's inbox. */
export type StreamFrame =
  /** The stream was accepted; `stream_id` names it on the control subject. */
  | { readonly kind: 'accepted'; readonly stream_id: string }
  /** Text from `offset` (UTF-16 code units) on. */
  | { readonly kind: 'delta'; readonly offset: number; readonly text: string }
  /** What was sent so far is void; the next text has offset 0. */
  | { readonly kind: 'reset' }
  /** Nothing new, but still working. */
  | { readonly kind: 'alive' }
  /** The end: the whole text is `length` long and hashes to `sha256`; `reply` is the declared reply without its text. */
  | { readonly kind: 'end'; readonly length: number; readonly sha256: string; readonly reply: unknown }
  /** Refused or failed. */
  | { readonly kind: 'refused'; readonly problem: WireProblem };

/** What an asker may tell a running stream. */
export type StreamControl = { readonly kind: 'cancel' };

/** Milliseconds between two signs of life. */
export const ALIVE_EVERY_MS = 2_000;
/** Milliseconds of silence, four signs of life, after which the asker gives up on the stream. */
export const SILENCE_LIMIT_MS = 8_000;
/** Milliseconds the first text waits for more: whoever waits for an answer waits for this one. */
export const FIRST_PIECE_MS = 1;
/** Milliseconds every later piece of text waits for more before it is sent. */
export const COALESCE_MS = 25;
/** UTF-16 code units after which a piece is sent at once. */
export const COALESCE_CHARACTERS = 4_096;
/** UTF-16 code units of one frame at most: escaped and encoded it stays well below the broker's largest message. */
export const LONGEST_DELTA_CHARACTERS = 65_536;
