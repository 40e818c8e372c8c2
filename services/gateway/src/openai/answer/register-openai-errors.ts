import type { FastifyInstance } from 'fastify';

import { openAiErrorOf } from './openai-error';
import type { ProblemMembers } from './openai-error';

/**
 * Below `/v1/` every refusal has OpenAI's form, whoever refused: the request gate, the body parser, the guard, a route, or nobody who
 * knows the address. Comes after the hook that turns paths into pointers.
 */
export function registerOpenAiErrors(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json');
    if (!isProblem || typeof payload !== 'string' || !request.url.startsWith('/v1/')) return done(null, payload);
    const turns = request.url.startsWith('/v1/responses') ? 'input' : 'messages';
    const { status, body, shouldRetry } = openAiErrorOf(JSON.parse(payload) as ProblemMembers, turns);
    void reply.code(status).type('application/json; charset=utf-8');
    if (shouldRetry !== undefined) void reply.header('x-should-retry', String(shouldRetry));
    done(null, JSON.stringify(body));
  });
}
