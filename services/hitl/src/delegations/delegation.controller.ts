import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Logger, Problem } from '@botarmy/chassis';
import { listDelegations, removeDelegation, setDelegation } from '@botarmy/contracts';
import type {
  Caller,
  DelegationView,
  ListDelegationsReply,
  RemoveDelegationReply,
  RemoveDelegationRequest,
  SetDelegationRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy } from '@botarmy/messaging';

import { MembershipReader } from '../people/memberships';
import { toStorableText } from '../text/storable-text';
import { DelegationStore } from './delegation-store';
import type { Delegation } from './delegation-store';
import { DelegationRepository } from './delegation.repository';

/** Answers the gateway's questions about people who are away. */
@Controller()
export class DelegationController {
  constructor(
    private readonly delegations: DelegationRepository,
    private readonly store: DelegationStore,
    private readonly memberships: MembershipReader,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  @Answers(listDelegations)
  async list(@AskedBy() caller: Caller): Promise<ListDelegationsReply> {
    const found = await this.delegations.list(caller.tenant_id, this.clock.now());
    return { delegations: found.map(viewOf) };
  }

  @Answers(setDelegation)
  async set(@Payload() request: SetDelegationRequest, @AskedBy() caller: Caller): Promise<DelegationView> {
    const delegation: Delegation = {
      fromUserId: caller.user_id,
      toUserId: request.to_user_id,
      startsAt: new Date(request.from),
      endsAt: new Date(request.to),
      reason: toStorableText(request.reason ?? ''),
    };
    assertSensible(delegation, this.clock.now());
    const { people } = await this.memberships.read([request.to_user_id], [], caller);
    if (people.get(request.to_user_id)?.is_active !== true) {
      throw refused('delegate-unknown', 'There is no active user of this id in your organisation: check "to_user_id".');
    }
    await this.store.set(caller.tenant_id, delegation);
    const { fromUserId: from_user_id, toUserId: to_user_id } = delegation;
    this.logger.info({ from_user_id, to_user_id }, 'delegation set');
    return viewOf(delegation);
  }

  @Answers(removeDelegation)
  async remove(
    @Payload() { to_user_id }: RemoveDelegationRequest,
    @AskedBy() caller: Caller,
  ): Promise<RemoveDelegationReply> {
    const removed = await this.store.remove(caller.tenant_id, caller.user_id, to_user_id);
    if (removed) this.logger.info({ from_user_id: caller.user_id, to_user_id }, 'delegation removed');
    return { removed };
  }
}

function viewOf({ fromUserId, toUserId, startsAt, endsAt, reason }: Delegation): DelegationView {
  return {
    from_user_id: fromUserId,
    to_user_id: toUserId,
    from: startsAt.toISOString(),
    to: endsAt.toISOString(),
    reason,
  };
}

function assertSensible({ fromUserId, toUserId, startsAt, endsAt }: Delegation, now: Date): void {
  if (fromUserId === toUserId) throw refused('delegation-invalid', 'Name somebody else in "to_user_id".');
  if (startsAt >= endsAt || endsAt <= now)
    throw refused('delegation-invalid', '"to" has to lie after "from" and in the future.');
}

function refused(code: string, detail: string): Problem {
  return new Problem({ status: 422, code, title: 'Delegation refused', detail });
}
