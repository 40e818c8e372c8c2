import type { StaleArtifact, WorkflowControlReply } from '@botarmy/contracts';
import type { WorkflowEvent, WorkflowState } from '@botarmy/process-engine';

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

/** What is stale in a workflow, by path. */
export function staleArtifacts(state: WorkflowState): StaleArtifact[] {
  return Object.entries(state.stale ?? {})
    .map(([path, { because, cause, since }]) => ({
      path,
      because,
      changed_path: cause.path,
      changed_version: cause.version,
      since,
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}
