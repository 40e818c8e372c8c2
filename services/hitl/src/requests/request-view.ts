import type {
  ArtifactReference,
  AskedQuestion,
  HitlDecider,
  HitlOption,
  HitlRequestSummary,
  HitlRequestView,
  HitlResponseView,
  HitlStatus,
  HitlType,
} from '@botarmy/contracts';
import { responseSchemaOf } from '@botarmy/process-engine';

import { governed, votesOf } from './governed-request';
import { keptAnswersOf } from './questions-of-request';
import type { Dialogue } from './questions-of-request';
import type { OpenedRequest } from './request.repository';

/** A request as a row of the list. */
export function summaryOf(request: OpenedRequest): HitlRequestSummary {
  return {
    id: request.requestId,
    workflow_id: request.workflowId,
    agent_id: request.agentId,
    type: request.type as HitlType,
    title: request.title,
    description: request.description,
    status: request.status as HitlStatus,
    created_at: request.createdAt.toISOString(),
    resolved_at: request.resolvedAt?.toISOString() ?? null,
    due_at: request.dueAt?.toISOString() ?? null,
  };
}

/** A request with everything a person needs for the decision. */
export function viewOf(request: OpenedRequest): HitlRequestView {
  // Both lists were checked against their classes when the request was opened.
  const artifacts = request.artifacts as unknown as ArtifactReference[];
  const { policy, state, dialogue } = governed(request);
  return {
    ...summaryOf(request),
    context: { stage: request.stageId, artifacts: artifacts.map(({ path }) => path) },
    options: request.options as unknown as HitlOption[],
    artifact_versions: artifacts,
    response: responseOf(request),
    policy: request.policy as Record<string, unknown>,
    votes: votesOf(policy, state),
    requested_by: request.requestedBy,
    cost_micros: request.costMicros === null ? null : Number(request.costMicros),
    binding: request.binding,
    changes: request.changes as string[],
    decided_by: (request.decidedBy ?? (request.answeredBy === null ? null : 'people')) as HitlDecider | null,
    ...dialogueView(dialogue, request.status),
  };
}

function dialogueView(
  dialogue: Dialogue | null,
  status: string,
): Pick<HitlRequestView, 'questions' | 'response_schema' | 'answers'> {
  if (dialogue === null) return {};
  const { questions } = dialogue;
  return {
    questions: questions as unknown as AskedQuestion[],
    response_schema: responseSchemaOf(questions) as unknown as Record<string, unknown>,
    answers: keptAnswersOf(dialogue, status === 'approved'),
  };
}

function responseOf(request: OpenedRequest): HitlResponseView | null {
  const { answeredBy, resolvedAt } = request;
  if (answeredBy === null || resolvedAt === null) return null;
  return {
    response: request.status,
    feedback: request.feedback ?? '',
    modifications: (request.modifications ?? []) as string[],
    answered_by: answeredBy,
    answered_by_name: request.answeredByName ?? '',
    answered_at: resolvedAt.toISOString(),
  };
}
