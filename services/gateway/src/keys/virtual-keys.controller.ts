import { Controller, Get, HttpCode, Post } from '@nestjs/common';

import {
  createVirtualKey,
  CreateVirtualKeyReply,
  CreateVirtualKeyRequest,
  listVirtualKeys,
  ListVirtualKeysReply,
  revokeVirtualKey,
  RevokeVirtualKeyReply,
} from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { VirtualKeyVerifier } from '../access/virtual-key-verifier';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';

/** Keys of the OpenAI-compatible door. */
@Controller('api/virtual-keys')
export class VirtualKeysController {
  constructor(
    private readonly asker: Asker,
    private readonly verifier: VirtualKeyVerifier,
  ) {}

  @Get()
  @RequiresRole('admin')
  @Describes({
    operationId: 'listVirtualKeys',
    summary: 'List the keys of the OpenAI-compatible door, newest first, without their secrets',
    reply: ListVirtualKeysReply,
  })
  list(@CurrentCaller() caller: Caller): Promise<ListVirtualKeysReply> {
    return this.asker.ask(listVirtualKeys, {}, caller);
  }

  @Post()
  @HttpCode(201)
  @RequiresRole('admin')
  @Describes({
    operationId: 'createVirtualKey',
    summary: 'Make a key of the OpenAI-compatible door; its secret is shown this once',
    body: CreateVirtualKeyRequest,
    reply: CreateVirtualKeyReply,
    status: 201,
    problems: { 400: ['invalid-virtual-key'] },
  })
  create(
    @ShapedBody(CreateVirtualKeyRequest) body: CreateVirtualKeyRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<CreateVirtualKeyReply> {
    return this.asker.ask(createVirtualKey, body, caller);
  }

  @Post(':virtual_key_id/revoke')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'revokeVirtualKey',
    summary: 'End a key of the OpenAI-compatible door at once',
    parameters: ['virtual_key_id'],
    reply: RevokeVirtualKeyReply,
    problems: { 404: ['virtual-key-not-found'] },
  })
  async revoke(
    @PathId('virtual_key_id') key_id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<RevokeVirtualKeyReply> {
    const reply = await this.asker.ask(revokeVirtualKey, { key_id }, caller);
    // The other replicas hear of it; this one knows before it answers.
    this.verifier.forgetKey(key_id);
    return reply;
  }
}
