import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Problem } from '@botarmy/chassis';
import { asyncApiDocument } from '@botarmy/contracts';

import { Anonymous } from '../access/requires-role.decorator';
import { INTERACTIVE_PAGE, messagesPageOf, REFERENCE_POLICY, referenceFile } from './reference-page';

const HTML = 'text/html; charset=utf-8';

/** Pages about the API, from this server alone; they say nothing that the repository does not. */
@Controller('api')
export class ReferencePageController {
  private readonly document = asyncApiDocument();

  @Get('asyncapi.json')
  @Anonymous()
  asyncapi(): object {
    return this.document;
  }

  @Get('docs')
  @Anonymous()
  async redirect(@Res() reply: FastifyReply): Promise<void> {
    await reply.status(308).header('location', '/api/docs/').send();
  }

  @Get('docs/*')
  @Anonymous()
  async file(@Param('*') name: string, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('content-security-policy', REFERENCE_POLICY);
    if (name === '') return send(reply, HTML, INTERACTIVE_PAGE);
    if (name === 'messages') return send(reply, HTML, messagesPageOf(this.document));
    const file = await referenceFile(name);
    if (file === undefined) throw notFound();
    return send(reply, file.type, file.content);
  }
}

async function send(reply: FastifyReply, type: string, content: string): Promise<void> {
  await reply.header('content-type', type).send(content);
}

function notFound(): Problem {
  return new Problem({
    status: 404,
    code: 'not-found',
    title: 'Not found',
    detail: 'The reference is at /api/docs/.',
  });
}
