import { Injectable } from '@nestjs/common';

import { OutboxRelay } from '@botarmy/messaging';
import type { OutboxNote, OutgoingMessage } from '@botarmy/messaging';
import { applyEvents } from '@botarmy/process-engine';
import type { WorkflowState } from '@botarmy/process-engine';

import { OrchestratorConfig } from '../config';
import { decisionMessages } from './decision-messages';
import { progressNews } from './progress-news';
import { WorkflowStates } from './workflow-states';

/** Decisions whose messages are kept until the relay asks: more than ever wait for it while the broker is there. */
const MOST_REMEMBERED = 2_000;
const NOTE_ID = /^(.+)\.(\d+)-(\d+)$/;

/** Names the decision that made the last so many versions of a workflow; the outbox holds the name in place of the messages. */
export function noteIdOf({ workflow_id, version }: WorkflowState, events: number): string {
  return `${workflow_id}.${version - events + 1}-${version}`;
}

/**
 * What the decisions named in the outbox say. The process that made a decision still has the messages in memory when its
 * relay asks; any other, and the same one after a crash, works them out again from the events.
 */
@Injectable()
export class DecisionNotes {
  private readonly remembered = new Map<string, readonly OutgoingMessage[]>();

  constructor(
    private readonly states: WorkflowStates,
    private readonly config: OrchestratorConfig,
    relay: OutboxRelay,
  ) {
    relay.unfoldWith((note) => this.messagesOf(note));
  }

  /** Keeps the messages of a decision that is committed. */
  remember(noteId: string, messages: readonly OutgoingMessage[]): void {
    this.remembered.set(noteId, messages);
    const oldest = this.remembered.keys().next().value;
    if (this.remembered.size > MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }

  private messagesOf(note: OutboxNote): readonly OutgoingMessage[] | Promise<readonly OutgoingMessage[]> {
    const messages = this.remembered.get(note.event_id);
    if (messages === undefined) return this.workOut(note);
    // Should publishing fail, they are worked out the next time.
    this.remembered.delete(note.event_id);
    return messages;
  }

  private async workOut({ event_id, tenant_id, headers }: OutboxNote): Promise<OutgoingMessage[]> {
    const [, workflowId = '', first, last] = NOTE_ID.exec(event_id) ?? [];
    const range = { first: Number(first), last: Number(last) };
    const decision = await this.states.decision(tenant_id, workflowId, range);
    // Erased meanwhile: nobody is left to hear of it.
    if (decision === undefined) return [];
    const { before, events, process, title } = decision;
    const { state, effects } = applyEvents(before, events, process);
    const now = events.at(-1)?.occurred_at ?? '';
    const context = { state, process, leaseSeconds: this.config.TASK_LEASE_SECONDS, now, publication: 0 };
    const progress = progressNews({ state, process, title }, now);
    return decisionMessages({ events, effects }, context, progress).map((message) => ({ ...message, headers }));
  }
}
