import type { WorkflowState } from '@botarmy/process-engine';

/** Fewest events between two snapshots. */
const FEWEST_EVENTS = 32;

/**
 * True when the state is to be written with this decision: the first and the last one, and whenever as many events came as half of
 * those the stored snapshot holds. So a long history costs each decision the same, and loading folds at most half of it.
 */
export function isSnapshotDue({ version, ended_at }: WorkflowState, snapshotVersion: number): boolean {
  if (snapshotVersion === 0 || ended_at !== null) return true;
  return version - snapshotVersion >= Math.max(FEWEST_EVENTS, Math.ceil(snapshotVersion / 2));
}
