import type { Observation } from './observation';

/** Nothing waits any more, and nothing was given up. */
export function checkQueues({ stored, lostStore }: Observation): string[] {
  const violations = stored.deadLetters.map(
    ({ schema, consumer, event_id: id, code, reason }) =>
      `dead letter in ${schema}: ${consumer} ${id} ${code}: ${reason}`,
  );
  for (const [schema, waiting] of Object.entries(stored.outboxes)) {
    if (waiting > 0) violations.push(`${waiting} messages wait in the outbox of ${schema}`);
  }
  if (stored.dueWork > 0) violations.push(`${stored.dueWork} pieces of work are still due`);
  // What only the deleted store held never reaches a read model by itself; the log it is rebuilt from is complete.
  if (!lostStore && stored.missingInInsights > 0) {
    violations.push(`insights has no record of ${stored.missingInInsights} events`);
  }
  return violations;
}
