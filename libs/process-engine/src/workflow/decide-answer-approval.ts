import type { ApprovalBound } from '../model/approval-bound';
import type { FeedbackReference } from '../model/values';
import type { PinnedApprovalPoint } from '../model/workflow-values';
import { advance } from './advance';
import { boundOf, changesBetween } from './approval-bound';
import type { AnswerApprovalCommand } from './commands';
import { hasEnded } from './current-attempt';
import { accept, ignore } from './decision';
import type { DecideContext, Decision } from './decision';
import { failWorkflow } from './fail-workflow';
import { cutText, MAX_FEEDBACK_CHARACTERS } from './limits';
import { stageOf, taskOf } from './process-lookup';
import { isAboutTask } from './standing';
import { noteText } from './task-table';
import { Transcript } from './transcript';
import type { WorkflowState } from './workflow';

/**
 * Approved: the workflow goes on. Modified: the last task of what was judged is done again with the feedback. Rejected:
 * all of it is done again, from its plan. More rounds than the approval allows end the workflow.
 */
export function decideAnswerApproval(
  command: AnswerApprovalCommand,
  state: WorkflowState,
  context: DecideContext,
): Decision {
  if (hasEnded(state)) return ignore('workflow-ended');
  const pending = state.pending_approvals.find(({ request_id }) => request_id === command.request_id);
  if (pending === undefined) return ignore('request-not-open');

  const transcript = new Transcript(state, context.now);
  const { request_id, approval_id } = pending;
  const feedback = cutText((command.feedback ?? '').trim(), MAX_FEEDBACK_CHARACTERS);
  const { response, answered_by, bound } = command;
  const changes = bound ? changesSince(bound, approval_id, state, context) : [];
  if (bound && changes.length > 0) {
    transcript.record('approval-voided', { request_id, approval_id, response, answered_by, bound, changes });
    advance(transcript, context);
    return accept(transcript.events);
  }
  transcript.record('approval-answered', { request_id, approval_id, response, feedback, answered_by });
  if (response !== 'approved') sendBack(transcript, response, approval_id, request_id, context);
  advance(transcript, context);
  return accept(transcript.events);
}

/** A decision counts for the exact bytes it was made on. */
function changesSince(
  bound: ApprovalBound,
  approvalId: string,
  state: WorkflowState,
  { process }: DecideContext,
): readonly string[] {
  const point = state.approval_points.find((candidate) => candidate.id === approvalId);
  return point === undefined ? [] : changesBetween(bound, boundOf(point, state, process));
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
    const detail = `${point.title}: sent back ${round} times; at most ${point.max_rounds} are allowed.`;
    return failWorkflow(transcript, 'approval-rounds-exhausted', detail);
  }
  const judged = judgedTasks(point, context);
  const again = response === 'rejected' ? judged : judged.slice(-1);
  if (again.length === 0) {
    return failWorkflow(
      transcript,
      'approval-rejected',
      `${point.title}: there is nothing before it to be done again.`,
    );
  }
  const stageId = isAboutTask(point) ? point.stage_id : point.reviewed_stage_id;
  const hasFeedback = noteText(state, stageId, requestId) !== undefined;
  const feedback: readonly FeedbackReference[] = hasFeedback ? [{ source: 'person', reference: requestId }] : [];
  for (const stage of context.process.stages) {
    const reset_task_ids = again.filter((id) => taskOf(context.process, id).stage_id === stage.id);
    if (reset_task_ids.length === 0) continue;
    const next = (transcript.state.stages[stage.id]?.round ?? 1) + 1;
    transcript.record('stage-started', { stage_id: stage.id, round: next, reset_task_ids, feedback });
  }
}

/** What the question was about, in the order it was done. */
function judgedTasks(point: PinnedApprovalPoint, { process }: DecideContext): readonly string[] {
  if (!isAboutTask(point)) return stageOf(process, point.reviewed_stage_id).task_ids;
  if (point.position === 'after') return [point.task_id];
  const { needs } = taskOf(process, point.task_id);
  return process.stages.flatMap((stage) => stage.task_ids.filter((id) => needs.includes(id)));
}
