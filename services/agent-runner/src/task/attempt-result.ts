import type { ArtifactReference, AskedQuestion, ContractEvidence } from '@botarmy/contracts';

/** What an attempt ends with that writes no document because it has to ask people first. */
export interface AskedPeople {
  readonly questions: AskedQuestion[];
}

/** What a successful attempt leaves behind. */
export interface AttemptResult {
  readonly artifact: ArtifactReference;
  readonly evidence: ContractEvidence;
  /** What the document states; absent when it is not asked to. */
  readonly values?: Record<string, unknown>;
}
