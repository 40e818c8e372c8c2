import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, Nested, OneOf, TextList } from '../fields';
import { ArtifactMetadata } from './artifact-questions.v1';

/** Which versions of an artifact to list. */
export class ListArtifactVersionsRequest {
  @Identifier() artifact_id!: string;
  @Count({ min: 1, max: 100, optional: true }) limit?: number;
  /** The lowest version number of the page before; the answer begins below it. */
  @Count({ min: 1, optional: true }) before?: number;
}
/** Newest version first. */
export class ListArtifactVersionsReply {
  @ListOf(() => ArtifactMetadata) versions!: ArtifactMetadata[];
  @Count() total_count!: number;
  /** What to give as `before` for the next page. */
  @Count({ min: 1, nullable: true }) next_before!: number | null;
}
/** Lists the versions of one artifact. */
export const listArtifactVersions = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'artifact',
  verb: 'list-versions',
  version: 1,
  request: ListArtifactVersionsRequest,
  reply: ListArtifactVersionsReply,
  role: 'viewer',
});

/** Two versions of one artifact, in the order in which the difference is read. */
export class CompareArtifactVersionsRequest {
  @Identifier() artifact_id!: string;
  @Count({ min: 1 }) from!: number;
  @Count({ min: 1 }) to!: number;
}
/** A stretch of a comparison. Line numbers begin at 1. */
export class DiffHunk {
  @Count() from_start!: number;
  @Count() from_lines!: number;
  @Count() to_start!: number;
  @Count() to_lines!: number;
  /** Each begins with ` ` (in both), `-` (only in `from`), `+` (only in `to`) or `\` (no newline at the end). */
  @TextList({ maxItems: 20_000, max: 524_288 }) lines!: string[];
}
/** What differs, with three lines around each change. */
export class CompareArtifactVersionsReply {
  @Nested(() => ArtifactMetadata) from!: ArtifactMetadata;
  @Nested(() => ArtifactMetadata) to!: ArtifactMetadata;
  @Count() added_lines!: number;
  @Count() removed_lines!: number;
  @ListOf(() => DiffHunk, { maxItems: 10_000 }) hunks!: DiffHunk[];
  /**
   * `lines`: compared line by line. `whole`: too different to be compared in bounded time, no hunks; read both versions.
   * `cut`: there are further hunks that do not fit into one answer.
   */
  @OneOf(['lines', 'whole', 'cut']) detail!: 'lines' | 'whole' | 'cut';
  /** True when the bytes are the same. */
  @Flag() identical!: boolean;
}
/** Compares any two versions of one artifact. */
export const compareArtifactVersions = defineQuestion({
  answeredBy: 'artifacts',
  askedBy: ['gateway'],
  entity: 'artifact',
  verb: 'compare-versions',
  version: 1,
  request: CompareArtifactVersionsRequest,
  reply: CompareArtifactVersionsReply,
  role: 'viewer',
});
