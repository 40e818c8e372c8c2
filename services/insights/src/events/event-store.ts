import { Injectable } from '@nestjs/common';

import {
  BatchWriter,
  Clock,
  Database,
  isRetryableDatabaseError,
  ShutdownHooks,
  shutdownOrder,
  TerminalError,
} from '@botarmy/chassis';

import type { EventRecord } from './event-record';
import { EventMetrics } from './event.metrics';

const MAX_EVENTS_PER_COMMIT = 200;
const MAX_DELAY_MS = 100;
/** SQLSTATE class of values that no column can hold, for example text with a NUL. */
const DATA_EXCEPTION = '22';

/** Records events in batches, each event once. */
@Injectable()
export class EventStore {
  private readonly writer: BatchWriter<EventRecord, void>;

  constructor(
    private readonly database: Database,
    private readonly metrics: EventMetrics,
    clock: Clock,
    shutdown: ShutdownHooks,
  ) {
    this.writer = new BatchWriter({
      name: 'insights events',
      maxItems: MAX_EVENTS_PER_COMMIT,
      maxDelayMs: MAX_DELAY_MS,
      clock,
      write: (records) => this.write(records),
    });
    shutdown.register('insights-events', shutdownOrder.work, () => this.writer.close());
  }

  /**
   * Resolves when the event is recorded, now or before. Throws `TerminalError` `unstorable-event` when its payload
   * holds what PostgreSQL cannot.
   */
  record(record: EventRecord): Promise<void> {
    return this.writer.add(record);
  }

  /** Removes what is recorded of a workflow; that it was erased stays on record. */
  async erase(tenantId: string, workflowId: string): Promise<void> {
    await this.database.call('erase_workflow_records', tenantId, workflowId);
  }

  private async write(records: readonly EventRecord[]): Promise<(void | Error)[]> {
    try {
      const [row] = await this.database.call<{ recorded_count: number }>('record_events', JSON.stringify(records));
      this.metrics.committed(records.length, row?.recorded_count ?? 0);
      return records.map(() => undefined);
    } catch (error) {
      if (isRetryableDatabaseError(error)) throw error;
      if (records.length === 1) throw isDataException(error) ? unstorable(error) : error;
      return this.writeOneByOne(records);
    }
  }

  /** One event that cannot be stored must not take the others of its batch with it. */
  private async writeOneByOne(records: readonly EventRecord[]): Promise<(void | Error)[]> {
    const results: (void | Error)[] = [];
    for (const record of records) {
      results.push(
        await this.write([record]).then(
          ([result]) => result,
          (error: Error) => error,
        ),
      );
    }
    return results;
  }
}

function isDataException(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith(DATA_EXCEPTION);
}

function unstorable(cause: unknown): TerminalError {
  const advice = 'The event holds text that PostgreSQL cannot store: find its producer and correct it.';
  return new TerminalError('unstorable-event', advice, { cause });
}
