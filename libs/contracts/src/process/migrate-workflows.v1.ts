import { defineQuestion } from '../define-question';
import { Count, Flag, Identifier, ListOf, OneOf, Text, TextList } from '../fields';

/** Which workflows to move to the current version of their process. */
export class MigrateWorkflowsRequest {
  @Identifier() name!: string;
  /** When absent, all that run on another version: the 200 oldest of them. */
  @TextList({ optional: true, maxItems: 200, max: 64 }) workflow_ids?: string[];
  /** The page goes on after this workflow; see `remaining`. */
  @Identifier({ optional: true }) after?: string;
  /** True, the default: only says what would happen. */
  @Flag({ optional: true }) dry_run?: boolean;
}
/** One difference between two versions, as far as it concerns work a workflow has left. */
export class MigrationChangeView {
  @OneOf(['added', 'removed', 'changed']) change!: 'added' | 'removed' | 'changed';
  @OneOf(['process', 'stage', 'task', 'agent', 'approval']) what!: 'process' | 'stage' | 'task' | 'agent' | 'approval';
  @Text({ max: 128 }) id!: string;
  /** What differs, for `changed`. */
  @TextList() fields!: string[];
}
/** What becomes of one workflow. */
export class WorkflowMigration {
  @Identifier() workflow_id!: string;
  @Text({ max: 64 }) from_version!: string;
  @Text({ max: 64 }) from_hash!: string;
  /** `moves`: would move; `moved`: did; `refused`: keeps its version; `current`: runs on this version already. */
  @OneOf(['moves', 'moved', 'refused', 'current']) outcome!: 'moves' | 'moved' | 'refused' | 'current';
  /** Why it cannot move, for people. */
  @TextList() reasons!: string[];
  @ListOf(() => MigrationChangeView) changes!: MigrationChangeView[];
}
/** One entry per workflow, the oldest first. */
export class MigrateWorkflowsReply {
  @Text({ max: 64 }) to_version!: string;
  @Text({ max: 64 }) to_hash!: string;
  @Flag() dry_run!: boolean;
  @ListOf(() => WorkflowMigration) workflows!: WorkflowMigration[];
  /** Newer workflows on other versions; ask again with the last one of this answer as `after`. */
  @Count() remaining!: number;
}
/** Moves running workflows to the current version of their process, those that can move. */
export const migrateWorkflows = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'process',
  verb: 'migrate',
  version: 1,
  request: MigrateWorkflowsRequest,
  reply: MigrateWorkflowsReply,
  role: 'admin',
});
