import { defineEvent } from '../define-message';
import { Flag, Identifier, Nested, Text, Timestamp } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';

/** A version of an artifact was stored. */
export class ArtifactVersionStored {
  @Identifier() workflow_id!: string;
  @Nested(() => ArtifactReference) artifact!: ArtifactReference;
  @Text({ max: 64 }) type!: string;
  @Identifier() agent_id!: string;
  @Flag() simulated!: boolean;
  @Timestamp() stored_at!: string;
}

/** News for read models; the workflow's own log carries the reference that counts. */
export const artifactVersionStored = defineEvent({
  entity: 'artifact-version',
  verb: 'stored',
  version: 1,
  payload: ArtifactVersionStored,
  producers: ['artifacts'],
  description: 'A version of an artifact was stored.',
});
