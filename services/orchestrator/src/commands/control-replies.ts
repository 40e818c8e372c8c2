import type { WorkflowControlReply } from '@botarmy/contracts';
import type { WorkflowEvent } from '@botarmy/process-engine';

import type { ControlOutcome } from './run-control';

/** The answer to a command that has work done again, or left out. */
export function controlReply({ workflow, events }: ControlOutcome): WorkflowControlReply {
  const { updated_at, version } = workflow.state;
  return { success: true, changed_at: updated_at, seq: version, task_ids: tasksResetBy(events) };
}

/** Tasks that a decision has done again. */
export function tasksResetBy(events: readonly WorkflowEvent[]): string[] {
  return [...new Set(events.flatMap((event) => (event.type === 'tasks-reset' ? event.data.task_ids : [])))];
}
