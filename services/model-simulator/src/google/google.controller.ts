import { Body, Controller, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { CallRefused } from '../calls/failure';
import { invalid } from '../calls/read-fields';
import { headerOf, ModelEndpoint } from '../serving/model-endpoint';
import { convertGoogleRequest } from './convert-request';
import { googleFormat } from './google-format';

const MODEL_AND_METHOD = /^([^:/]{1,200}):(generateContent|streamGenerateContent)$/u;

@Controller(['v1beta/models', 'v1/models'])
export class GoogleController {
  constructor(private readonly endpoint: ModelEndpoint) {}

  @Post(':modelAndMethod')
  generate(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('modelAndMethod') modelAndMethod: string,
    @Query('alt') alt: unknown,
    @Query('key') key: unknown,
    @Body() body: unknown,
  ): Promise<void> {
    return this.endpoint.answer({
      request,
      reply,
      format: googleFormat,
      idPrefix: 'gen-',
      read: () => {
        if (!headerOf(request, 'x-goog-api-key') && !key)
          throw new CallRefused({
            kind: 'unauthorized',
            message: 'API key not valid. Please pass a valid API key: any will do.',
          });
        const [, model, method] = MODEL_AND_METHOD.exec(modelAndMethod) ?? [];
        if (!model) throw invalid('unknown method: use {model}:generateContent or {model}:streamGenerateContent');
        const isStream = method === 'streamGenerateContent';
        if (isStream && alt !== 'sse')
          throw invalid('streamGenerateContent is simulated as server-sent events only: add ?alt=sse');
        return convertGoogleRequest(body, model, isStream);
      },
    });
  }
}
