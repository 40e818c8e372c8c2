import type { HitlAnswer } from '@botarmy/contracts';
import type { PolicyApprovers } from '@botarmy/process-engine';

/** One person's answer as it counts. */
export interface Vote {
  readonly user_id: string;
  readonly user_name: string;
  /** Whose place was taken; null when the person decides for themselves. */
  readonly on_behalf_of: string | null;
  readonly response: HitlAnswer;
  readonly feedback: string;
  readonly modifications: readonly string[];
  readonly answer_key: string | null;
  /** The step it counts for. */
  readonly step: number;
  readonly at: string;
}

/** Who or what settled a request. */
export type DecidedBy = 'people' | 'deadline' | 'rule';

/** How a request ended. */
export interface Outcome {
  readonly response: HitlAnswer;
  readonly decided_by: DecidedBy;
  readonly at: string;
}

/** Versions of groups by name; a group grows one with every change of its members. */
export type GroupVersions = Readonly<Record<string, number>>;

/** What is known of a request under its policy; the facts that made it are on record. Times are ISO 8601 in UTC. */
export interface PolicyState {
  readonly opened_at: string;
  /** Who started the workflow; empty when unknown. */
  readonly requested_by: string;
  readonly votes: readonly Vote[];
  /** The groups as they were when the votes were given. */
  readonly group_versions: GroupVersions;
  readonly reminders: number;
  readonly escalations: number;
  /** Who may decide besides those the steps name. */
  readonly added_approvers: readonly PolicyApprovers[];
  /** True once the deadline was acted upon. */
  readonly is_overdue: boolean;
  readonly outcome: Outcome | null;
}

/** What happened to a request. */
export type PolicyFact =
  | { readonly type: 'voted'; readonly vote: Vote; readonly group_versions: GroupVersions }
  | { readonly type: 'votes-voided'; readonly reasons: readonly string[]; readonly user_ids: readonly string[] }
  | { readonly type: 'reminded'; readonly number: number; readonly approvers: readonly PolicyApprovers[] }
  /** Level 0 is the deadline's own escalation. */
  | { readonly type: 'escalated'; readonly level: number; readonly approvers: PolicyApprovers }
  | { readonly type: 'deadline-passed'; readonly then: 'approve' | 'reject' | 'escalate' | 'pause' }
  | { readonly type: 'decided'; readonly outcome: Outcome };

/** A request just asked. */
export function openedState(openedAt: string, requestedBy: string): PolicyState {
  return {
    opened_at: openedAt,
    requested_by: requestedBy,
    votes: [],
    group_versions: {},
    reminders: 0,
    escalations: 0,
    added_approvers: [],
    is_overdue: false,
    outcome: null,
  };
}

/** The state after a fact. */
export function evolve(state: PolicyState, fact: PolicyFact): PolicyState {
  switch (fact.type) {
    case 'voted':
      return { ...state, votes: [...state.votes, fact.vote], group_versions: fact.group_versions };
    case 'votes-voided':
      return { ...state, votes: state.votes.filter(({ user_id }) => !fact.user_ids.includes(user_id)) };
    case 'reminded':
      return { ...state, reminders: fact.number };
    case 'escalated':
      return {
        ...state,
        escalations: Math.max(state.escalations, fact.level),
        added_approvers: [...state.added_approvers, fact.approvers],
      };
    case 'deadline-passed':
      return { ...state, is_overdue: true };
    case 'decided':
      return { ...state, outcome: fact.outcome };
  }
}

/** The state after several facts. */
export function evolveAll(state: PolicyState, facts: readonly PolicyFact[]): PolicyState {
  return facts.reduce(evolve, state);
}
