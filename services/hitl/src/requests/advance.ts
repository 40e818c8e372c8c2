import type { HitlAnswer, HitlRecordType } from '@botarmy/contracts';
import { hitlRequestChanged, hitlRequestExpired } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { nextDueAt } from '../policy/decide-tick';
import { evolveAll } from '../policy/policy-state';
import type { Outcome, PolicyFact, PolicyState, Vote } from '../policy/policy-state';
import { addresseeColumns, addressees } from './addressees';
import type { AddresseeColumns } from './addressees';
import type { Answer } from './answer';
import { answeredNews } from './answered-news';
import { votesOf } from './governed-request';
import type { GovernedRequest } from './governed-request';
import type { Dialogue } from './questions-of-request';

/** Who answers where no person did. */
const PLATFORM = { user_id: 'service:hitl', user_name: 'The approval policy' };
const MAX_FEEDBACK_CHARACTERS = 4_000;
const MAX_MODIFICATIONS = 50;

/** One line of a request's trail. */
export interface NewRecord {
  readonly type: HitlRecordType;
  readonly occurred_at: string;
  readonly data: Record<string, unknown>;
}

/** What a decision makes of a request, as `hitl_requests_advance` takes it. */
export interface Advance {
  readonly tenant_id: string;
  readonly request_id: string;
  readonly revision: number;
  readonly policy_state: PolicyState;
  readonly due_at: string | null;
  readonly addressees: AddresseeColumns;
  readonly status: 'pending' | HitlAnswer;
  readonly resolved_at: string | null;
  readonly feedback: string | null;
  readonly modifications: readonly string[] | null;
  readonly answered_by: string | null;
  readonly answered_by_name: string | null;
  readonly answer_key: string | null;
  readonly decided_by: Outcome['decided_by'] | null;
  readonly records: readonly NewRecord[];
  readonly messages: readonly OutgoingMessage[];
  /** Answers to questions by their ids; null leaves what is stored. */
  readonly answers: Dialogue['answers'] | null;
}

/** Everything that follows from new facts about a request: its next state, its trail, and what others are told. */
export function advanceBy(
  request: GovernedRequest,
  facts: readonly PolicyFact[],
  now: Date,
  evidence: Record<string, unknown> = {},
): Advance {
  const { tenantId, requestId, policy, revision, binding } = request;
  const state = evolveAll(request.state, facts);
  const { outcome } = state;
  const at = now.toISOString();
  const answer = outcome === null ? undefined : answerOf(outcome, state);
  return {
    tenant_id: tenantId,
    request_id: requestId,
    revision,
    policy_state: state,
    due_at: nextDueAt(policy, state)?.toISOString() ?? null,
    addressees: addresseeColumns(policy, state),
    status: outcome?.response ?? 'pending',
    resolved_at: outcome === null ? null : at,
    feedback: answer?.feedback ?? null,
    modifications: answer?.modifications ?? null,
    answered_by: answer?.user_id ?? null,
    answered_by_name: answer?.user_name ?? null,
    answer_key: answer?.answer_key ?? null,
    decided_by: outcome?.decided_by ?? null,
    records: facts.map((fact) => recordOf(fact, at, { binding, ...evidence })),
    answers: null,
    messages: [
      ...(outcome === null || answer === undefined
        ? []
        : [
            answeredNews({
              tenantId,
              workflowId: request.workflowId,
              requestId,
              response: outcome.response,
              feedback: answer.feedback,
              modifications: answer.modifications,
              userId: answer.user_id,
              answeredAt: now,
              binding,
              bound: request.bound,
              decidedBy: outcome.decided_by,
              dialogue: request.dialogue,
            }),
          ]),
      ...(facts.some((fact) => fact.type === 'deadline-passed' && fact.then === 'pause')
        ? [expiredNews(request, at)]
        : []),
      ...changedNews(request, state, facts, at),
    ],
  };
}

/** Answers are kept and told to whoever looks at the questions; nothing is settled. */
export function keepAnswers(request: GovernedRequest, questionIds: readonly string[], answer: Answer): Advance {
  const { state, dialogue } = request;
  const { answeredAt, userId, userName } = answer;
  const at = answeredAt.toISOString();
  const unchanged = advanceBy(request, [], answeredAt);
  if (questionIds.length === 0) return { ...unchanged, answers: dialogue?.answers ?? null };
  const data = { question_ids: questionIds, user_id: userId, user_name: userName };
  return {
    ...unchanged,
    records: [{ type: 'answered', occurred_at: at, data }],
    messages: [changeOf(request, state, ['answered'], at)],
    answers: dialogue?.answers ?? null,
  };
}

function recordOf(fact: PolicyFact, at: string, evidence: Record<string, unknown>): NewRecord {
  const { type, ...data } = fact;
  return { type, occurred_at: at, data: type === 'decided' ? { ...data, ...evidence } : data };
}

/** The answer a workflow gets; of several people all who were of the mind that counts are heard. */
function answerOf(
  outcome: Outcome,
  { votes }: PolicyState,
): Pick<Vote, 'user_id' | 'user_name' | 'feedback' | 'modifications' | 'answer_key'> {
  const heard = votes.filter(({ response }) => (response === 'approved') === (outcome.response === 'approved'));
  const last = votes.at(-1);
  if (outcome.decided_by !== 'people' || last === undefined) {
    return { ...PLATFORM, feedback: feedbackBy(outcome), modifications: [], answer_key: null };
  }
  if (heard.length <= 1) return last;
  const words = heard.filter(({ feedback }) => feedback.trim() !== '');
  return {
    ...last,
    feedback: words
      .map(({ user_name, feedback }) => `${user_name}: ${feedback}`)
      .join('\n')
      .slice(0, MAX_FEEDBACK_CHARACTERS)
      .toWellFormed(),
    modifications: heard.flatMap(({ modifications }) => modifications).slice(0, MAX_MODIFICATIONS),
  };
}

function feedbackBy({ decided_by }: Outcome): string {
  return decided_by === 'rule' ? 'Approved by a rule of the policy.' : 'Nobody decided in time.';
}

function expiredNews({ tenantId, requestId, workflowId }: GovernedRequest, at: string): OutgoingMessage {
  return outgoingMessage(hitlRequestExpired, {
    eventId: `${requestId}.expired`,
    tenantId,
    key: [workflowId],
    payload: { request_id: requestId, workflow_id: workflowId, expired_at: at },
  });
}

/** News of what does not settle the request by one answer alone: that is told by the workflow itself. */
function changedNews(
  request: GovernedRequest,
  state: PolicyState,
  facts: readonly PolicyFact[],
  at: string,
): OutgoingMessage[] {
  const isOneAnswer = facts.every(({ type }) => type === 'voted' || type === 'decided') && state.outcome !== null;
  if (isOneAnswer || facts.length === 0) return [];
  const types = facts.map(({ type }) => type);
  return [changeOf(request, state, types, at)];
}

function changeOf(
  { tenantId, requestId, workflowId, agentId, title, policy, revision }: GovernedRequest,
  state: PolicyState,
  changes: readonly string[],
  at: string,
): OutgoingMessage {
  return outgoingMessage(hitlRequestChanged, {
    eventId: `${requestId}.changed.${revision + 1}`,
    tenantId,
    key: [workflowId],
    payload: {
      request_id: requestId,
      workflow_id: workflowId,
      agent_id: agentId,
      title,
      status: state.outcome?.response ?? 'pending',
      changes: [...changes],
      votes: votesOf(policy, state),
      addressees: addressees(policy, state),
      changed_at: at,
    },
  });
}
