import type { Problem } from '../../../http/problem';
import type { FrameOf, WorkflowEventView } from '../../../live/frame';
import type { HitlRequestSummary } from '../../approvals/data/approval';
import type { ArtifactMetadata } from '../../artifacts/data/artifact';
import type { Turn } from '../data/turn';
import { WORKFLOW_STATUSES } from '../data/workflow';
import type { AgentStatus, WorkflowStatus, WorkflowStatusView } from '../data/workflow';

/** A command on its way. */
export type WorkflowCommand = 'pause' | 'resume' | 'cancel' | 'rerun-stale';

/** Everything the page of one workflow shows. */
export interface WorkflowLiveState {
  readonly phase: 'loading' | 'loaded' | 'failed';
  readonly workflowId: string;
  readonly workflow: WorkflowStatusView | null;
  /** Oldest first, without gaps. */
  readonly events: readonly WorkflowEventView[];
  /** Version up to which events were received. */
  readonly lastSeq: number;
  readonly isLoadingEarlier: boolean;
  readonly documents: readonly ArtifactMetadata[];
  readonly requests: readonly HitlRequestSummary[];
  /** What agents write or last wrote, by task, in the order they began. */
  readonly turns: readonly Turn[];
  readonly pendingCommand: WorkflowCommand | null;
  readonly problem: Problem | null;
}

/** Before anything was loaded. */
export const initialWorkflowLiveState: WorkflowLiveState = {
  phase: 'loading',
  workflowId: '',
  workflow: null,
  events: [],
  lastSeq: 0,
  isLoadingEarlier: false,
  documents: [],
  requests: [],
  turns: [],
  pendingCommand: null,
  problem: null,
};

const eventsKept = 1_000;
const turnsKept = 20;

function isWorkflowStatus(value: unknown): value is WorkflowStatus {
  return WORKFLOW_STATUSES.some((status) => status === value);
}

function textOrNull(value: unknown, otherwise: string | null): string | null {
  return typeof value === 'string' || value === null ? value : otherwise;
}

/** The view after news that carry the workflow's overall progress; older news than the view change nothing. */
export function withProgress(
  workflow: WorkflowStatusView,
  seq: number,
  progress: Readonly<Record<string, unknown>>,
): WorkflowStatusView {
  if (seq < workflow.seq) return workflow;
  const percent = progress['progress_percent'] ?? progress['progress'];
  return {
    ...workflow,
    status: isWorkflowStatus(progress['status']) ? progress['status'] : workflow.status,
    progress_percent: typeof percent === 'number' ? percent : workflow.progress_percent,
    current_stage: textOrNull(progress['current_stage'], workflow.current_stage),
    current_agent: textOrNull(progress['current_agent'], workflow.current_agent),
  };
}

/** The view after news about one agent. */
export function withAgent(workflow: WorkflowStatusView, frame: FrameOf<'agent_status'>): WorkflowStatusView {
  if (frame.seq < workflow.seq) return workflow;
  const agents = workflow.agents.map((agent) =>
    agent.id === frame.agent_id
      ? {
          ...agent,
          status: frame.status as AgentStatus,
          current_task: frame.task_name ?? agent.current_task,
          progress_percent: frame.progress,
        }
      : agent,
  );
  return { ...workflow, agents };
}

/** The state after the next event; the caller has made sure that it is the next one. */
export function withEvent(state: WorkflowLiveState, event: WorkflowEventView): Partial<WorkflowLiveState> {
  const endsAttempt = event.type === 'task-completed' || event.type === 'task-failed';
  const taskId = event.data['task_id'];
  return {
    events: [...state.events, event].slice(-eventsKept),
    lastSeq: event.seq,
    workflow: state.workflow === null ? null : withProgress(state.workflow, event.seq, event.progress),
    turns: endsAttempt
      ? state.turns.map((turn) => (turn.taskId === taskId ? { ...turn, isOpen: false } : turn))
      : state.turns,
  };
}

/** The turns with one put in its task's place, or at the end when its task had none. */
export function withTurn(turns: readonly Turn[], turn: Turn): readonly Turn[] {
  const index = turns.findIndex(({ taskId }) => taskId === turn.taskId);
  return index === -1 ? [...turns, turn].slice(-turnsKept) : turns.with(index, turn);
}
