import type { CompiledStage } from '../definition/compiled-process';
import { questionAbout } from './approval-question';
import type { DecideContext } from './decision';
import { METADATA_PATHS } from './limits';
import { stageOf, taskOf } from './process-lookup';
import type { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/** How a retry that waits for a timer is treated: wait on, or go now (after resume). */
export interface AdvanceOptions {
  readonly retryNow?: boolean;
}

/**
 * Records what follows from the state by itself: stage done, person asked, next stage, next task, closing. One task
 * at a time (`concurrency: sequential`). A held workflow records that a stage is done, and nothing is sent.
 */
export function advance(transcript: Transcript, context: DecideContext, options: AdvanceOptions = {}): void {
  for (;;) {
    const { state } = transcript;
    if (state.phase !== 'running') return;
    const stage = currentStage(state, context);
    const taskId = stage?.task_ids.find((id) => state.tasks[id]?.status !== 'completed');
    if (stage !== undefined && taskId === undefined && state.stages[stage.id]?.status === 'running') {
      transcript.record('stage-completed', { stage_id: stage.id, round: state.stages[stage.id]?.round ?? 1 });
      continue;
    }
    if (state.pause !== null || state.pending_approval !== null) return;
    if (taskId !== undefined) return workOn(taskId, transcript, context, options);
    if (stage !== undefined && requestApproval(stage, transcript, context)) return;
    const next = context.process.stages[stage === undefined ? 0 : stage.index + 1];
    if (next === undefined) return transcript.record('workflow-closing', { metadata_paths: METADATA_PATHS });
    transcript.record('stage-started', { stage_id: next.id, round: 1, reset_task_ids: [], feedback: [] });
  }
}

function currentStage(state: WorkflowState, context: DecideContext): CompiledStage | undefined {
  return state.current_stage_id === null ? undefined : stageOf(context.process, state.current_stage_id);
}

function workOn(taskId: string, transcript: Transcript, context: DecideContext, options: AdvanceOptions): void {
  const known = transcript.state.tasks[taskId];
  if (known?.status === 'running') return;
  if (known?.status === 'interrupted') {
    const { attempt, lease } = known;
    transcript.record('task-lease-raised', { task_id: taskId, attempt, lease: lease + 1, reason: 'resumed' });
    return;
  }
  if (known?.status === 'retrying' && known.timer !== null && options.retryNow !== true) return;
  const task = taskOf(context.process, taskId);
  transcript.record('task-scheduled', {
    task_id: taskId,
    stage_id: task.stage_id,
    agent_id: task.agent_id,
    attempt: (known?.attempt ?? 0) + 1,
    lease: 1,
    feedback: known?.feedback ?? [],
  });
}

/** Asks the next open question about a finished stage; false when all are answered. */
function requestApproval(stage: CompiledStage, transcript: Transcript, context: DecideContext): boolean {
  const { state } = transcript;
  const point = state.approval_points.find(
    (candidate) => candidate.reviewed_stage_id === stage.id && state.approvals[candidate.id]?.approved !== true,
  );
  if (point === undefined) return false;
  transcript.record('approval-requested', {
    request_id: context.nextId('hitl'),
    approval_id: point.id,
    round: (state.approvals[point.id]?.rounds ?? 0) + 1,
    ...questionAbout(stage.id, state, context.process),
  });
  return true;
}
