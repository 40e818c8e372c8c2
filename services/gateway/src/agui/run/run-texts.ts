import { EventType } from '@ag-ui/core';
import type { AGUIEvent } from '@ag-ui/core';

import type { LiveDelta } from '@botarmy/contracts';

import type { TextPosition } from './event-id';
import { EMPTY_HASH, hashOf } from './text-hash';

/** What a text belongs to. */
export interface TextOwner {
  readonly subagentRunId: string;
  readonly taskId: string;
  readonly attempt: number;
  /** Plans are shown as reasoning, deliverables as messages. */
  readonly isReasoning: boolean;
}

interface OpenText {
  readonly owner: TextOwner;
  readonly turn: number;
  readonly restarts: number;
  end: number;
  hash: number;
}

/** `isHalf`: the next event belongs to it, so no client comes back between the two. */
export type EmitText = (event: AGUIEvent, isHalf?: boolean) => void;

/** A piece of an answer, or all of it so far. */
export interface TextPiece extends Pick<LiveDelta, 'turn' | 'offset' | 'text'> {
  readonly isSnapshot: boolean;
}

/**
 * The texts agents are writing, one per task, as messages of the run. What was sent cannot be taken back: an answer that begins anew
 * ends its message and starts another; what was lost comes with the document.
 */
export class RunTexts {
  private readonly open = new Map<string, OpenText>();
  private readonly restarts = new Map<string, number>();

  constructor(private readonly emit: EmitText) {}

  /** How much of what was sent. */
  positions(): readonly TextPosition[] {
    return [...this.open.values()].map(({ owner: { taskId, attempt }, turn, restarts, end, hash }) => {
      return { taskId, attempt, turn, restarts, end, hash };
    });
  }

  /** A client comes back that has so much of a text. */
  restore(owner: TextOwner, { turn, restarts, end, hash }: TextPosition): void {
    this.restarts.set(`${owner.subagentRunId}.${turn}`, restarts);
    this.open.set(owner.taskId, { owner, turn, restarts, end, hash });
  }

  /** A piece arrives. Pieces of an older turn, and those whose beginning was lost, are left out. */
  add(owner: TextOwner, piece: TextPiece): void {
    const text = this.open.get(owner.taskId);
    if (text === undefined || text.owner.attempt !== owner.attempt || piece.turn > text.turn) {
      this.begin(owner, piece);
      return;
    }
    if (piece.turn < text.turn) return;
    const sent = text.end - piece.offset;
    const continues = sent === 0 || (piece.isSnapshot && piece.offset === 0 && startsWith(piece.text, text));
    if (continues) this.append(text, piece.text.slice(sent));
    else if (piece.offset === 0) this.begin(owner, piece);
    else this.close(owner.taskId);
  }

  /** The document of an attempt: what of it was not sent is sent, and the message ends. */
  complete(owner: TextOwner, document: string): void {
    const text = this.open.get(owner.taskId);
    if (text !== undefined && text.owner.attempt === owner.attempt && startsWith(document, text)) {
      this.append(text, document.slice(text.end));
      this.close(owner.taskId);
      return;
    }
    this.close(owner.taskId);
    this.begin(owner, { turn: 0, offset: 0, text: document, isSnapshot: true });
    this.close(owner.taskId);
  }

  /** Ends the message of a task. */
  close(taskId: string): void {
    const text = this.open.get(taskId);
    if (text === undefined) return;
    this.open.delete(taskId);
    const messageId = idOf(text);
    const { subagentRunId, isReasoning } = text.owner;
    if (!isReasoning) {
      this.emit({ type: EventType.TEXT_MESSAGE_END, messageId, subagentRunId });
      return;
    }
    this.emit({ type: EventType.REASONING_MESSAGE_END, messageId, subagentRunId }, true);
    this.emit({ type: EventType.REASONING_END, messageId, subagentRunId });
  }

  closeAll(): void {
    for (const taskId of [...this.open.keys()]) this.close(taskId);
  }

  private begin(owner: TextOwner, { turn, offset, text: content }: TextPiece): void {
    this.close(owner.taskId);
    if (offset !== 0 || content === '') return;
    const key = `${owner.subagentRunId}.${turn}`;
    const restarts = (this.restarts.get(key) ?? -1) + 1;
    this.restarts.set(key, restarts);
    const text: OpenText = { owner, turn, restarts, end: 0, hash: EMPTY_HASH };
    this.open.set(owner.taskId, text);
    const messageId = idOf(text);
    const { subagentRunId, isReasoning } = owner;
    if (isReasoning) {
      this.emit({ type: EventType.REASONING_START, messageId, subagentRunId }, true);
      this.emit({ type: EventType.REASONING_MESSAGE_START, messageId, role: 'reasoning', subagentRunId });
    } else this.emit({ type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant', subagentRunId });
    this.append(text, content);
  }

  private append(text: OpenText, delta: string): void {
    if (delta === '') return;
    text.end += delta.length;
    text.hash = hashOf(delta, text.hash);
    const { subagentRunId, isReasoning } = text.owner;
    const content = { messageId: idOf(text), delta, subagentRunId };
    if (isReasoning) this.emit({ type: EventType.REASONING_MESSAGE_CONTENT, ...content });
    else this.emit({ type: EventType.TEXT_MESSAGE_CONTENT, ...content });
  }
}

function startsWith(whole: string, { end, hash }: OpenText): boolean {
  return whole.length >= end && hashOf(whole.slice(0, end)) === hash;
}

function idOf({ owner, turn, restarts }: OpenText): string {
  return `${owner.subagentRunId}.${turn === 0 ? 'document' : `turn${turn}`}.${restarts}`;
}
