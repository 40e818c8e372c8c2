import type { ArtifactReference, WorkflowEventRecorded } from '@botarmy/contracts';

import type { TenantFrame } from '../frames';
import { readProgress, textOf } from './progress';
import type { AgentProgress, WorkflowProgress } from './progress';
import type { Arrival, WorkflowMemory } from './workflow-memory';

type Data = Readonly<Record<string, unknown>>;

/**
 * What a tenant's sockets are told about an event (specification §7.5). Of an event that arrives late only what happened is
 * told, not how the whole looks; of a repeated one nothing.
 */
export function framesOfEvent(event: WorkflowEventRecorded, memory: WorkflowMemory): TenantFrame[] {
  const arrival: Arrival = memory.note(event.seq);
  if (arrival === 'repeated') return [];
  const progress = readProgress(event.progress);
  const happenings = [
    ...hitlFrames(event, progress, memory),
    ...artifactFrames(event),
    ...notificationFrames(event, progress),
  ];
  if (arrival === 'late') return happenings;
  return [...agentFrames(event, progress, memory), progressFrame(event, progress), ...happenings];
}

function progressFrame({ workflow_id, seq }: WorkflowEventRecorded, progress: WorkflowProgress): TenantFrame {
  const { progress_percent, status, current_stage, current_agent } = progress;
  return {
    type: 'workflow_progress',
    workflow_id,
    progress: progress_percent,
    status,
    current_stage,
    current_agent,
    seq,
  };
}

/** Agents whose status changed since the last event. */
function agentFrames(
  { workflow_id, seq, data }: WorkflowEventRecorded,
  { agents }: WorkflowProgress,
  memory: WorkflowMemory,
): TenantFrame[] {
  return agents.flatMap((agent) => {
    const told =
      memory.agents.get(agent.id) ?? describe({ ...agent, status: 'idle', progress_percent: 0, current_task: null });
    memory.agents.set(agent.id, describe(agent));
    if (told === describe(agent)) return [];
    const { id: agent_id, status, progress_percent: progress, current_task: task_name } = agent;
    const task_id = data['agent_id'] === agent_id ? textOf(data['task_id']) : null;
    return [{ type: 'agent_status', agent_id, status, workflow_id, task_id, task_name, progress, seq } as const];
  });
}

function describe({ status, progress_percent, current_task }: AgentProgress): string {
  return `${status} ${progress_percent} ${current_task ?? ''}`;
}

/** Events after which a request is over, and how it ended unless the event says more. */
const OVER: Readonly<Record<string, string>> = {
  'approval-answered': 'approved',
  'approval-voided': 'cancelled',
  'questions-answered': 'approved',
  'questions-declined': 'rejected',
};

function hitlFrames(
  { type, workflow_id, seq, data }: WorkflowEventRecorded,
  progress: WorkflowProgress,
  memory: WorkflowMemory,
): TenantFrame[] {
  const frame = (request_id: string, status: string): TenantFrame => {
    const known = memory.requests.get(request_id);
    const agent_id = known?.agentId ?? progress.current_agent;
    return {
      type: 'hitl_request',
      request_id,
      agent_id,
      workflow_id,
      title: known?.title ?? titleOf(type, data, progress),
      status,
      seq,
    };
  };
  const requestId = textOf(data['request_id']);
  if ((type === 'approval-requested' || type === 'answers-requested') && requestId !== null) {
    memory.requests.set(requestId, { agentId: textOf(data['agent_id']), title: titleOf(type, data, progress) });
    return [frame(requestId, 'pending')];
  }
  const closed = requestId !== null && OVER[type] !== undefined ? [requestId] : openRequestsOf(data);
  const status = type === 'approval-answered' ? (textOf(data['response']) ?? 'approved') : (OVER[type] ?? 'cancelled');
  const frames = closed.map((id) => frame(id, status));
  for (const id of closed) memory.requests.delete(id);
  return frames;
}

/** A workflow that ends early closes its requests; one that is held or sent back withdraws them. */
function openRequestsOf({ open, request_ids, withdrawn_request_ids }: Data): string[] {
  const closed: unknown = typeof open === 'object' && open !== null ? (open as Data)['request_ids'] : [];
  return [closed, request_ids, withdrawn_request_ids].flatMap((ids) =>
    Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [],
  );
}

function titleOf(type: string, data: Data, { current_stage }: WorkflowProgress): string {
  const what = type === 'answers-requested' ? 'Answers needed' : 'Approval needed';
  return textOf(data['title']) ?? `${what}: ${current_stage ?? textOf(data['stage_id']) ?? 'workflow'}`;
}

function artifactFrames({ type, workflow_id, seq, data }: WorkflowEventRecorded): TenantFrame[] {
  const artifact: unknown = data['artifact'];
  if (type !== 'artifact-recorded' || typeof artifact !== 'object' || artifact === null) return [];
  const agent_id = textOf(data['agent_id']);
  return [{ type: 'artifact_recorded', workflow_id, artifact: artifact as ArtifactReference, agent_id, seq }];
}

const NOTICES: Readonly<Record<string, { readonly level: 'info' | 'warning' | 'error'; readonly message: string }>> = {
  'workflow-started': { level: 'info', message: 'Workflow started' },
  'workflow-paused': { level: 'info', message: 'Workflow paused' },
  'workflow-resumed': { level: 'info', message: 'Workflow resumed' },
  'workflow-cancelled': { level: 'warning', message: 'Workflow cancelled' },
  'workflow-failed': { level: 'error', message: 'Workflow failed' },
  'workflow-completed': { level: 'info', message: 'Workflow completed' },
};

function notificationFrames(
  { type, workflow_id, seq, data }: WorkflowEventRecorded,
  progress: WorkflowProgress,
): TenantFrame[] {
  const notice = NOTICES[type];
  if (notice === undefined) return [];
  const reason = type === 'workflow-failed' ? textOf(data['detail']) : null;
  const parts = [notice.message, progress.title, reason].filter((part) => part !== null);
  return [{ type: 'system_notification', level: notice.level, message: parts.join(': '), workflow_id, seq }];
}
