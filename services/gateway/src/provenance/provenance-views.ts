import {
  ArtifactMetadata,
  ArtifactReference,
  Count,
  Flag,
  HitlResponseView,
  Identifier,
  ListOf,
  Nested,
  Text,
  Timestamp,
} from '@botarmy/contracts';

/** Who made the version, and in which attempt. */
export class ProvenanceTask {
  @Identifier() workflow_id!: string;
  @Text({ max: 100 }) stage!: string;
  @Identifier() agent_id!: string;
  /** Null where no task made it: a brief, an edit of a person. */
  @Text({ max: 128, nullable: true }) task_id!: string | null;
  @Count({ nullable: true }) attempt!: number | null;
}

/** A model call of that attempt. */
export class ProvenanceCall {
  @Identifier() call_id!: string;
  @Text({ max: 32 }) state!: string;
  @Text({ max: 200 }) route!: string;
  @Text({ max: 128, nullable: true }) provider!: string | null;
  @Text({ max: 128, nullable: true }) model!: string | null;
  @Count() input_tokens!: number;
  @Count() output_tokens!: number;
  /** Millionths of a US dollar; null when a part of it is unknown. */
  @Count({ nullable: true }) cost_micros!: number | null;
  @Timestamp() created_at!: string;
}

/** A question to people about this very version. */
export class ProvenanceApproval {
  @Identifier() request_id!: string;
  @Text({ max: 200 }) title!: string;
  @Text({ max: 40 }) status!: string;
  @Timestamp() created_at!: string;
  @Nested(() => HitlResponseView, { nullable: true }) response!: HitlResponseView | null;
}

/** Where a version of an artifact comes from. */
export class ArtifactProvenance {
  @Nested(() => ArtifactMetadata) artifact!: ArtifactMetadata;
  @Nested(() => ProvenanceTask) task!: ProvenanceTask;
  /** The versions it was built from. */
  @ListOf(() => ArtifactReference, { maxItems: 200 }) inputs!: ArtifactReference[];
  @ListOf(() => ProvenanceCall, { maxItems: 200 }) model_calls!: ProvenanceCall[];
  /** Sum over the calls; null when a part of it is unknown. */
  @Count({ nullable: true }) cost_micros!: number | null;
  @ListOf(() => ProvenanceApproval, { maxItems: 200 }) approvals!: ProvenanceApproval[];
  /** False when the workflow has more calls or requests than were looked through. */
  @Flag() is_complete!: boolean;
}
