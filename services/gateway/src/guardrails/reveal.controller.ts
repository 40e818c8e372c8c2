import { Controller, HttpCode, Post } from '@nestjs/common';

import { revealPlaceholders, RevealPlaceholdersReply } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { CurrentCaller } from '../access/caller';
import { RequiresRole } from '../access/requires-role.decorator';
import { PathId, ShapedBody } from '../http/parameters';
import { Describes } from '../openapi/describes.decorator';
import { RevealBody } from './guardrail-bodies';

/** What stands behind placeholders, for whoever may see it. */
@Controller('api/workflows')
export class RevealController {
  constructor(private readonly asker: Asker) {}

  @Post(':workflow_id/reveal')
  @HttpCode(200)
  @RequiresRole('admin')
  @Describes({
    operationId: 'revealPlaceholders',
    summary: 'Put values back in the place of the placeholders of a workflow',
    parameters: ['workflow_id'],
    body: RevealBody,
    reply: RevealPlaceholdersReply,
  })
  reveal(
    @PathId('workflow_id') workflow_id: string,
    @ShapedBody(RevealBody) { text }: RevealBody,
    @CurrentCaller() caller: Caller,
  ): Promise<RevealPlaceholdersReply> {
    return this.asker.ask(revealPlaceholders, { workflow_id, text }, caller);
  }
}
