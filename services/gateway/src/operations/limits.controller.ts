import { Controller, Get, Put } from '@nestjs/common';

import {
  getResourceRules,
  ResourceRulesView,
  setTenantRules,
  SetTenantRulesReply,
  SetTenantRulesRequest,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** What may be at work at once, and what one workflow may use. */
@Controller('api/limits')
export class LimitsController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('viewer')
  @Describes({
    operationId: 'getLimits',
    summary: 'Show the limits of the tenant and what is used of them',
    reply: ResourceRulesView,
  })
  get(@CurrentCaller() caller: Caller): Promise<ResourceRulesView> {
    return this.asker.ask(getResourceRules, {}, caller);
  }

  @Put()
  @RequiresRole('owner')
  @Describes({
    operationId: 'setLimits',
    summary: 'Replace the limits of a tenant; without rules the defaults hold again',
    body: SetTenantRulesRequest,
    reply: SetTenantRulesReply,
  })
  set(
    @ShapedBody(SetTenantRulesRequest) body: SetTenantRulesRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<SetTenantRulesReply> {
    return this.asker.ask(setTenantRules, body, caller);
  }
}
