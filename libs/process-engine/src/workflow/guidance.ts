import type { CompiledProcess } from '../definition/compiled-process';
import type { FeedbackReference } from '../model/values';
import { isTaskDone } from './standing';
import type { Guidance, TaskState, WorkflowState } from './workflow';

/** What people told an agent and no finished attempt was given yet. */
export function guidanceFor(agentId: string, state: WorkflowState): readonly FeedbackReference[] {
  if (state.guidance === undefined) return [];
  return Object.entries(state.guidance)
    .filter(([, { agent_id }]) => agent_id === agentId)
    .map(([reference]) => ({ source: 'person', reference }));
}

/** The state's guidance without what the finished attempt of a task was given. */
export function withoutGuidanceOf(task: TaskState, state: WorkflowState): Pick<WorkflowState, 'guidance'> {
  if (state.guidance === undefined) return {};
  const taken = new Set(task.feedback.map((entry) => entry.reference));
  const kept: Record<string, Guidance> = {};
  for (const [reference, entry] of Object.entries(state.guidance)) if (!taken.has(reference)) kept[reference] = entry;
  return { guidance: kept };
}

/** True when an agent still has something to do in the workflow. */
export function isAwaited(agentId: string, state: WorkflowState, process: CompiledProcess): boolean {
  if (state.phase !== 'running') return false;
  return Object.values(process.tasks).some((task) => task.agent_id === agentId && !isTaskDone(task, state));
}
