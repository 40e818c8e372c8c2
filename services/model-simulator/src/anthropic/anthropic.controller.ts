import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { CallRefused } from '../calls/failure';
import { headerOf, ModelEndpoint } from '../serving/model-endpoint';
import { anthropicFormat } from './anthropic-format';
import { convertAnthropicRequest } from './convert-request';

@Controller('v1/messages')
export class AnthropicController {
  constructor(private readonly endpoint: ModelEndpoint) {}

  @Post()
  create(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    return this.endpoint.answer({
      request,
      reply,
      format: anthropicFormat,
      idPrefix: 'msg_',
      read: () => {
        if (!headerOf(request, 'x-api-key') && !headerOf(request, 'authorization'))
          throw new CallRefused({ kind: 'unauthorized', message: 'x-api-key header is required: send any key.' });
        return convertAnthropicRequest(body);
      },
    });
  }
}
