import { Controller, HttpCode, Post } from '@nestjs/common';

import { refreshRouter, RefreshRouterReply } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { Describes } from '../openapi/describes.decorator';

/** Opening many keys takes its time. */
const REFRESH_TIMEOUT_MS = 30_000;

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
    reply: RefreshRouterReply,
    problems: { 409: ['configuration-invalid'] },
  })
  refresh(@CurrentCaller() caller: Caller): Promise<RefreshRouterReply> {
    return this.asker.ask(refreshRouter, {}, caller, REFRESH_TIMEOUT_MS);
  }
}
