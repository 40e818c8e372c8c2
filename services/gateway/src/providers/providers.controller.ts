import { Controller, Get } from '@nestjs/common';

import { readProviderHealth, ReadProviderHealthReply } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { Describes } from '../openapi/describes.decorator';

/** How the providers of models do. */
@Controller('api/providers')
export class ProvidersController {
  constructor(private readonly asker: Asker) {}

  @Get('health')
  @RequiresRole('operator')
  @Describes({
    operationId: 'getProviderHealth',
    summary: 'Show how providers, models and keys do, as the router replica that answers knows it',
    reply: ReadProviderHealthReply,
  })
  health(@CurrentCaller() caller: Caller): Promise<ReadProviderHealthReply> {
    return this.asker.ask(readProviderHealth, {}, caller);
  }
}
