import { randomBytes } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';
import { createId, DEFAULT_TENANT_ID } from '@botarmy/contracts';

import { IdentityConfig } from '../config';
import { PasswordHasher } from '../passwords/password-hasher';
import { UserStore } from '../users/user-store';
import type { NewUser } from '../users/user-store';
import { UserRepository } from '../users/user.repository';
import { handOverInFile, handOverInText } from './password-handover';
import type { PasswordHandover } from './password-handover';

const TENANT_NAME = 'Default';
const ADMINISTRATOR = { email: 'admin@botarmy.local', name: 'Administrator' };
const DEMO_USER = { email: 'demo@botarmy.local', name: 'Demo user' };

/** Sees to the users an installation begins with. Safe on every start and on several replicas at once. */
@Injectable()
export class FirstRun {
  constructor(
    private readonly users: UserRepository,
    private readonly store: UserStore,
    private readonly passwords: PasswordHasher,
    private readonly config: IdentityConfig,
    private readonly logger: Logger,
  ) {}

  async ensureUsers(): Promise<void> {
    await this.ensureFirstAdministrator();
    if (this.config.DEMO_USER_PASSWORD !== undefined) await this.ensureDemoUser(this.config.DEMO_USER_PASSWORD);
  }

  private async ensureFirstAdministrator(): Promise<void> {
    if (await this.users.exists(DEFAULT_TENANT_ID)) return;
    const { FIRST_ADMIN_PASSWORD: configured, FIRST_ADMIN_PASSWORD_FILE: file } = this.config;
    const password = configured ?? randomBytes(15).toString('base64url');
    const handover = configured === undefined ? handoverTo(file) : undefined;
    await handover?.prepare(password);
    const created = await this.store.beginTenant(TENANT_NAME, await this.newUser(ADMINISTRATOR, password));
    if (!created) {
      await handover?.discard();
      return;
    }
    await handover?.deliver(password);
    this.logger.info({ email: ADMINISTRATOR.email, password_file: file }, 'first administrator created');
  }

  private async ensureDemoUser(password: string): Promise<void> {
    const found = await this.users.findByEmail(DEFAULT_TENANT_ID, DEMO_USER.email);
    if (found !== null && (await this.passwords.verify(found.passwordHash, password))) return;
    await this.store.ensure(await this.newUser(DEMO_USER, password), 'approver');
    this.logger.info({ email: DEMO_USER.email }, 'demo user has the configured password');
  }

  private async newUser(person: { email: string; name: string }, password: string): Promise<NewUser> {
    const passwordHash = await this.passwords.hash(password);
    return { tenantId: DEFAULT_TENANT_ID, userId: createId('usr'), ...person, passwordHash };
  }
}

function handoverTo(file: string | undefined): PasswordHandover {
  return file === undefined ? handOverInText((line) => process.stdout.write(line)) : handOverInFile(file);
}
