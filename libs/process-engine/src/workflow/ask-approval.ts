import type { PinnedApprovalPoint } from '../model/workflow-values';
import { questionAbout } from './approval-question';
import type { DecideContext } from './decision';
import { taskOf } from './process-lookup';
import { isAboutTask, isAsked, isStageReady, isTaskReady, isTaskSettled, openPoints } from './standing';
import type { Transcript } from './transcript';

/** Asks people the next question that is due and not open yet; false when there is none. */
export function askNext(transcript: Transcript, context: DecideContext): boolean {
  const { state } = transcript;
  const point = state.approval_points.find(
    (candidate) =>
      state.approvals[candidate.id]?.approved !== true &&
      !isAsked(candidate.id, state) &&
      isDue(candidate, transcript, context),
  );
  if (point === undefined) return false;
  transcript.record('approval-requested', {
    request_id: context.nextId('hitl'),
    approval_id: point.id,
    round: (state.approvals[point.id]?.rounds ?? 0) + 1,
    ...questionAbout(point, state, context.process),
  });
  return true;
}

function isDue(point: PinnedApprovalPoint, { state }: Transcript, { process }: DecideContext): boolean {
  const stage = state.stages[point.stage_id];
  if (isAboutTask(point)) {
    const task = taskOf(process, point.task_id);
    if (stage?.status !== 'running') return false;
    if (point.position === 'before')
      return (
        !isTaskSettled(task, stage) &&
        isToBegin(point.task_id, point.stage_id, state) &&
        isTaskReady(task, state, process)
      );
    const isDone = stage.groups[task.id] !== undefined || stage.tasks[task.id]?.status === 'completed';
    return isDone && isTaskSettled(task, stage);
  }
  if (point.position === 'after') return stage?.status === 'completed';
  const next = process.stages.find(({ id }) => id === point.stage_id);
  const isToCome = stage === undefined || stage.status === 'running';
  if (next === undefined || !isToCome || !isStageReady(next, state, process)) return false;
  // What people decided after the stage before comes first.
  return openPoints(state, 'after', point.reviewed_stage_id).length === 0;
}

/** Also one that waits for its next attempt: sending other work back may have taken the approval before it. */
function isToBegin(taskId: string, stageId: string, state: Transcript['state']): boolean {
  const status = state.stages[stageId]?.tasks[taskId]?.status;
  return status === undefined || status === 'pending' || status === 'retrying' || status === 'interrupted';
}
