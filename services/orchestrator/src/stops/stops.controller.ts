import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Database, Problem } from '@botarmy/chassis';
import {
  ALL_TENANTS,
  createId,
  EmptyRequest,
  liftStop,
  LiftStopRequest,
  listStopSwitches,
  readStopsInForce,
  StopRequest,
  stopSwitchChanged,
  stopWork,
} from '@botarmy/contracts';
import type {
  Caller,
  LiftStopReply,
  ListStopSwitchesReply,
  ReadStopsInForceReply,
  StopReply,
  StopScope,
  StopSwitchChanged,
} from '@botarmy/contracts';
import { Answers, AskedBy, outgoingMessage, OutboxRelay } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

import { looksAfterInstallation, stopTarget } from './stop-target';
import { TakingBack } from './taking-back';

interface StopRow extends Record<string, unknown> {
  readonly stop_id: string;
  readonly tenant_id: string;
  readonly scope: StopScope;
  readonly subject: string;
  readonly reason: string;
  readonly stopped_by: string;
  readonly stopped_at: Date;
  /** bigint as text. */
  readonly held: string;
}

@Controller()
export class StopsController {
  constructor(
    private readonly database: Database,
    private readonly takingBack: TakingBack,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
  ) {}

  @Answers(listStopSwitches)
  async list(@Payload() _request: EmptyRequest, @AskedBy() caller: Caller): Promise<ListStopSwitchesReply> {
    const scope = looksAfterInstallation(caller) ? ALL_TENANTS : caller.tenant_id;
    const rows = await this.database.call<StopRow>('stops_in_force', scope);
    return {
      stops: rows.map(({ tenant_id, stopped_at, held, ...row }) => ({
        ...row,
        target_tenant: tenant_id,
        stopped_at: stopped_at.toISOString(),
        held_tasks: Number(held),
      })),
    };
  }

  @Answers(readStopsInForce)
  async inForce(@Payload() _request: EmptyRequest, @AskedBy() _caller: Caller): Promise<ReadStopsInForceReply> {
    const rows = await this.database.call<StopRow>('stops_in_force', ALL_TENANTS);
    return {
      stops: rows.map(({ stop_id, scope, tenant_id, subject }) => ({
        stop_id,
        scope,
        target_tenant: tenant_id,
        subject,
      })),
    };
  }

  /** From the commit on nothing new starts; then what is in hand is taken back. */
  @Answers(stopWork)
  async stop(@Payload() request: StopRequest, @AskedBy() caller: Caller): Promise<StopReply> {
    const target = stopTarget(request, caller);
    const { reason } = request;
    const fresh = createId('stop');
    const news = this.news(caller, 'stopped', { ...target, stop_id: fresh, reason });
    const [stop] = await this.database.call<{ stop_id: string; stopped_at: Date }>(
      'stop_work',
      JSON.stringify({ ...target, stop_id: fresh, reason, stopped_by: caller.user_id }),
      caller.tenant_id,
      JSON.stringify([news]),
    );
    if (stop === undefined) throw new Error('a stop left no row');
    this.relay.nudge();
    // A repeat takes back as well: a crash may have come between the commit and the end of the first time.
    const takenBack = await this.takingBack.takeBack(target);
    return { stop_id: stop.stop_id, stopped_at: stop.stopped_at.toISOString(), taken_back: takenBack };
  }

  @Answers(liftStop)
  async lift(@Payload() { stop_id }: LiftStopRequest, @AskedBy() caller: Caller): Promise<LiftStopReply> {
    const owner = looksAfterInstallation(caller) ? ALL_TENANTS : caller.tenant_id;
    const [stop] = await this.database.call<StopRow>('find_stop', stop_id);
    if (stop === undefined || (owner !== ALL_TENANTS && stop.tenant_id !== owner)) throw stopNotFound();
    const news = this.news(caller, 'lifted', stop);
    const [lifted] = await this.database.call<{ lifted_at: Date; released: number }>(
      'lift_stop',
      stop_id,
      owner,
      caller.user_id,
      caller.tenant_id,
      JSON.stringify([news]),
    );
    if (lifted === undefined) throw stopNotFound();
    this.relay.nudge();
    return { lifted_at: lifted.lifted_at.toISOString(), released_tasks: lifted.released };
  }

  private news(
    caller: Caller,
    change: StopSwitchChanged['change'],
    stop: Pick<StopRow, 'stop_id' | 'tenant_id' | 'scope' | 'subject' | 'reason'>,
  ): OutgoingMessage {
    const { stop_id, tenant_id, scope, subject, reason } = stop;
    return outgoingMessage(stopSwitchChanged, {
      eventId: `${stop_id}.${change}`,
      tenantId: caller.tenant_id,
      key: [stop_id],
      payload: {
        stop_id,
        change,
        scope,
        target_tenant: tenant_id,
        subject,
        reason,
        changed_by: caller.user_id,
        changed_at: this.clock.now().toISOString(),
      },
    });
  }
}

function stopNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'stop-not-found',
    title: 'Stop not found',
    detail: 'There is no stop with this id: list the stops in force.',
  });
}
