import type { FastifyReply, FastifyRequest } from 'fastify';

import { problemFromError } from '../errors/problem-from-error';
import type { Logger } from '../logging/logger';

/** Answers with `application/problem+json`; a 5xx is logged with its cause, which the caller never sees. */
export function replyWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): void {
  const problem = problemFromError(error);
  if (problem.status >= 500 && problem.status !== 503) {
    logger.error({ err: error, method: request.method, path: pathOf(request) }, 'request failed');
  } else if (problem.status === 503) {
    logger.warn({ err: error, method: request.method, path: pathOf(request) }, 'request refused for now');
  }
  if (reply.sent) return;
  if (problem.retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.ceil(problem.retryAfterMs / 1_000)));
  }
  void reply
    .status(problem.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem.toBody({ instance: pathOf(request), requestId: request.id })));
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}
