import { Injectable } from '@nestjs/common';

import { Database } from '@botarmy/chassis';
import type { CloseHitlRequest } from '@botarmy/contracts';
import type { Delivery, OutgoingMessage } from '@botarmy/messaging';

import { toStorableText } from '../text/storable-text';
import type { Advance, NewRecord } from './advance';
import type { Opening } from './opening';

/** What became of an opening; `closed` when its closing came first. */
export type OpeningOutcome = 'opened' | 'closed' | 'repeated';

/** What became of a change; `lost` when somebody else changed the request first. */
export type AdvanceOutcome = 'advanced' | 'lost';

/** A request for which time has something to do. */
export interface DueRow {
  readonly tenant_id: string;
  readonly request_id: string;
  readonly workflow_id: string;
  readonly agent_id: string;
  readonly title: string;
  readonly policy: unknown;
  readonly policy_state: unknown;
  readonly revision: number;
  readonly created_at: Date;
  readonly requested_by: string | null;
  readonly binding: string | null;
  readonly bound: unknown;
  readonly questions: unknown;
  readonly answers: unknown;
}

/** Writes requests: every call is one function, one round trip, one commit. */
@Injectable()
export class RequestStore {
  constructor(private readonly database: Database) {}

  /** Opens a request unless this delivery or another one did so before. */
  async open(delivery: Delivery, opening: Opening): Promise<OpeningOutcome> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ outcome: OpeningOutcome }>(
      'hitl_request_open',
      tenantId,
      consumer,
      eventId,
      JSON.stringify(opening),
    );
    return row?.outcome ?? 'repeated';
  }

  /** Closes what nobody answered, or notes it as closed when it is not open yet; returns how many. */
  async close(delivery: Delivery, closing: CloseHitlRequest, closedAt: Date): Promise<number> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ closed_count: number }>(
      'hitl_request_close',
      tenantId,
      consumer,
      eventId,
      closing.workflow_id,
      closing.request_ids.map(toStorableText),
      toStorableText(closing.reason),
      closedAt,
    );
    return row?.closed_count ?? 0;
  }

  /** Moves requests on, each from the revision it was decided on; the outcomes are in the order of the changes. */
  async advance(changes: readonly Advance[]): Promise<readonly AdvanceOutcome[]> {
    // In one order, so that two batches never wait for each other.
    const ordered = [...changes].sort((left, right) => (left.request_id < right.request_id ? -1 : 1));
    const rows = await this.database.call<{ request_id: string; outcome: AdvanceOutcome }>(
      'hitl_requests_advance',
      JSON.stringify(ordered),
    );
    const outcomes = new Map(rows.map(({ request_id, outcome }) => [request_id, outcome]));
    return changes.map(({ request_id }) => outcomes.get(request_id) ?? 'lost');
  }

  /** Requests of every tenant for which time has something to do, longest overdue first. */
  due(now: Date, limit: number): Promise<DueRow[]> {
    return this.database.read<{ [column in keyof DueRow]: DueRow[column] }>('hitl_requests_due', now, limit);
  }

  /** Records once what became of a decision; false when it was recorded before or the request is unknown. */
  async conclude(delivery: Delivery, requestId: string, record: NewRecord): Promise<boolean> {
    const { tenantId, consumer, eventId } = delivery;
    const [row] = await this.database.call<{ recorded: boolean }>(
      'hitl_request_conclude',
      tenantId,
      consumer,
      eventId,
      requestId,
      JSON.stringify([record]),
    );
    return row?.recorded === true;
  }

  /** Puts the news of an answer on record into the outbox once more. */
  async tellAgain(tenantId: string, news: readonly OutgoingMessage[]): Promise<void> {
    await this.database.call('hitl_answer_again', tenantId, JSON.stringify(news));
  }
}
