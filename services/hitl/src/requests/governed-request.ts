import type { HitlVotes } from '@botarmy/contracts';
import type { ApprovalPolicy } from '@botarmy/process-engine';

import { completePolicy } from '../policy/complete-policy';
import type { CompletePolicy } from '../policy/complete-policy';
import { openedState } from '../policy/policy-state';
import type { PolicyState } from '../policy/policy-state';
import { dialogueOf, standingOf } from './questions-of-request';
import type { Dialogue } from './questions-of-request';

/** An open request with the policy that governs it, as a decision needs it. */
export interface GovernedRequest {
  readonly tenantId: string;
  readonly requestId: string;
  readonly workflowId: string;
  readonly agentId: string;
  readonly title: string;
  readonly binding: string | null;
  /** What the binding is the hash of; null without one. */
  readonly bound: unknown;
  readonly revision: number;
  readonly policy: CompletePolicy;
  readonly state: PolicyState;
  /** What an agent asks; null for an approval. */
  readonly dialogue: Dialogue | null;
}

/** Columns a governed request is made of. */
export interface GovernedColumns {
  readonly tenantId: string;
  readonly requestId: string;
  readonly workflowId: string;
  readonly agentId: string;
  readonly title: string;
  readonly binding: string | null;
  readonly bound: unknown;
  readonly revision: number;
  readonly createdAt: Date;
  readonly requestedBy: string | null;
  readonly policy: unknown;
  readonly policyState: unknown;
  readonly questions: unknown;
  readonly answers: unknown;
}

/** Reads policy and state; a request from before there were policies has those of any one approver. */
export function governed(columns: GovernedColumns): GovernedRequest {
  const { tenantId, requestId, workflowId, agentId, title, binding, bound, revision, createdAt, requestedBy } = columns;
  const dialogue = dialogueOf(columns);
  return {
    tenantId,
    requestId,
    workflowId,
    agentId,
    title,
    binding,
    bound,
    revision,
    // Both were written by this service; the policy was checked when its process was published.
    policy: answerablePolicy(completePolicy(columns.policy as ApprovalPolicy), dialogue),
    state: (columns.policyState as PolicyState | null) ?? openedState(createdAt.toISOString(), requestedBy ?? ''),
    dialogue,
  };
}

/** Time can take defaults for people, but nothing that has none: such questions count as not answered. */
function answerablePolicy(policy: CompletePolicy, dialogue: Dialogue | null): CompletePolicy {
  const { deadline } = policy;
  if (dialogue === null || deadline?.then !== 'approve' || standingOf(dialogue, true).missing.length === 0)
    return policy;
  return { ...policy, deadline: { ...deadline, then: 'reject' } };
}

/** Who said what so far. */
export function votesOf(policy: CompletePolicy, { votes }: PolicyState): HitlVotes {
  const idsOf = (isApproval: boolean) =>
    votes.filter(({ response }) => (response === 'approved') === isApproval).map(({ user_id }) => user_id);
  return {
    needed: policy.steps.reduce((sum, { quorum }) => sum + quorum, 0),
    approved_by: idsOf(true),
    objected_by: idsOf(false),
  };
}
