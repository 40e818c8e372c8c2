import type { WorkflowEventView } from '../../../live/frame';
import type { ArtifactReference, StaleArtifact } from '../../artifacts/data/artifact';

/** Statuses of a workflow, in the order a workflow meets them. */
export const WORKFLOW_STATUSES = [
  'started',
  'in_progress',
  'waiting_for_human',
  'paused',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;

/** Status of a workflow. */
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** Status of a task. */
export type TaskStatus = 'pending' | 'running' | 'retrying' | 'completed' | 'skipped' | 'failed' | 'cancelled';

/** Status of a stage. */
export type StageStatus =
  'pending' | 'running' | 'waiting_for_human' | 'completed' | 'skipped' | 'failed' | 'cancelled';

/** Status of an agent. */
export type AgentStatus = 'idle' | 'processing' | 'waiting' | 'paused' | 'completed' | 'failed';

/** One task of a workflow. */
export interface TaskView {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly agent_id: string;
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly artifact: ArtifactReference | null;
  readonly failure: string | null;
}

/** One stage of a workflow. */
export interface StageView {
  readonly id: string;
  readonly name: string;
  readonly status: StageStatus;
  readonly tasks: readonly TaskView[];
}

/** One agent and what it does in a workflow. */
export interface WorkflowAgentView {
  readonly id: string;
  readonly name: string;
  readonly status: AgentStatus;
  readonly current_task: string | null;
  readonly progress_percent: number;
}

/** What a workflow cost so far; `cost_micros` in millionths of a US dollar. */
export interface WorkflowCostView {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_micros: number;
  readonly model_calls: number;
}

/** A task that waits for room, or is kept back; `position` 1 is next, null waits whatever room there is. */
export interface WaitingTaskView {
  readonly task_id: string;
  readonly position: number | null;
  readonly reason: string;
  readonly detail: string;
  readonly since: string;
}

/** The whole state of one workflow. `seq` is the version of the workflow the view was made from. */
export interface WorkflowStatusView {
  readonly id: string;
  readonly status: WorkflowStatus;
  readonly current_stage: string | null;
  readonly current_agent: string | null;
  readonly progress_percent: number;
  readonly completed_stages: readonly string[];
  readonly estimated_completion: string | null;
  readonly workflow_type: string;
  readonly process_version: string;
  readonly title: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly paused_at: string | null;
  readonly failure: string | null;
  readonly simulated: boolean;
  readonly seq: number;
  readonly stages: readonly StageView[];
  readonly agents: readonly WorkflowAgentView[];
  readonly pending_request_ids: readonly string[];
  /** Tasks that are due and not yet with an agent. */
  readonly waiting_tasks?: readonly WaitingTaskView[];
  /** Documents whose sources have changed since they were written. */
  readonly stale?: readonly StaleArtifact[];
  readonly cost: WorkflowCostView;
}

/** One row of the list of workflows. */
export interface WorkflowSummary {
  readonly id: string;
  readonly workflow_type: string;
  readonly title: string;
  readonly status: WorkflowStatus;
  readonly current_stage: string | null;
  readonly current_agent: string | null;
  readonly progress_percent: number;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly simulated: boolean;
  readonly pending_requests: number;
}

/** A page of workflows. */
export interface ListWorkflowsReply {
  readonly workflows: readonly WorkflowSummary[];
  readonly total_count: number;
  readonly next_cursor: string | null;
}

/** What a workflow is started with; without a type the process `sdlc`. */
export interface StartWorkflowRequest {
  readonly project_brief: string;
  readonly workflow_type?: string;
}

/** The started workflow. */
export interface StartWorkflowReply {
  readonly workflow_id: string;
  readonly status: 'started';
  readonly estimated_duration_minutes: number;
}

/** A page of a workflow's log, oldest first; `last_seq` is the workflow's newest version. */
export interface ReadWorkflowEventsReply {
  readonly events: readonly WorkflowEventView[];
  readonly last_seq: number;
}

/** True when the workflow will not change any more. */
export function isFinished(status: WorkflowStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
