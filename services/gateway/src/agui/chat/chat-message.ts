import { EventType } from '@ag-ui/core';
import type { AGUIEvent } from '@ag-ui/core';

const ID = /^chat-(\d{1,7})$/;

/** How many characters of an answer a client has; undefined when the id is none of a chat. */
export function charactersOf(eventId: string): number | undefined {
  const characters = ID.exec(eventId)?.[1];
  return characters === undefined ? undefined : Number(characters);
}

/** The answer as a message of the run. What was sent cannot be taken back: an answer that begins anew is another message. */
export class ChatMessage {
  private isOpen: boolean;
  private end: number;
  private restarts = 0;

  /** @param sent Characters the client has of it. */
  constructor(
    private readonly name: string,
    sent: number,
    private readonly send: (event: AGUIEvent, id?: string) => void,
  ) {
    this.end = sent;
    this.isOpen = sent > 0;
  }

  /** A piece of the answer; what the client has of it is left out. */
  add(text: string, offset: number): void {
    if (offset > this.end || offset + text.length <= this.end) return;
    const delta = text.slice(this.end - offset);
    const { messageId } = this;
    if (!this.isOpen) this.send({ type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' });
    this.isOpen = true;
    this.end += delta.length;
    this.send({ type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta }, `chat-${this.end}`);
  }

  /** The answer begins anew. */
  restart(): void {
    this.close();
    this.restarts += 1;
    this.end = 0;
  }

  /** The whole answer is known. */
  complete(text: string): void {
    this.add(text, 0);
    this.close();
  }

  close(): void {
    if (this.isOpen) this.send({ type: EventType.TEXT_MESSAGE_END, messageId: this.messageId });
    this.isOpen = false;
  }

  private get messageId(): string {
    return this.restarts === 0 ? this.name : `${this.name}.${this.restarts}`;
  }
}
