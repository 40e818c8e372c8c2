import { defineQuestion } from '../define-question';
import { ListOf, TextList } from '../fields';
import { ArtifactMetadata } from './artifact-questions.v1';

/** Artifacts a person has chosen. */
export class DescribeArtifactsRequest {
  @TextList({ maxItems: 200, max: 64 }) artifact_ids!: string[];
}
/** Those that exist, at their newest versions, in the order asked for. */
export class DescribeArtifactsReply {
  @ListOf(() => ArtifactMetadata, { maxItems: 200 }) artifacts!: ArtifactMetadata[];
}
/** Metadata of a selection of artifacts, of any workflows of the tenant. */
export const describeArtifacts = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'artifact',
  verb: 'describe',
  version: 1,
  request: DescribeArtifactsRequest,
  reply: DescribeArtifactsReply,
  role: 'viewer',
});
