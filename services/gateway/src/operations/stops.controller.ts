import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  liftStop,
  LiftStopReply,
  listStopSwitches,
  ListStopSwitchesReply,
  StopReply,
  StopRequest,
  stopWork,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** Taking back what many agents have in hand takes its time. */
const STOP_TIMEOUT_MS = 30_000;

/** Stop switches: one agent, one process, one tenant or everything stands still until the stop is lifted. */
@Controller('api/stops')
export class StopsController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'listStops',
    summary: 'List the stops in force, oldest first',
    reply: ListStopSwitchesReply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListStopSwitchesReply> {
    return this.asker.ask(listStopSwitches, {}, caller);
  }

  @Post()
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'stopWork',
    summary: 'Stop an agent, a process, a tenant or everything; running calls are cancelled',
    body: StopRequest,
    reply: StopReply,
    problems: { 422: ['subject-missing'] },
  })
  stop(@ShapedBody(StopRequest) body: StopRequest, @CurrentCaller() caller: Caller): Promise<StopReply> {
    return this.asker.ask(stopWork, body, caller, STOP_TIMEOUT_MS);
  }

  @Post(':stop_id/lift')
  @HttpCode(200)
  @RequiresRole('operator')
  @Describes({
    operationId: 'liftStop',
    summary: 'Lift a stop; work continues where it was',
    parameters: ['stop_id'],
    reply: LiftStopReply,
    problems: { 404: ['stop-not-found'] },
  })
  lift(@PathId('stop_id') stop_id: string, @CurrentCaller() caller: Caller): Promise<LiftStopReply> {
    return this.asker.ask(liftStop, { stop_id }, caller, STOP_TIMEOUT_MS);
  }
}
