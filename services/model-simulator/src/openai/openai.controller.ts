import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { CallRefused } from '../calls/failure';
import type { SimulatedCall } from '../calls/simulated-call';
import { headerOf, ModelEndpoint } from '../serving/model-endpoint';
import { convertOpenAiRequest, wantsUsage } from './convert-request';
import { convertResponsesRequest } from './convert-responses-request';
import { openAiFormat } from './openai-format';
import { responsesFormat } from './responses-format';

@Controller('v1')
export class OpenAiController {
  constructor(private readonly endpoint: ModelEndpoint) {}

  @Post('chat/completions')
  complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    return this.endpoint.answer({
      request,
      reply,
      format: openAiFormat(wantsUsage(body)),
      idPrefix: 'chatcmpl-',
      read: authorized(request, () => convertOpenAiRequest(body)),
    });
  }

  @Post('responses')
  respond(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown): Promise<void> {
    return this.endpoint.answer({
      request,
      reply,
      format: responsesFormat(),
      idPrefix: 'resp_',
      read: authorized(request, () => convertResponsesRequest(body)),
    });
  }
}

/** Reads a request that brings a key; which one is the same. */
function authorized(request: FastifyRequest, read: () => SimulatedCall): () => SimulatedCall {
  return () => {
    const hasKey =
      /^Bearer\s+\S/iu.test(headerOf(request, 'authorization') ?? '') || headerOf(request, 'api-key') !== undefined;
    if (hasKey) return read();
    throw new CallRefused({ kind: 'unauthorized', message: 'No API key: send any as "Authorization: Bearer …".' });
  };
}
