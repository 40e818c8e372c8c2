import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Clock, Problem } from '@botarmy/chassis';
import { createId, verifyVirtualKey } from '@botarmy/contracts';
import type { VerifyVirtualKeyReply } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import { anonymousCaller } from './anonymous-caller';

/** How long the router's word is taken without asking again. */
const FRESH_MS = 5_000;
const MOST_ENTRIES = 10_000;
/** Longer than any answer of the router may be under way. */
const REMEMBER_ENDED_MS = 30_000;

interface Entry {
  readonly reply: VerifyVirtualKeyReply;
  readonly checkedAtMs: number;
}

/** Asks the router whose a key of the door is; remembers the answer for five seconds under the key's hash. */
@Injectable()
export class VirtualKeyVerifier {
  private readonly entries = new Map<string, Entry>();
  /** Keys that were revoked while an older answer about them may still be under way. */
  private readonly ended = new Map<string, number>();

  constructor(
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  /**
   * Whose the secret is.
   *
   * @throws {Problem} 401 `invalid-api-key`.
   * @throws {UnavailableError} the router does not answer.
   */
  async verify(secret: string): Promise<VerifyVirtualKeyReply> {
    const id = createHash('sha256').update(secret).digest('base64');
    const known = this.entries.get(id);
    const isFresh = known !== undefined && this.clock.monotonicMs() - known.checkedAtMs < FRESH_MS;
    return this.assertValid(isFresh ? known.reply : await this.ask(id, secret));
  }

  /** The key was revoked: forgets it at once. */
  forgetKey(keyId: string): void {
    const nowMs = this.clock.monotonicMs();
    for (const [id, endedAtMs] of this.ended) if (nowMs - endedAtMs > REMEMBER_ENDED_MS) this.ended.delete(id);
    this.ended.set(keyId, nowMs);
    for (const [id, { reply }] of this.entries) if (reply.key_id === keyId) this.entries.delete(id);
  }

  /** News about keys may have been missed: asks about everybody again. */
  forgetAll(): void {
    this.entries.clear();
  }

  private async ask(id: string, secret: string): Promise<VerifyVirtualKeyReply> {
    this.entries.delete(id);
    const reply = await this.asker.ask(verifyVirtualKey, { secret }, anonymousCaller(createId('req')));
    this.entries.set(id, { reply, checkedAtMs: this.clock.monotonicMs() });
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST_ENTRIES && oldest !== undefined) this.entries.delete(oldest);
    return reply;
  }

  private assertValid(reply: VerifyVirtualKeyReply): VerifyVirtualKeyReply {
    const { key_id, expires_at } = reply;
    const isOver = expires_at !== null && Date.parse(expires_at) <= this.clock.now().getTime();
    if (isOver || this.ended.has(key_id)) throw invalidKey();
    return reply;
  }
}

/** No key, or none that opens the door: nobody learns what is wrong with it. */
export function invalidKey(): Problem {
  const detail =
    'The API key is missing, unknown, expired or revoked: send a valid one as "Authorization: Bearer <key>".';
  return new Problem({ status: 401, code: 'invalid-api-key', title: 'Invalid API key', detail });
}
