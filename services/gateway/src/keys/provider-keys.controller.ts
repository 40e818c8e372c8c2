import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  addProviderKey,
  AddProviderKeyRequest,
  listProviderKeys,
  ListProviderKeysReply,
  ProviderKeyView,
  retireProviderKey,
  RetireProviderKeyReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** The tenant's own keys of model providers. */
@Controller('api/provider-keys')
export class ProviderKeysController {
  constructor(private readonly asker: Asker) {}

  @Get()
  @RequiresRole('admin')
  @Describes({
    operationId: 'listProviderKeys',
    summary: "List the tenant's own keys of model providers, newest first, without their secrets",
    reply: ListProviderKeysReply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListProviderKeysReply> {
    return this.asker.ask(listProviderKeys, {}, caller);
  }

  @Post()
  @HttpCode(201)
  @RequiresRole('admin')
  @Describes({
    operationId: 'addProviderKey',
    summary: 'Add a key of a model provider, or replace one with an overlap; it is kept encrypted and never shown',
    body: AddProviderKeyRequest,
    reply: ProviderKeyView,
    status: 201,
    problems: { 400: ['unknown-provider'], 404: ['provider-key-not-found'], 409: ['master-keys-missing'] },
  })
  add(
    @ShapedBody(AddProviderKeyRequest) body: AddProviderKeyRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<ProviderKeyView> {
    return this.asker.ask(addProviderKey, body, caller);
  }

  @Post(':provider_key_id/retire')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'retireProviderKey',
    summary: 'Stop using a key of a model provider at once',
    parameters: ['provider_key_id'],
    reply: RetireProviderKeyReply,
    problems: { 404: ['provider-key-not-found'] },
  })
  retire(@PathId('provider_key_id') key_id: string, @CurrentCaller() caller: Caller): Promise<RetireProviderKeyReply> {
    return this.asker.ask(retireProviderKey, { key_id }, caller);
  }
}
