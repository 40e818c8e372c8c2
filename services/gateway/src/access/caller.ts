import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import type { Caller } from '@botarmy/contracts';

import { notSignedIn } from './session-problems';
import { sessionOf } from './verified-session';
import type { VerifiedSession } from './verified-session';

/** On whose behalf services are asked; built from the verified session and from nothing a client can choose freely. */
export function callerOf(session: VerifiedSession, requestId: string, idempotencyKey?: string): Caller {
  return {
    tenant_id: session.user.tenant_id,
    user_id: session.user.id,
    user_name: session.user.name,
    role: session.user.role,
    request_id: requestId,
    ...(idempotencyKey === undefined ? {} : { idempotency_key: idempotencyKey }),
  };
}

/** The caller of the request being handled. */
export const CurrentCaller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const key = request.headers['idempotency-key'];
  return callerOf(requireSession(request), request.id, typeof key === 'string' ? key : undefined);
});

/** The session of the request being handled. */
export const CurrentSession = createParamDecorator((_data: unknown, context: ExecutionContext): VerifiedSession =>
  requireSession(context.switchToHttp().getRequest<FastifyRequest>()),
);

function requireSession(request: FastifyRequest): VerifiedSession {
  const session = sessionOf(request);
  if (session === undefined) throw notSignedIn();
  return session;
}
