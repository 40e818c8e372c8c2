import type { IncomingMessage } from 'node:http';

import { Injectable } from '@nestjs/common';

import { Logger, Problem, problemFromError } from '@botarmy/chassis';
import { createId, isId } from '@botarmy/contracts';

import { presentedSecret, sessionCookieName } from '../../access/presented-secret';
import { notSignedIn } from '../../access/session-problems';
import { SessionVerifier } from '../../access/session-verifier';
import type { VerifiedSession } from '../../access/verified-session';
import { GatewayConfig } from '../../config';
import { OriginPolicy } from '../../http/origin-policy';
import { originNotAllowed } from '../../http/request-gate';
import { LiveMetrics } from '../live.metrics';
import type { UpgradeOutcome } from '../live.metrics';
import { SocketRegistry } from '../sockets/socket-registry';

/** Paths of the hub; `/ws` is the alias of specification §10. */
const PATHS = new Set(['/api/ws', '/ws']);
/** Paths that show one interactive session (specification §7.5.1). */
const SESSION_PATH = /^(?:\/api)?\/ws\/interactive\/([^/]+)$/;

/** Who is let in: what the connection needs. */
export interface Admission {
  readonly session: VerifiedSession;
  readonly requestId: string;
  /** The interactive session this connection shows; absent for the hub. */
  readonly interactiveSessionId?: string;
}

/** Decides about an upgrade before anything is switched: path, origin, room, session, in this order. */
@Injectable()
export class UpgradeDoor {
  private readonly origins: OriginPolicy;
  private readonly cookieName: string;
  /** Upgrades being decided: they count, or a crowd would slip in together. */
  private deciding = 0;

  constructor(
    private readonly config: GatewayConfig,
    private readonly sockets: SocketRegistry,
    private readonly verifier: SessionVerifier,
    private readonly metrics: LiveMetrics,
    private readonly logger: Logger,
  ) {
    this.origins = new OriginPolicy(config.CORS_ORIGINS);
    this.cookieName = sessionCookieName(config.COOKIE_SECURE);
  }

  /** Lets a client in, or says why not. */
  async decide(
    request: IncomingMessage,
  ): Promise<Admission | { readonly refusal: Problem; readonly requestId: string }> {
    const requestId = createId('req');
    this.deciding += 1;
    try {
      const path = pathOf(request);
      const session = await this.check(request, path);
      this.metrics.upgraded('accepted');
      return { session, requestId, ...shownSession(path) };
    } catch (error) {
      const refusal = problemFromError(error);
      if (refusal.status >= 500 && refusal.status !== 503) this.logger.error({ err: error }, 'upgrade failed');
      this.metrics.upgraded(outcomeOf(refusal));
      return { refusal, requestId };
    } finally {
      this.deciding -= 1;
    }
  }

  private async check(request: IncomingMessage, path: string): Promise<VerifiedSession> {
    if (!PATHS.has(path) && shownSession(path).interactiveSessionId === undefined) throw pathUnknown();
    if (!this.origins.allows(request.headers)) throw originNotAllowed();
    if (this.sockets.isStopping) throw busy('server-stopping', 'The server is going away: connect again.', 1_000);
    if (this.sockets.count + this.deciding > this.config.MAX_CONNECTIONS) {
      throw busy('too-many-connections', 'All connections of this server are taken: try again later.', 5_000);
    }
    const presented = presentedSecret(request.headers, this.cookieName);
    if (presented === undefined) throw notSignedIn();
    return { ...(await this.verifier.verify(presented.secret)), ...presented };
  }
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0]?.replace(/\/$/, '') ?? '';
}

function shownSession(path: string): Pick<Admission, 'interactiveSessionId'> {
  const [, id = ''] = SESSION_PATH.exec(path) ?? [];
  return isId(id, 'hitl') ? { interactiveSessionId: id } : {};
}

function outcomeOf({ status, code }: Problem): UpgradeOutcome {
  if (status === 404) return 'unknown-path';
  if (status === 403) return 'foreign-origin';
  if (code === 'too-many-connections') return 'full';
  if (code === 'server-stopping') return 'stopping';
  return status === 401 ? 'refused' : 'unavailable';
}

function pathUnknown(): Problem {
  return new Problem({ status: 404, code: 'not-found', title: 'Not found', detail: 'WebSockets are at /api/ws.' });
}

function busy(code: string, detail: string, retryAfterMs: number): Problem {
  return new Problem({ status: 503, code, title: 'Temporarily unavailable', detail, retryAfterMs });
}
