import type { OutputContract } from '../contract/output-contract';
import type { Priority } from '../definition/compiled-process';
import type { Integration } from '../definition/integration';
import type { ApprovalBound } from '../model/approval-bound';
import type { ApprovalPolicy } from '../model/approval-policy';
import type { AgentId, ApprovalId, RequestId, StageId, TaskId, TenantId, TimerId, WorkflowId } from '../model/ids';
import type { JsonRecord } from '../model/json-value';
import type { AgentQuestion, GivenAnswer } from '../model/question';
import type { ApprovalOption, ArtifactReference, Feedback, PauseMode, ProcessReference } from '../model/values';
import type { BudgetRemainder } from './budget';

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
  readonly priority: Priority;
  /** What the attempt may use at most; null without budgets. */
  readonly budget: BudgetRemainder | null;
  /** How often it may still ask people; absent when it may not. */
  readonly question_rounds?: number;
  /** What people answered to its questions; absent when it asked none. */
  readonly answers?: readonly GivenAnswer[];
}

/** Hand an attempt of an integration task to the pool of integrations. */
export interface SendIntegrationTaskEffect extends EffectBase<'send-integration-task'> {
  readonly task_id: TaskId;
  readonly task_name: string;
  readonly stage_id: StageId;
  readonly attempt: number;
  readonly lease: number;
  readonly pool: string;
  readonly kind: 'plan' | 'deliverable';
  readonly instructions: string;
  readonly priority: Priority;
  /** Documents it depends on. */
  readonly inputs: readonly ArtifactReference[];
  /** With all placeholders filled in. */
  readonly integration: Integration;
  readonly output: OutputContract;
  readonly timeout_seconds: number | null;
}

/** What is handed to a runner. */
export type SendTaskEffect = SendAgentTaskEffect | SendIntegrationTaskEffect;

/** True for what is handed to a runner. */
export function isSentTask(effect: WorkflowEffect): effect is SendTaskEffect {
  return effect.type === 'send-agent-task' || effect.type === 'send-integration-task';
}

/** Start the workflow that does a sub-process task; harmless when it runs already. */
export interface StartChildWorkflowEffect extends EffectBase<'start-child-workflow'> {
  readonly child_id: WorkflowId;
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
  readonly process: ProcessReference;
  /** The document of the parent that is the brief of the child. */
  readonly brief: ArtifactReference | null;
  readonly inputs: JsonRecord;
  /** The document of the child that is stored under the path of the task. */
  readonly result: string;
  readonly stage_id: StageId;
  readonly task_name: string;
  /** What that document must be like. */
  readonly output: OutputContract;
  readonly started_by: string;
}

/** A workflow that does a task of another one has ended: tell that one. Harmless when it has heard of it. */
export interface ReportToParentEffect extends EffectBase<'report-to-parent'> {
  readonly parent_id: WorkflowId;
  readonly task_id: TaskId;
  readonly attempt: number;
}

/** What happens to the parent happens to the child; harmless when it has ended. */
export interface ControlChildWorkflowEffect extends EffectBase<'control-child-workflow'> {
  readonly child_id: WorkflowId;
  readonly action: 'pause' | 'resume' | 'cancel';
  readonly mode: PauseMode;
}

/** Tell whoever works on an attempt to stop; harmless when nobody does. */
export interface CancelAgentTaskEffect extends EffectBase<'cancel-agent-task'> {
  readonly task_id: TaskId;
  readonly attempt: number;
  readonly lease: number;
}

/** Ask people for a decision. */
export interface OpenApprovalEffect extends EffectBase<'open-hitl-request'> {
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
  /** Absent when any one approver decides. */
  readonly policy?: ApprovalPolicy;
  /** What an answer is valid for. */
  readonly bound: ApprovalBound;
  readonly requested_by: string;
  /** Whole millionths of a US dollar spent so far. */
  readonly cost_micros: number;
  /** What changed since the same was asked and answered in vain. */
  readonly changes: readonly string[];
  readonly artifacts: readonly ArtifactReference[];
}

/** Ask people what an agent wants to know: `decision` when it is one question with options, else `input`. */
export interface OpenQuestionsEffect extends EffectBase<'open-hitl-request'> {
  readonly request_id: RequestId;
  readonly request_type: 'input' | 'decision';
  readonly task_id: TaskId;
  readonly agent_id: AgentId;
  readonly stage_id: StageId;
  /** From 1. */
  readonly round: number;
  readonly title: string;
  readonly description: string;
  readonly questions: readonly AgentQuestion[];
  /** Absent when any one approver answers. */
  readonly policy?: ApprovalPolicy;
  readonly requested_by: string;
  /** Whole millionths of a US dollar spent so far. */
  readonly cost_micros: number;
  /** What the task reads. */
  readonly artifacts: readonly ArtifactReference[];
}

/** Ask people. */
export type OpenHitlRequestEffect = OpenApprovalEffect | OpenQuestionsEffect;

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
  | SendIntegrationTaskEffect
  | StartChildWorkflowEffect
  | ReportToParentEffect
  | ControlChildWorkflowEffect
  | CancelAgentTaskEffect
  | OpenHitlRequestEffect
  | CloseHitlRequestEffect
  | StartTimerEffect
  | CancelTimerEffect
  | CloseWorkflowEffect;
