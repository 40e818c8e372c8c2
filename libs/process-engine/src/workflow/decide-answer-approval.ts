import { advance } from './advance';
import type { AnswerApprovalCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { cutText, MAX_FEEDBACK_CHARACTERS } from './limits';
import { openWork } from './open-work';
import { stageOf } from './process-lookup';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/**
 * Approved: the workflow goes on. Modified: the stage's last task is done again with the feedback. Rejected: the
 * stage is done again from its plan. More rounds than the approval allows end the workflow.
 */
export function decideAnswerApproval(
  command: AnswerApprovalCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  if (hasEnded(state)) return ignore('workflow-ended');
  const pending = state.pending_approval;
  if (pending === null || pending.request_id !== command.request_id) return ignore('request-not-open');

  const transcript = new Transcript(state, context.now);
  const { request_id, approval_id } = pending;
  const feedback = cutText((command.feedback ?? '').trim(), MAX_FEEDBACK_CHARACTERS);
  const { response, answered_by } = command;
  transcript.record('approval-answered', { request_id, approval_id, response, feedback, answered_by });
  if (response !== 'approved') sendBack(transcript, response, approval_id, request_id, context);
  advance(transcript, context);
  return accept(transcript.events);
}

function sendBack(
  transcript: Transcript,
  response: 'modified' | 'rejected',
  approvalId: string,
  requestId: string,
  context: DecideContext,
): void {
  const { state } = transcript;
  const point = state.approval_points.find((candidate) => candidate.id === approvalId);
  if (point === undefined) return;
  const round = state.approvals[approvalId]?.rounds ?? 1;
  if (round > point.max_rounds) {
    transcript.record('workflow-failed', {
      code: 'approval-rounds-exhausted',
      detail: `${point.title}: sent back ${round} times; at most ${point.max_rounds} are allowed.`,
      task_id: null,
      open: openWork(state),
    });
    return;
  }
  const stage = stageOf(context.process, point.reviewed_stage_id);
  const hasFeedback = Object.hasOwn(state.notes, requestId);
  transcript.record('stage-started', {
    stage_id: stage.id,
    round: (state.stages[stage.id]?.round ?? 1) + 1,
    reset_task_ids: response === 'rejected' ? stage.task_ids : stage.task_ids.slice(-1),
    feedback: hasFeedback ? [{ source: 'person', reference: requestId }] : [],
  });
}
