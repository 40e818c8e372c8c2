import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { StartWorkflowRequest } from '@botarmy/contracts';

import { shaped } from '../http/shaped';
import { briefProblem } from './check-brief';

/** Body of `POST /api/workflows/start`: the brief's own problems first, then its shape. */
export const StartBody = createParamDecorator((_data: unknown, context: ExecutionContext): StartWorkflowRequest => {
  return readStartBody(context.switchToHttp().getRequest<FastifyRequest>().body);
});

/** The same for a body at hand. Throws a 400. */
export function readStartBody(value: unknown): StartWorkflowRequest {
  const body = value ?? {};
  if (typeof body === 'object' && !Array.isArray(body)) {
    const problem = briefProblem((body as { project_brief?: unknown }).project_brief);
    if (problem !== undefined) throw problem;
  }
  return shaped(StartWorkflowRequest, body);
}
