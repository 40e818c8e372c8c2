import type { GUARDRAIL_KINDS } from '@botarmy/contracts';

/** What can be found in a text. Where findings overlap, the kind that comes first in the list counts. */
export type FindingKind = (typeof GUARDRAIL_KINDS)[number];

/** A place in a text, in UTF-16 units; `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Where the words begin by which it is known, when that is before it. */
  readonly from?: number;
}

/** Something found, and where. */
export interface Finding extends Span {
  readonly kind: FindingKind;
}

/** Finds the places of one kind. Takes time that grows with the text alone, whatever the text is. */
export interface Detector {
  readonly kind: FindingKind;
  readonly find: (text: string) => Iterable<Span>;
}
