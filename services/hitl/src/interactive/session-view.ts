import type {
  AskedQuestion,
  CurrentQuestion,
  InteractiveSessionSummary,
  InteractiveSessionView,
  InteractiveStatus,
} from '@botarmy/contracts';
import type { AgentQuestion } from '@botarmy/process-engine';

import { dialogueOf, keptAnswersOf, standingOf } from '../requests/questions-of-request';
import type { Dialogue } from '../requests/questions-of-request';
import type { OpenedRequest } from '../requests/request.repository';

const STATUSES: Readonly<Record<string, InteractiveStatus>> = {
  pending: 'waiting_for_answer',
  approved: 'completed',
  rejected: 'declined',
  cancelled: 'cancelled',
};
const NOTHING: Dialogue = { questions: [], answers: {} };

/** A session as a row of the list. */
export function sessionSummaryOf(request: OpenedRequest): InteractiveSessionSummary {
  const status = sessionStatusOf(request.status);
  const { open } = standingOf(dialogueOf(request) ?? NOTHING, false);
  const isWaiting = status === 'waiting_for_answer';
  return {
    session_id: request.requestId,
    status,
    current_question: isWaiting ? currentQuestionOf(open) : null,
    created_at: request.createdAt.toISOString(),
    workflow_id: request.workflowId,
    agent_id: request.agentId,
    task_id: request.taskId,
    title: request.title,
    round: request.round,
    open_count: isWaiting ? open.length : 0,
    due_at: request.dueAt?.toISOString() ?? null,
  };
}

/** A session with all its questions and answers. */
export function sessionViewOf(request: OpenedRequest): InteractiveSessionView {
  const dialogue = dialogueOf(request) ?? NOTHING;
  return {
    ...sessionSummaryOf(request),
    questions: dialogue.questions as unknown as AskedQuestion[],
    answers: keptAnswersOf(dialogue, request.status === 'approved'),
    revision: request.revision,
    resolved_at: request.resolvedAt?.toISOString() ?? null,
  };
}

/** The first open question; null when there is none. */
export function currentQuestionOf([first]: readonly AgentQuestion[]): CurrentQuestion | null {
  if (first === undefined) return null;
  const { id, text, options, required } = first;
  return {
    question_id: id,
    question: text,
    options: options === undefined ? null : [...options],
    required,
    default: first.default ?? null,
  };
}

/** The status of a session by that of its request. */
export function sessionStatusOf(status: string): InteractiveStatus {
  return STATUSES[status] ?? 'cancelled';
}

/** The status of requests by that of their sessions. */
export function requestStatusOf(status: InteractiveStatus): string {
  return Object.entries(STATUSES).find(([, session]) => session === status)?.[0] ?? 'cancelled';
}
