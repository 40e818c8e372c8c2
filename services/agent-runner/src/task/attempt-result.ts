import type { ArtifactReference, ContractEvidence } from '@botarmy/contracts';

/** What a successful attempt leaves behind. */
export interface AttemptResult {
  readonly artifact: ArtifactReference;
  readonly evidence: ContractEvidence;
  /** What the document states; absent when it is not asked to. */
  readonly values?: Record<string, unknown>;
}
