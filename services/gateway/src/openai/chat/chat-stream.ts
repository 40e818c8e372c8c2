import type { EventStream } from '../../http/event-stream';
import { factsOf } from '../answer/answer-headers';
import type { DoorAnswer } from '../answer/door-answer';
import { chatUsageOf, finishReasonOf, toolCallOf } from './chat-answer';

/** What all chunks of an answer share. */
export interface ChunkHead {
  readonly id: string;
  readonly created: number;
  /** As the caller named it: who answers is known at the end. */
  readonly model: string;
}

/** Writes an answer as chunks of OpenAI's form. */
export class ChatStream {
  constructor(
    private readonly events: EventStream,
    private readonly head: ChunkHead,
    private readonly includesUsage: boolean,
  ) {}

  /** The next piece of text. */
  add(content: string): void {
    if (!this.events.isOpen) this.start();
    this.send({ content });
  }

  /** Tool calls come whole, one chunk each; then the end, with who answered and, where asked for, the tokens. */
  finish(reply: DoorAnswer): void {
    if (!this.events.isOpen) this.start();
    for (const [index, part] of reply.tool_calls.entries()) {
      this.send({ tool_calls: [{ index, ...toolCallOf(part) }] });
    }
    this.send({}, finishReasonOf(reply), { botarmy: factsOf(reply) });
    if (this.includesUsage) {
      this.events.send({ ...this.chunk(), choices: [], usage: chatUsageOf(reply.usage) });
    }
    this.events.send('[DONE]');
    this.events.end();
  }

  private start(): void {
    this.send({ role: 'assistant', content: '', refusal: null });
  }

  private send(delta: object, finish_reason: string | null = null, more: object = {}): void {
    const usage = this.includesUsage ? { usage: null } : {};
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
    this.events.send({ ...this.chunk(), choices, ...usage, ...more });
  }

  private chunk(): object {
    const { id, created, model } = this.head;
    return { id, object: 'chat.completion.chunk', created, model };
  }
}
