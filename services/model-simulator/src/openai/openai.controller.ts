import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { CallRefused } from '../calls/failure';
import { headerOf, ModelEndpoint } from '../serving/model-endpoint';
import { convertOpenAiRequest, wantsUsage } from './convert-request';
import { openAiFormat } from './openai-format';

@Controller('v1/chat')
export class OpenAiController {
  constructor(private readonly endpoint: ModelEndpoint) {}

  @Post('completions')
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    return this.endpoint.answer({
      request,
      reply,
      format: openAiFormat(wantsUsage(body)),
      idPrefix: 'chatcmpl-',
      read: () => {
        if (!/^Bearer\s+\S/iu.test(headerOf(request, 'authorization') ?? ''))
          throw new CallRefused({
            kind: 'unauthorized',
            message: 'No API key: send any as "Authorization: Bearer …".',
          });
        return convertOpenAiRequest(body);
      },
    });
  }
}
