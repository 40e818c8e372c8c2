import type { OutgoingMessage } from '../publish/outgoing-message';

/** An outbox row without a message of its own: what it stands for, its service works out from its own tables. */
export interface OutboxNote {
  /** Unlike any other row's; says to the service what is meant. */
  readonly event_id: string;
  readonly tenant_id: string;
  /** Trace context of what happened. */
  readonly headers: Record<string, string>;
}

/** Finds out what a row stands for: the same messages under the same ids every time. Rejecting keeps the row where it is. */
export type Unfold = (note: OutboxNote) => Promise<readonly OutgoingMessage[]> | readonly OutgoingMessage[];
