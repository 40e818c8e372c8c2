import { defineQuestion } from '../define-question';
import { Count, Decimal, Flag, Identifier, ListOf, Nested, OneOf, Text } from '../fields';

/** What is to be started. */
export class EstimateRunRequest {
  /** The process name; `sdlc` when absent. */
  @Identifier({ optional: true }) workflow_type?: string;
  @Text({ max: 20_000, optional: true }) project_brief?: string;
  /** Version or content hash of the process; the current one where absent. */
  @Text({ min: 1, max: 64, optional: true }) process_version?: string;
  /** The text of a process that was not published. */
  @Text({ min: 1, max: 262_144, optional: true }) definition?: string;
}

/** Minutes of work, people's time left out. */
export class EstimatedMinutes {
  /** Null while too few runs are known. */
  @Decimal({ min: 0, nullable: true }) low!: number | null;
  @Decimal({ min: 0 }) likely!: number;
  @Decimal({ min: 0, nullable: true }) high!: number | null;
}
/** Millionths of a US dollar. */
export class EstimatedCost {
  @Count({ nullable: true }) low!: number | null;
  @Count({ nullable: true }) likely!: number | null;
  @Count({ nullable: true }) high!: number | null;
  /** `history`: of finished runs; `bound`: the most that one answer per task can cost; `unknown`: nobody knows a price. */
  @OneOf(['history', 'bound', 'unknown']) basis!: 'history' | 'bound' | 'unknown';
}
/** A task on the longest chain of work. */
export class EstimatedTask {
  @Identifier() task_id!: string;
  @Text({ max: 200 }) name!: string;
  @Identifier() agent_id!: string;
  @Decimal({ min: 0 }) minutes!: number;
  @OneOf(['history', 'declared']) basis!: 'history' | 'declared';
}
/** A decision people will be asked for. */
export class EstimatedApproval {
  @Identifier() approval_id!: string;
  @Text({ max: 200 }) title!: string;
  @OneOf(['before', 'after']) position!: 'before' | 'after';
  @Identifier() stage_id!: string;
  @Identifier({ nullable: true }) task_id!: string | null;
  /** How long people usually take; null while too few runs are known. */
  @Decimal({ min: 0, nullable: true }) waiting_minutes!: number | null;
}
/** Something that is needed and not there. */
export class MissingNeed {
  @OneOf(['model', 'permission']) kind!: 'model' | 'permission';
  /** Route or role. */
  @Text({ max: 200 }) name!: string;
  @Text({ max: 1_000 }) detail!: string;
}
/** How good earlier bands were: every finished run is compared with the band that was known before it. */
export class ShareInside {
  @Count() estimates!: number;
  @Count() duration_inside!: number;
  @Count() cost_inside!: number;
}
/** What a run will take, need and cost. */
export class EstimateRunReply {
  @Identifier() process_name!: string;
  @Text({ max: 64 }) process_version!: string;
  @OneOf(['sequential', 'parallel']) concurrency!: 'sequential' | 'parallel';
  /** Finished runs of the process that the estimate goes by. */
  @Count() runs!: number;
  /** True when the simulated provider would answer. */
  @Flag() simulated!: boolean;
  @Nested(() => EstimatedMinutes) minutes!: EstimatedMinutes;
  @ListOf(() => EstimatedTask) critical_path!: EstimatedTask[];
  @ListOf(() => EstimatedApproval) approvals!: EstimatedApproval[];
  @Nested(() => EstimatedCost) cost_micros!: EstimatedCost;
  @ListOf(() => MissingNeed) missing!: MissingNeed[];
  @Nested(() => ShareInside) calibration!: ShareInside;
}
/** Estimates a run before it is started; nothing is started and nothing is paid. */
export const estimateRun = defineQuestion({
  answeredBy: 'orchestrator',
  askedBy: ['gateway'],
  entity: 'workflow',
  verb: 'estimate',
  version: 1,
  request: EstimateRunRequest,
  reply: EstimateRunReply,
  role: 'viewer',
});
