import type { DatabaseFunction } from './database-function';
import { pairKey } from './tables';
import type { DeliveryCountRow, Tables } from './tables';

/** The functions of the messaging tables that count failures and park messages. */
export function deadLetterFunctions(tables: Tables): Record<string, DatabaseFunction> {
  const countOf = (consumer: string, eventId: string): DeliveryCountRow => {
    const key = pairKey(consumer, eventId);
    const count = tables.deliveryCounts.get(key) ?? { failures: 0, unfinished: 0 };
    tables.deliveryCounts.set(key, count);
    return count;
  };
  return {
    delivery_failed: (
      ...[tenant_id, consumer, event_id, , , , , code, reason, isTerminal, limit]: [
        ...[tenant: string, consumer: string, event: string, subject: string, payload: string],
        ...[encoding: string, headers: string, code: string, reason: string, terminal: boolean, limit: number],
      ]
    ) => {
      const key = pairKey(consumer, event_id);
      const isFirst = !tables.deliveryCounts.has(key);
      const count = countOf(consumer, event_id);
      count.failures += 1;
      if (!isFirst) count.unfinished = 0;
      const failure_count = count.failures;
      const is_dead = isTerminal || failure_count >= limit;
      if (is_dead) {
        tables.deadLetters.set(key, { consumer, event_id, tenant_id, code, reason });
        tables.deliveryCounts.delete(key);
      }
      return [{ failure_count, is_dead }];
    },
    delivery_restarted: (_tenant: string, consumer: string, eventId: string) => {
      const count = countOf(consumer, eventId);
      count.unfinished += 1;
      return [{ unfinished_count: count.unfinished }];
    },
    delivery_ended: (_tenant: string, consumer: string, eventId: string) => {
      const count = tables.deliveryCounts.get(pairKey(consumer, eventId));
      if (count === undefined) return [];
      count.unfinished = 0;
      return [{ failure_count: count.failures }];
    },
  };
}
