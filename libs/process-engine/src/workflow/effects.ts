import type { OutputContract } from '../contract/output-contract';
import type { AgentId, ApprovalId, RequestId, StageId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type { ApprovalOption, ArtifactReference, Feedback } from '../model/values';

interface EffectBase<TType extends string> {
  readonly type: TType;
  readonly workflow_id: WorkflowId;
  readonly tenant_id: TenantId;
}

/** Hand an attempt to the pool of its agent. */
export interface SendAgentTaskEffect extends EffectBase<'send-agent-task'> {
  readonly task_id: TaskId;
  readonly task_name: string;
  readonly kind: 'plan' | 'deliverable';
  readonly instructions: string;
  readonly stage_id: StageId;
  readonly attempt: number;
  readonly lease: number;
  readonly agent_id: AgentId;
  readonly pool: string;
  readonly inputs: readonly ArtifactReference[];
  readonly output: OutputContract;
  readonly feedback: readonly Feedback[];
}

/** Tell whoever works on an attempt to stop; harmless when nobody does. */
export interface CancelAgentTaskEffect extends EffectBase<'cancel-agent-task'> {
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
}

/** Ask people. */
export interface OpenHitlRequestEffect extends EffectBase<'open-hitl-request'> {
  readonly request_id: RequestId;
  readonly approval_id: ApprovalId;
  readonly request_type: 'approval';
  readonly agent_id: AgentId;
  /** The stage whose work is judged. */
  readonly stage_id: StageId;
  readonly round: number;
  readonly title: string;
  readonly description: string;
  readonly options: readonly ApprovalOption[];
  readonly artifacts: readonly ArtifactReference[];
}

/** The question no longer matters. */
export interface CloseHitlRequestEffect extends EffectBase<'close-hitl-request'> {
  readonly request_id: RequestId;
  readonly reason: string;
}

/** Send `fire-timer` at or after `due_at`. */
export interface StartTimerEffect extends EffectBase<'start-timer'> {
  readonly timer_id: TimerId;
  readonly due_at: string;
  readonly delay_ms: number;
}

/** Forget a timer; harmless when it has fired. */
export interface CancelTimerEffect extends EffectBase<'cancel-timer'> {
  readonly timer_id: TimerId;
}

/** Write the metadata files, then send `record-closing`. */
export interface CloseWorkflowEffect extends EffectBase<'close-workflow'> {
  readonly metadata_paths: readonly string[];
}

/** Everything a workflow asks of the world. */
export type WorkflowEffect =
  | SendAgentTaskEffect
  | CancelAgentTaskEffect
  | OpenHitlRequestEffect
  | CloseHitlRequestEffect
  | StartTimerEffect
  | CancelTimerEffect
  | CloseWorkflowEffect;
