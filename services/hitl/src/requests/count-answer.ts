import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import type { Caller } from '@botarmy/contracts';

import { DelegationRepository } from '../delegations/delegation.repository';
import { MembershipReader } from '../people/memberships';
import { groupsOf, needsPeople } from '../policy/complete-policy';
import { decideVote } from '../policy/decide-vote';
import type { VoteDecision } from '../policy/decide-vote';
import type { Person } from '../policy/people';
import type { Answer } from './answer';
import type { GovernedRequest } from './governed-request';

/** Decides whether an answer counts, with what identity and the delegations say now. */
@Injectable()
export class CountAnswer {
  constructor(
    private readonly memberships: MembershipReader,
    private readonly delegations: DelegationRepository,
    private readonly clock: Clock,
  ) {}

  async count(request: GovernedRequest, answer: Answer, caller: Caller): Promise<VoteDecision> {
    const alone = this.decide(request, answer, [personOf(caller)], personOf(caller), {}, []);
    // One person of a role decides on the session alone; everything else is looked up.
    const isPlain = !needsPeople(request.policy);
    if (isPlain && (alone.outcome === 'accepted' || alone.code !== 'not-an-approver')) return alone;
    const now = this.clock.now();
    const away = request.policy.delegation ? await this.delegations.inForce(answer.tenantId, answer.userId, now) : [];
    if (isPlain && away.length === 0) return alone;
    const { state, policy } = request;
    const voters = state.votes.flatMap(({ user_id, on_behalf_of }) => [
      user_id,
      ...(on_behalf_of ? [on_behalf_of] : []),
    ]);
    const ids = [answer.userId, ...away.map(({ fromUserId }) => fromUserId), ...voters];
    const { people, groupVersions } = await this.memberships.read(ids, groupsOf(policy), caller);
    const delegators = away.flatMap(({ fromUserId, startsAt, endsAt }) => {
      const person = people.get(fromUserId);
      return person === undefined ? [] : [{ person, from: startsAt.toISOString(), to: endsAt.toISOString() }];
    });
    const person = people.get(answer.userId) ?? personOf(caller);
    return this.decide(request, answer, [...people.values()], person, groupVersions, delegators);
  }

  private decide(
    { policy, state }: GovernedRequest,
    answer: Answer,
    voters: readonly Person[],
    person: Person,
    group_versions: Readonly<Record<string, number>>,
    delegators: Parameters<typeof decideVote>[2]['delegators'],
  ): VoteDecision {
    const { response, feedback, modifications, idempotencyKey, answeredAt } = answer;
    return decideVote(policy, state, {
      person,
      delegators,
      response,
      feedback,
      modifications,
      answer_key: idempotencyKey ?? null,
      now: answeredAt.toISOString(),
      voters,
      group_versions,
    });
  }
}

function personOf({ user_id, user_name, role }: Caller): Person {
  return { user_id, user_name, role, groups: [], is_active: true };
}
