import { defineQuestion } from '../define-question';
import { Count, Identifier, ListOf, Nested } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { ArtifactMetadata } from './artifact-questions.v1';

/** Names an artifact, at a version or at its newest. */
export class ReadArtifactOriginRequest {
  @Identifier() artifact_id!: string;
  @Count({ min: 1, optional: true }) version?: number;
}
/** A version and the very versions it was built from. */
export class ReadArtifactOriginReply {
  @Nested(() => ArtifactMetadata) artifact!: ArtifactMetadata;
  /** In the order in which they were given to whoever wrote it. */
  @ListOf(() => ArtifactReference, { maxItems: 200 }) inputs!: ArtifactReference[];
}
/** What an artifact version was built from, by version; its text is not part of it. */
export const readArtifactOrigin = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'artifact',
  verb: 'read-origin',
  version: 1,
  request: ReadArtifactOriginRequest,
  reply: ReadArtifactOriginReply,
  role: 'viewer',
});
