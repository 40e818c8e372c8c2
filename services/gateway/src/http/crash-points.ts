import type { FastifyInstance, FastifyRequest } from 'fastify';

import { crashPoint } from '@botarmy/chassis';

/** Places at which tests end the gateway in the middle of a command: before any service was asked, and with its answer in hand. */
export function registerCrashPoints(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (isCommand(request)) crashPoint('gateway.before-command');
    done();
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    if (isCommand(request)) crashPoint('gateway.before-answer');
    done(null, payload);
  });
}

/** Signing in is none: a test signs in before it does anything. */
function isCommand({ method, url }: FastifyRequest): boolean {
  return method === 'POST' && url.startsWith('/api/') && !url.startsWith('/api/auth/');
}
