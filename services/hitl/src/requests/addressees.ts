import { ROLES } from '@botarmy/contracts';
import type { HitlAddressees } from '@botarmy/contracts';

import type { CompletePolicy } from '../policy/complete-policy';
import type { PolicyState } from '../policy/policy-state';
import { asked } from '../policy/standing';

/** Whose turn it is, as columns, so that a person's inbox is one query. */
export interface AddresseeColumns {
  readonly asked_users: readonly string[];
  readonly asked_groups: readonly string[];
  /** Rank of the least role that may decide; above every role when none is named. */
  readonly asked_rank: number;
  /** Those who answered already, and the requester where four eyes are needed. */
  readonly barred_users: readonly string[];
}

/** Whom a request waits for. */
export function addresseeColumns(policy: CompletePolicy, state: PolicyState): AddresseeColumns {
  const named = asked(policy, state);
  const ranks = named.flatMap(({ roles = [] }) => roles.map((role) => ROLES.indexOf(role)));
  const voted = state.votes.map(({ user_id }) => user_id);
  return {
    asked_users: unique(named.flatMap(({ users = [] }) => users)),
    asked_groups: unique(named.flatMap(({ groups = [] }) => groups)),
    asked_rank: Math.min(ROLES.length, ...ranks),
    barred_users: policy.four_eyes && state.requested_by !== '' ? [...voted, state.requested_by] : voted,
  };
}

/** Whom a request waits for, as news say it. */
export function addressees(policy: CompletePolicy, state: PolicyState): HitlAddressees[] {
  return asked(policy, state).map(({ users = [], groups = [], roles = [] }) => ({
    users: [...users],
    groups: [...groups],
    roles: [...roles],
  }));
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)];
}
