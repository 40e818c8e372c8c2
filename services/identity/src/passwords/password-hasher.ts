import { Injectable } from '@nestjs/common';
import { argon2id, hash, verify } from 'argon2';

import { ConcurrencyLimit } from './concurrency-limit';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
export const HASH_PARAMETERS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hash of a random text nobody kept, with the parameters above: what an unknown user's password is checked against. */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,p=1,t=2$8ocjlHWDZOnWM95nNzHpJA$3tjLsuPGb0Qe5B/H0qINOiW1u/GUUlg0G3Lv10Tmofs';

/** argon2 works on libuv's four threads: two hashes at a time leave room for files and name look-ups. */
const HASHES_AT_ONCE = 2;
const MOST_WAITING = 200;

/** Hashes and checks passwords with argon2id, a bounded number at a time. */
@Injectable()
export class PasswordHasher {
  private readonly limit = new ConcurrencyLimit(HASHES_AT_ONCE, MOST_WAITING);

  hash(password: string): Promise<string> {
    return this.limit.run(() => hash(password, HASH_PARAMETERS));
  }

  /** Takes the same time whether there is a user or not: without a hash the password is checked against a dummy and refused. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    const matches = await this.limit.run(() => verify(passwordHash ?? DUMMY_HASH, password));
    return matches && passwordHash !== undefined;
  }
}
