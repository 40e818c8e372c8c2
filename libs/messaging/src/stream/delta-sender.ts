import { createHash } from 'node:crypto';

import type { Clock, TimerHandle } from '@botarmy/chassis';

import { COALESCE_CHARACTERS, COALESCE_MS, FIRST_PIECE_MS, LONGEST_DELTA_CHARACTERS } from './stream-frames';
import type { StreamFrame } from './stream-frames';

/** Gathers small pieces of text into frames, the first ones shortly, and keeps length and hash of the whole. */
export class DeltaSender {
  private pending = '';
  private sent = 0;
  private hash = createHash('sha256');
  private timer: TimerHandle | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: StreamFrame) => void,
  ) {}

  /** Adds text to the answer. */
  add(text: string): void {
    if (text === '') return;
    this.pending += text;
    this.hash.update(text, 'utf16le');
    if (this.pending.length >= COALESCE_CHARACTERS) this.flush();
    else this.timer ??= this.clock.setTimer(this.sent === 0 ? FIRST_PIECE_MS : COALESCE_MS, () => this.flush());
  }

  /** Sends what waits. */
  flush(): void {
    this.timer?.cancel();
    this.timer = undefined;
    for (let from = 0; from < this.pending.length; from += LONGEST_DELTA_CHARACTERS) {
      const text = this.pending.slice(from, from + LONGEST_DELTA_CHARACTERS);
      this.send({ kind: 'delta', offset: this.sent, text });
      this.sent += text.length;
    }
    this.pending = '';
  }

  /** Takes back what was added so far; the asker is told only when some of it was sent. */
  reset(): void {
    this.discard();
    this.hash = createHash('sha256');
    if (this.sent > 0) this.send({ kind: 'reset' });
    this.sent = 0;
  }

  /** Sends what waits and the end frame. */
  end(reply: unknown): void {
    this.flush();
    this.send({ kind: 'end', length: this.sent, sha256: this.hash.digest('hex'), reply });
  }

  /** Drops what waits. */
  discard(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.pending = '';
  }
}
