import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, Text } from '../fields';
import { ArtifactMetadata } from './artifact-questions.v1';

/** Words to look for in the newest versions of all artifacts of the tenant. */
export class SearchArtifactsRequest {
  /** As in a web search: words, `"a phrase"`, `or`, `-without`. */
  @Text({ min: 1, max: 300 }) text!: string;
  @Identifier({ optional: true }) workflow_id?: string;
  @Identifier({ optional: true }) agent_id?: string;
  @Count({ min: 1, max: 50, optional: true }) limit?: number;
  /** `next_cursor` of the page before. */
  @Text({ max: 64, pattern: /^[0-9a-f.e+-]{1,32}:art_[0-9a-z]{26}$/, optional: true }) cursor?: string;
}
/** A piece of text; `hit` marks the words that were looked for. */
export class HighlightedText {
  @Text({ max: 4_000 }) text!: string;
  @Flag() hit!: boolean;
}
/** One artifact that was found. */
export class ArtifactSearchHit {
  @Nested(() => ArtifactMetadata) artifact!: ArtifactMetadata;
  /** The best passage in order, cut into pieces; plain text, never markup. */
  @ListOf(() => HighlightedText, { maxItems: 200 }) passage!: HighlightedText[];
}
/** Best match first. */
export class SearchArtifactsReply {
  @ListOf(() => ArtifactSearchHit, { maxItems: 50 }) hits!: ArtifactSearchHit[];
  @Text({ nullable: true, max: 64 }) next_cursor!: string | null;
  /** Documents stored a moment ago that are not searchable yet. */
  @Count() not_indexed!: number;
}
/** Full-text search over names, paths and texts of artifacts. */
export const searchArtifacts = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'artifact',
  verb: 'search',
  version: 1,
  request: SearchArtifactsRequest,
  reply: SearchArtifactsReply,
  role: 'viewer',
});
