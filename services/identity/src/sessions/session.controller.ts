import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';

import { Clock, Problem } from '@botarmy/chassis';
import { createId, logIn, logOut, sessionEnded, verifySession } from '@botarmy/contracts';
import type {
  Caller,
  LogInReply,
  LogInRequest,
  LogOutReply,
  LogOutRequest,
  Role,
  VerifySessionReply,
  VerifySessionRequest,
} from '@botarmy/contracts';
import { Answers, AskedBy, outgoingMessage, OutboxRelay } from '@botarmy/messaging';

import { LogIn } from './log-in';
import { csrfTokenOf, secretSha256 } from './session-secret';
import { SessionStore } from './session-store';
import { SessionMetrics } from './session.metrics';

/** Answers the gateway's questions about sessions. */
@Controller()
export class SessionController {
  constructor(
    private readonly logins: LogIn,
    private readonly sessions: SessionStore,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    private readonly metrics: SessionMetrics,
  ) {}

  @Answers(logIn)
  logIn(@Payload() request: LogInRequest, @AskedBy() caller: Caller): Promise<LogInReply> {
    return this.logins.logIn(caller.tenant_id, request);
  }

  @Answers(verifySession)
  async verify(@Payload() { secret }: VerifySessionRequest): Promise<VerifySessionReply> {
    const session = await this.sessions.verify(secretSha256(secret));
    this.metrics.verified(session === undefined ? 'invalid' : 'valid');
    if (session === undefined) throw notSignedIn();
    return {
      session_id: session.session_id,
      channel: session.channel,
      csrf_token: csrfTokenOf(secret),
      expires_at: session.session_expires_at.toISOString(),
      user: {
        id: session.user_id,
        name: session.user_name,
        email: session.user_email,
        role: session.user_role as Role,
        tenant_id: session.tenant_id,
        tenant_name: session.tenant_name,
      },
    };
  }

  @Answers(logOut)
  async logOut(@Payload() { secret }: LogOutRequest): Promise<LogOutReply> {
    const session = await this.sessions.find(secretSha256(secret));
    if (session === undefined) return { ended: false };
    const news = outgoingMessage(sessionEnded, {
      eventId: createId('msg'),
      tenantId: session.tenant_id,
      key: [session.session_id],
      payload: {
        session_id: session.session_id,
        user_id: session.user_id,
        reason: 'logged-out',
        ended_at: this.clock.now().toISOString(),
      },
    });
    const ended = await this.sessions.end(session.tenant_id, session.session_id, [news]);
    if (ended) this.relay.nudge();
    return { ended };
  }
}

function notSignedIn(): Problem {
  return new Problem({
    status: 401,
    code: 'not-signed-in',
    title: 'Not signed in',
    detail: 'The session ended or never was: sign in again.',
  });
}
