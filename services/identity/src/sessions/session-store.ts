import { Injectable } from '@nestjs/common';

import { crashPoint, Database } from '@botarmy/chassis';
import type { OutgoingMessage } from '@botarmy/messaging';

import { IdentityConfig } from '../config';
import { accountSha256 } from './login-attempts';
import type { LoginAttempt } from './login-attempts';

/** A session as PostgreSQL verified it. */
export interface VerifiedSession {
  readonly session_id: string;
  readonly channel: 'browser' | 'token';
  readonly session_expires_at: Date;
  readonly user_id: string;
  readonly user_name: string;
  readonly user_email: string;
  readonly user_role: string;
  readonly tenant_id: string;
  readonly tenant_name: string;
}

/** What a new session needs besides the attempt that opened it. */
export interface NewSession {
  readonly sessionId: string;
  readonly userId: string;
  /** Hash the password was verified against; the session is refused when it has changed since. */
  readonly passwordHash: string;
  readonly secretSha256: string;
  readonly channel: 'browser' | 'token';
}

/** Sessions in PostgreSQL: every call is one function, one round trip. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly database: Database,
    private readonly config: IdentityConfig,
  ) {}

  /** Opens a session; undefined when the user changed since the password was verified. */
  async open(attempt: LoginAttempt, session: NewSession): Promise<{ expiresAt: Date } | undefined> {
    crashPoint('identity.before-transaction');
    const [row] = await this.database.call<{ session_expires_at: Date }>(
      'session_open',
      attempt.tenantId,
      session.sessionId,
      session.userId,
      session.passwordHash,
      session.secretSha256,
      session.channel,
      accountSha256(attempt),
      attempt.clientAddress,
      this.lifetimeSeconds,
    );
    crashPoint('identity.after-commit');
    return row === undefined ? undefined : { expiresAt: row.session_expires_at };
  }

  /** Who holds a secret; undefined when the session ended or never was. */
  async verify(secretHash: string): Promise<VerifiedSession | undefined> {
    const [row] = await this.database.call<VerifiedSession>(
      'session_verify',
      secretHash,
      this.lifetimeSeconds,
      this.config.SESSION_SLIDING,
    );
    return row;
  }

  /** Which session a secret names, ended or not. */
  async find(secretHash: string): Promise<{ session_id: string; user_id: string; tenant_id: string } | undefined> {
    const [row] = await this.database.call<{ session_id: string; user_id: string; tenant_id: string }>(
      'session_find',
      secretHash,
    );
    return row;
  }

  /** Ends a session and puts its news into the outbox; false when it had ended before. */
  async end(tenantId: string, sessionId: string, news: readonly OutgoingMessage[]): Promise<boolean> {
    const [row] = await this.database.call<{ ended: boolean }>(
      'session_end',
      tenantId,
      sessionId,
      JSON.stringify(news),
    );
    return row?.ended === true;
  }

  private get lifetimeSeconds(): number {
    return this.config.SESSION_HOURS * 3_600;
  }
}
