import { timingSafeEqual } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { correlation, Problem } from '@botarmy/chassis';
import { hasRole } from '@botarmy/contracts';
import type { Role } from '@botarmy/contracts';

import { GatewayConfig } from '../config';
import { AccessMetrics } from './access.metrics';
import { attachKey, presentedKey } from './presented-key';
import { presentedSecret, sessionCookieName } from './presented-secret';
import { RefusalAudit } from './refusal-audit';
import { RequestRates } from './request-rates';
import { accessOf } from './requires-role.decorator';
import { csrfTokenMissing, notSignedIn, roleMissing } from './session-problems';
import { SessionVerifier } from './session-verifier';
import { attachSession, sessionOf } from './verified-session';
import type { VerifiedSession } from './verified-session';
import { invalidKey, VirtualKeyVerifier } from './virtual-key-verifier';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * In front of every route: a session, its CSRF token where a cookie commands, and the role the route declares; on routes for programs a
 * key of the door instead.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly cookieName: string;

  constructor(
    private readonly verifier: SessionVerifier,
    private readonly audit: RefusalAudit,
    private readonly metrics: AccessMetrics,
    private readonly keys: VirtualKeyVerifier,
    private readonly rates: RequestRates,
    config: GatewayConfig,
  ) {
    this.cookieName = sessionCookieName(config.COOKIE_SECURE);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = accessOf(context.getHandler());
    if (needed === 'anonymous') return true;
    if (needed === undefined) throw roleUndeclared();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      await (needed === 'virtual-key'
        ? this.assertKey(request)
        : this.assertAllowed(request, needed, context.switchToHttp().getResponse()));
      return true;
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
        this.metrics.refused(error.status);
        if (needed !== 'viewer') await this.record(request, error);
      }
      throw error;
    }
  }

  private async assertAllowed(request: FastifyRequest, needed: Role, reply: FastifyReply): Promise<void> {
    const presented = presentedSecret(request.headers, this.cookieName);
    if (presented === undefined) throw notSignedIn();
    const session: VerifiedSession = { ...(await this.verifier.verify(presented.secret)), ...presented };
    attachSession(request, session);
    const store = correlation.getStore();
    if (store !== undefined) Object.assign(store, { tenant_id: session.user.tenant_id, user_id: session.user.id });
    this.limit(session, reply);
    if (presented.presentedBy === 'cookie' && !READING.has(request.method)) assertCsrfToken(request, session);
    if (!hasRole(session.user.role, needed)) throw roleMissing(needed);
  }

  /** Every answer says what is left of the person's limit. */
  private limit({ user }: VerifiedSession, reply: FastifyReply): void {
    const left = this.rates.count(user.tenant_id, user.id);
    if (left === undefined) return;
    void reply.headers({
      'ratelimit-limit': String(left.limit),
      'ratelimit-remaining': String(left.remaining),
      'ratelimit-reset': String(left.resetSeconds),
    });
  }

  private async assertKey(request: FastifyRequest): Promise<void> {
    const secret = presentedKey(request.headers);
    if (secret === undefined) throw invalidKey();
    const key = await this.keys.verify(secret);
    attachKey(request, key);
    const store = correlation.getStore();
    if (store !== undefined) Object.assign(store, { tenant_id: key.tenant_id, user_id: key.key_id });
  }

  private record(request: FastifyRequest, problem: Problem): Promise<void> {
    return this.audit.record({
      requestId: request.id,
      session: sessionOf(request),
      method: request.method,
      route: request.routeOptions.url ?? 'unmatched',
      status: problem.status,
      code: problem.code,
    });
  }
}

function assertCsrfToken(request: FastifyRequest, session: VerifiedSession): void {
  const sent = request.headers['x-csrf-token'];
  if (typeof sent !== 'string') throw csrfTokenMissing();
  const [given, expected] = [Buffer.from(sent), Buffer.from(session.csrf_token)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw csrfTokenMissing();
}

function roleUndeclared(): Problem {
  return new Problem({
    status: 403,
    code: 'role-undeclared',
    title: 'Not allowed',
    detail: 'This route declares no role, so nobody may use it: report it.',
  });
}
