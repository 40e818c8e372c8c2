import { createHash } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Clock } from '@botarmy/chassis';
import { createId, verifySession } from '@botarmy/contracts';
import type { VerifySessionReply } from '@botarmy/contracts';
import { Asker, isUnavailable } from '@botarmy/messaging';

import { anonymousCaller } from './anonymous-caller';
import { notSignedIn } from './session-problems';

/** How long identity's word is taken without asking again. */
const FRESH_MS = 5_000;
/** While identity is away nobody can end a session either, so its last word holds a little longer. */
const GRACE_MS = 5 * 60_000;
const MOST_ENTRIES = 10_000;
/** Longer than any answer of identity may be under way. */
const REMEMBER_ENDED_MS = 30_000;

interface Entry {
  readonly reply: VerifySessionReply;
  readonly checkedAtMs: number;
}

/** Asks identity who holds a secret; remembers the answer for five seconds under the secret's hash. */
@Injectable()
export class SessionVerifier {
  private readonly entries = new Map<string, Entry>();
  private readonly asking = new Map<string, Promise<VerifySessionReply>>();
  /** Sessions that ended while an older answer about them may still be under way. */
  private readonly ended = new Map<string, number>();

  constructor(
    private readonly asker: Asker,
    private readonly clock: Clock,
  ) {}

  /**
   * Who holds the secret.
   *
   * @throws {Problem} 401 `not-signed-in`.
   * @throws {UnavailableError} identity does not answer and was not asked about this secret lately.
   */
  async verify(secret: string): Promise<VerifySessionReply> {
    const key = keyOf(secret);
    const known = this.entries.get(key);
    const nowMs = this.clock.monotonicMs();
    if (known !== undefined && nowMs - known.checkedAtMs < FRESH_MS) return this.assertRunning(known.reply);
    try {
      return this.assertRunning(await this.ask(key, secret));
    } catch (error) {
      if (!isUnavailable(error) || known === undefined || nowMs - known.checkedAtMs > GRACE_MS) throw error;
      return this.assertRunning(known.reply);
    }
  }

  /** The session ended: forgets it at once. */
  forgetSession(sessionId: string): void {
    const nowMs = this.clock.monotonicMs();
    for (const [id, endedAtMs] of this.ended) if (nowMs - endedAtMs > REMEMBER_ENDED_MS) this.ended.delete(id);
    this.ended.set(sessionId, nowMs);
    for (const [key, entry] of this.entries) if (entry.reply.session_id === sessionId) this.entries.delete(key);
  }

  /** The same, for a secret whose session is not known by id. */
  forgetSecret(secret: string): void {
    this.entries.delete(keyOf(secret));
  }

  /** News about ended sessions may have been missed: asks identity about everybody again. */
  forgetAll(): void {
    this.entries.clear();
  }

  private ask(key: string, secret: string): Promise<VerifySessionReply> {
    const running = this.asking.get(key);
    if (running !== undefined) return running;
    const asked = this.askIdentity(key, secret).finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }

  private async askIdentity(key: string, secret: string): Promise<VerifySessionReply> {
    try {
      const reply = await this.asker.ask(verifySession, { secret }, anonymousCaller(createId('req')));
      this.remember(key, reply);
      return reply;
    } catch (error) {
      if (!isUnavailable(error)) this.entries.delete(key);
      throw error;
    }
  }

  private remember(key: string, reply: VerifySessionReply): void {
    this.entries.delete(key);
    this.entries.set(key, { reply, checkedAtMs: this.clock.monotonicMs() });
    if (this.entries.size <= MOST_ENTRIES) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }

  private assertRunning(reply: VerifySessionReply): VerifySessionReply {
    const isOver = new Date(reply.expires_at).getTime() <= this.clock.now().getTime();
    if (isOver || this.ended.has(reply.session_id)) throw notSignedIn();
    return reply;
  }
}

function keyOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
