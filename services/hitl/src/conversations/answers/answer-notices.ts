import { Injectable } from '@nestjs/common';

/** Who waits for an answer that this replica may be writing. */
export interface AnswerListener {
  /** A piece and where it stands; an empty one takes back what stood there and behind. */
  piece(text: string, offset: number): void;
  settled(): void;
}

/** Tells those who wait inside this replica; an answer that another one writes is seen in the table. */
@Injectable()
export class AnswerNotices {
  private readonly listeners = new Map<string, AnswerListener>();

  /** One listener per answer: who asks for the same a second time takes the place of the first. */
  listen(messageId: string, listener: AnswerListener): () => void {
    this.listeners.set(messageId, listener);
    return () => {
      if (this.listeners.get(messageId) === listener) this.listeners.delete(messageId);
    };
  }

  piece(messageId: string, text: string, offset: number): void {
    this.listeners.get(messageId)?.piece(text, offset);
  }

  settled(messageId: string): void {
    this.listeners.get(messageId)?.settled();
  }
}
