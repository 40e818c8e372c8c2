import type { WorkflowLimits } from '@botarmy/contracts';

/** What a workflow has used so far. */
export interface WorkflowUse {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly modelCalls: number;
  /** Sum of the newest versions; asked for only where it is limited. */
  readonly artifactBytes: () => number;
}

/** Why the next task of a workflow has to wait. */
export type UsedUp = 'wall-time-used-up' | 'model-calls-used-up' | 'artifact-bytes-used-up';

/** The first limit of the workflow that is used up, or null. */
export function usedUp(use: WorkflowUse, limits: WorkflowLimits | undefined, now: string): UsedUp | null {
  if (limits === undefined) return null;
  const { wall_time_minutes, model_calls, artifact_bytes } = limits;
  const minutes = (Date.parse(now) - Date.parse(use.startedAt)) / 60_000;
  if (wall_time_minutes !== undefined && minutes >= wall_time_minutes) return 'wall-time-used-up';
  if (model_calls !== undefined && use.modelCalls >= model_calls) return 'model-calls-used-up';
  if (artifact_bytes !== undefined && use.artifactBytes() >= artifact_bytes) return 'artifact-bytes-used-up';
  return null;
}
