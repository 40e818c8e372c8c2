import { Controller, HttpCode, Post } from '@nestjs/common';

import { Flag, refreshRouter, RefreshRouterReply } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { Describes } from '../openapi/describes.decorator';

/** Opening many keys takes its time. */
const REFRESH_TIMEOUT_MS = 30_000;

/** What was read again. */
export class RefreshConfigReply extends RefreshRouterReply {
  @Flag() success!: boolean;
}

/** Configuration that is read again without a restart. */
@Controller('api/config')
export class ConfigController {
  constructor(private readonly asker: Asker) {}

  @Post('refresh')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'refreshConfig',
    summary: 'Read keys and mounted secrets of the router again, on every replica',
    reply: RefreshConfigReply,
    problems: { 409: ['configuration-invalid'] },
  })
  async refresh(@CurrentCaller() caller: Caller): Promise<RefreshConfigReply> {
    return { success: true, ...(await this.asker.ask(refreshRouter, {}, caller, REFRESH_TIMEOUT_MS)) };
  }
}
