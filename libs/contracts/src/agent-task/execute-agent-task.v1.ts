import { defineCommand } from '../define-message';
import { Count, Decimal, Identifier, JsonObject, ListOf, Nested, OneOf, Text } from '../fields';
import { ArtifactReference } from '../shared/artifact-reference';
import { OutputContract } from '../shared/output-contract';
import { GivenAnswer } from '../shared/question';
import { SpendingCeiling } from '../shared/spending-ceiling';

/** The pinned agent that makes the attempt. */
export class AgentProfile {
  @Identifier() id!: string;
  @Text({ max: 100 }) name!: string;
  @Identifier() pool!: string;
  @Text({ max: 20_000 }) system_prompt!: string;
  @Identifier() route!: string;
  @Count({ min: 1, max: 200_000 }) max_output_tokens!: number;
  @Decimal({ min: 0, max: 2 }) temperature!: number;
}

/** Something a person or a gate said about an earlier attempt. */
export class TaskFeedback {
  @OneOf(['person', 'gate', 'failure']) source!: string;
  @Text({ max: 4_000 }) text!: string;
}

/** Make one attempt at one task. */
export class ExecuteAgentTask {
  @Identifier() workflow_id!: string;
  @Identifier() process_name!: string;
  @Text({ max: 64 }) process_version!: string;
  @Identifier() stage_id!: string;
  @Identifier() task_id!: string;
  @Text({ max: 200 }) task_name!: string;
  @OneOf(['plan', 'deliverable'], { optional: true }) task_kind?: 'plan' | 'deliverable';
  /** What the agent is asked to do, in words. */
  @Text({ max: 4_000, optional: true }) instructions?: string;
  /** Why we try: part of every idempotency key. */
  @Count({ min: 1 }) attempt!: number;
  /** Who may report: the fence, never part of a key. */
  @Count({ min: 1 }) lease!: number;
  @Count({ min: 1 }) lease_seconds!: number;
  @Nested(() => AgentProfile) agent!: AgentProfile;
  @ListOf(() => ArtifactReference, { maxItems: 100 }) inputs!: ArtifactReference[];
  @Nested(() => OutputContract) output!: OutputContract;
  @ListOf(() => TaskFeedback, { maxItems: 50 }) feedback!: TaskFeedback[];
  /** What people answered to the agent's questions; absent when it asked none. */
  @ListOf(() => GivenAnswer, { maxItems: 50, optional: true }) answers?: GivenAnswer[];
  /** Which task goes first when several could; `normal` where absent. */
  @OneOf(['low', 'normal', 'high'], { optional: true }) priority?: 'low' | 'normal' | 'high';
  /** What the budgets of task, stage and workflow leave for this attempt; absent without budgets. */
  @Nested(() => SpendingCeiling, { optional: true }) ceiling?: SpendingCeiling;
  /** The HTTP call, MCP tool call or query that makes the document; absent when an agent writes it. */
  @JsonObject({ optional: true }) integration?: Record<string, unknown>;
  /** Seconds the attempt may take; absent when nothing bounds it. */
  @Count({ min: 1, optional: true }) timeout_seconds?: number;
}

/** `cmd.<tenant>.agent-task.execute.v1.<pool>.<workflow id>.<task id>` */
export const executeAgentTask = defineCommand({
  entity: 'agent-task',
  verb: 'execute',
  version: 1,
  key: ['pool', 'workflow_id', 'task_id'],
  stream: 'AGENT_TASKS',
  payload: ExecuteAgentTask,
  producers: ['orchestrator'],
  description: 'Asks an agent runner of one pool to make one attempt at one task.',
});
