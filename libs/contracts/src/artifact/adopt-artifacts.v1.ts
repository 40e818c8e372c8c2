import { defineQuestion } from '../define-question';
import { Identifier, ListOf, TextList } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';

/** Versions of one workflow's documents that another workflow begins with. */
export class AdoptArtifactsRequest {
  @Identifier() workflow_id!: string;
  @Identifier() from_workflow_id!: string;
  @TextList({ maxItems: 10_000, max: 64 }) version_ids!: string[];
}
/** The same documents under the new workflow, in the order asked for; the content is shared, not copied. */
export class AdoptArtifactsReply {
  @ListOf(() => ArtifactReference, { maxItems: 10_000 }) artifacts!: ArtifactReference[];
}
/** Gives a forked workflow the documents it begins with; repeating it adopts nothing twice. */
export const adoptArtifacts = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['orchestrator'],
  entity: 'artifact',
  verb: 'adopt',
  version: 1,
  request: AdoptArtifactsRequest,
  reply: AdoptArtifactsReply,
  role: 'operator',
});
