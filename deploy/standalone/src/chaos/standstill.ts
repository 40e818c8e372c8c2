import { groupBy } from './group-by';
import type { SeenWorkflow } from './observation';

/** Events after which a workflow waits for people, not for the platform. */
const waits = new Set(['approval-requested', 'workflow-paused', 'workflow-completed']);

/** The longest times, in milliseconds and sorted, that workflows stood still although nothing but the platform was awaited. */
export function standstills(seen: Iterable<SeenWorkflow>): number[] {
  return [...seen].map(({ events }) => longestPause(events)).sort((one, other) => one - other);
}

function longestPause(events: SeenWorkflow['events']): number {
  const byMoment = [...groupBy(events, ({ occurred_at }) => occurred_at)];
  return byMoment.slice(1).reduce((longest, [moment], index) => {
    const [before = moment, last = []] = byMoment[index] ?? [];
    if (last.some(({ type }) => waits.has(type))) return longest;
    return Math.max(longest, Date.parse(moment) - Date.parse(before));
  }, 0);
}
