import { Controller, Get, HttpCode, Post, Put } from '@nestjs/common';

import {
  AlertPreferences,
  AlertsReply,
  getAlertPreferences,
  getAlerts,
  markRead,
  MarkReadReply,
  MarkReadRequest,
  setAlertPreferences,
  SetAlertPreferencesRequest,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** Badges, unread state and what people want to hear of (specification §3.2.2). */
@Controller('api/alerts')
export class AlertsController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getAlerts',
    summary: 'Count what waits for you and what you have not seen, by agent, workflow and conversation',
    reply: AlertsReply,
  })
  alerts(@CurrentCaller() caller: Caller): Promise<AlertsReply> {
    return this.asker.ask(getAlerts, {}, caller);
  }

  @Post('read')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Describes({
    operationId: 'markRead',
    summary: 'Note what you have seen, on every device',
    body: MarkReadRequest,
    reply: MarkReadReply,
    problems: { 404: ['conversation-not-found'] },
  })
  read(@ShapedBody(MarkReadRequest) body: MarkReadRequest, @CurrentCaller() caller: Caller): Promise<MarkReadReply> {
    return this.asker.ask(markRead, body, caller);
  }

  @Get('preferences')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getAlertPreferences',
    summary: 'Show what you want to hear of, and how',
    reply: AlertPreferences,
  })
  preferences(@CurrentCaller() caller: Caller): Promise<AlertPreferences> {
    return this.asker.ask(getAlertPreferences, {}, caller);
  }

  @Put('preferences')
  @RequiresRole('viewer')
  @Describes({
    operationId: 'setAlertPreferences',
    summary: 'Change what you want to hear of; what is not named stays',
    body: SetAlertPreferencesRequest,
    reply: AlertPreferences,
  })
  setPreferences(
    @ShapedBody(SetAlertPreferencesRequest) body: SetAlertPreferencesRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<AlertPreferences> {
    return this.asker.ask(setAlertPreferences, body, caller);
  }
}
