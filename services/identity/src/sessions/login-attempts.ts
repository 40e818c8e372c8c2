import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Database, Problem } from '@botarmy/chassis';

import { IdentityConfig } from '../config';

/** Who tries to log in, from where. */
export interface LoginAttempt {
  readonly tenantId: string;
  /** As normalised by `normalizeEmail`. */
  readonly email: string;
  readonly clientAddress: string;
}

/** The form in which e-mail addresses are stored and compared. */
export function normalizeEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** How an account is named in the table of attempts. */
export function accountSha256(attempt: LoginAttempt): string {
  return createHash('sha256').update(`${attempt.tenantId}\n${attempt.email}`).digest('hex');
}

/** Counts failed logins exactly, over all replicas. */
@Injectable()
export class LoginAttempts {
  constructor(
    private readonly database: Database,
    private readonly config: IdentityConfig,
  ) {}

  /**
   * Books an attempt before its password is looked at, so that parallel guesses count as well.
   *
   * @throws {Problem} 429 `too-many-attempts` with the time until the next one is admitted.
   */
  async admit(attempt: LoginAttempt): Promise<void> {
    const [answer] = await this.database.call<{ admitted: boolean; retry_after_ms: number }>(
      'login_admit',
      attempt.tenantId,
      accountSha256(attempt),
      attempt.clientAddress,
      this.config.LOGIN_LIMIT_PER_ACCOUNT,
      this.config.LOGIN_LIMIT_PER_ADDRESS,
      this.config.LOGIN_WINDOW_SECONDS,
    );
    if (answer?.admitted === true) return;
    throw new Problem({
      status: 429,
      code: 'too-many-attempts',
      title: 'Too many attempts',
      detail: 'Wait as long as Retry-After says before trying this account again.',
      retryAfterMs: answer?.retry_after_ms ?? 1_000,
    });
  }
}
