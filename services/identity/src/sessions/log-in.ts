import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { createId } from '@botarmy/contracts';
import type { LogInReply, LogInRequest, Role } from '@botarmy/contracts';

import { PasswordHasher } from '../passwords/password-hasher';
import { UserRepository } from '../users/user.repository';
import { LoginAttempts, normalizeEmail } from './login-attempts';
import { createSessionSecret, csrfTokenOf, secretSha256 } from './session-secret';
import { SessionStore } from './session-store';
import { SessionMetrics } from './session.metrics';

/** Checks credentials and opens sessions. */
@Injectable()
export class LogIn {
  constructor(
    private readonly attempts: LoginAttempts,
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionStore,
    private readonly metrics: SessionMetrics,
  ) {}

  /**
   * Opens a session with a new id and secret. Unknown users, inactive users and wrong passwords get the same answer after
   * the same work.
   *
   * @throws {Problem} 401 `invalid-credentials`, 429 `too-many-attempts`.
   */
  async logIn(tenantId: string, request: LogInRequest): Promise<LogInReply> {
    const attempt = { tenantId, email: normalizeEmail(request.email), clientAddress: request.client_address };
    await this.admit(attempt);
    const user = await this.users.findByEmail(tenantId, attempt.email);
    const isRight = await this.passwords.verify(user?.passwordHash, request.password);
    if (user === null || !isRight || !user.isActive) throw this.refuse();
    const secret = createSessionSecret();
    const sessionId = createId('ses');
    const session = await this.sessions.open(attempt, {
      sessionId,
      userId: user.userId,
      passwordHash: user.passwordHash,
      secretSha256: secretSha256(secret),
      channel: request.channel,
    });
    if (session === undefined) throw this.refuse();
    this.metrics.loggedIn('succeeded');
    return {
      session_id: sessionId,
      secret,
      csrf_token: csrfTokenOf(secret),
      expires_at: session.expiresAt.toISOString(),
      user: {
        id: user.userId,
        name: user.name,
        email: user.email,
        role: user.role as Role,
        tenant_id: user.tenantId,
        tenant_name: user.tenant.name,
      },
    };
  }

  private async admit(attempt: Parameters<LoginAttempts['admit']>[0]): Promise<void> {
    try {
      await this.attempts.admit(attempt);
    } catch (error) {
      if (error instanceof Problem) this.metrics.loggedIn('limited');
      throw error;
    }
  }

  private refuse(): Problem {
    this.metrics.loggedIn('refused');
    return new Problem({
      status: 401,
      code: 'invalid-credentials',
      title: 'Wrong e-mail or password',
      detail: 'Check both and try again, or ask an administrator for a new password.',
    });
  }
}
