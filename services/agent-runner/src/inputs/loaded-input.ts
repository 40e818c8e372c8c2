import type { ArtifactReference } from '@botarmy/contracts';

/** An upstream document and where it comes from. */
export interface LoadedInput {
  readonly reference: ArtifactReference;
  readonly text: string;
}
