import { parseTaskId } from '../model/instance-ids';
import type { WorkflowEvent } from '../workflow/events';

/** What one task of a finished run took, all its attempts and instances together. */
export interface TaskFacts {
  /** Id in the process file. */
  readonly task_id: string;
  /** From the first attempt handed out to the last document, in milliseconds; the longest of its instances. */
  readonly duration_ms: number;
  readonly cost_micros: number;
}

/** What a finished run took. */
export interface RunFacts {
  /** From start to end without the time in which people were waited for. */
  readonly working_ms: number;
  readonly waiting_ms: number;
  readonly cost_micros: number;
  readonly simulated: boolean;
  readonly tasks: readonly TaskFacts[];
  /** How long each answer of people took, by approval. */
  readonly approvals: readonly { readonly approval_id: string; readonly waited_ms: number }[];
}

/** Reads from a history what estimates of later runs go by. */
export function runFacts(events: readonly WorkflowEvent[]): RunFacts {
  const begun = new Map<string, number>();
  const durations = new Map<string, number>();
  const costs = new Map<string, number>();
  const asked = new Map<string, number>();
  const approvals: RunFacts['approvals'][number][] = [];
  let simulated = false;
  let waiting_ms = 0;
  let waitsSince: number | null = null;
  for (const { type, occurred_at, data } of events) {
    const at = Date.parse(occurred_at);
    if (type === 'task-scheduled' && !begun.has(data.task_id)) begun.set(data.task_id, at);
    if (type === 'task-completed' || type === 'task-failed') {
      const { taskId } = parseTaskId(data.task_id);
      const { usage } = data;
      if (usage !== null) costs.set(taskId, (costs.get(taskId) ?? 0) + usage.cost_micros);
      simulated ||= usage?.simulated === true;
      const took = at - (begun.get(data.task_id) ?? at);
      if (type === 'task-completed') durations.set(taskId, Math.max(durations.get(taskId) ?? 0, took));
    }
    if (type === 'approval-requested') {
      asked.set(data.request_id, at);
      waitsSince ??= at;
    }
    if (type === 'approval-answered') {
      approvals.push({ approval_id: data.approval_id, waited_ms: at - (asked.get(data.request_id) ?? at) });
      asked.delete(data.request_id);
      if (asked.size > 0 || waitsSince === null) continue;
      waiting_ms += at - waitsSince;
      waitsSince = null;
    }
  }
  const [first, last] = [events[0], events.at(-1)];
  const whole = Date.parse(last?.occurred_at ?? '') - Date.parse(first?.occurred_at ?? '');
  return {
    working_ms: Math.max(0, whole - waiting_ms),
    waiting_ms,
    cost_micros: [...costs.values()].reduce((sum, cost) => sum + cost, 0),
    simulated,
    tasks: [...durations].map(([task_id, duration_ms]) => ({
      task_id,
      duration_ms,
      cost_micros: costs.get(task_id) ?? 0,
    })),
    approvals,
  };
}
