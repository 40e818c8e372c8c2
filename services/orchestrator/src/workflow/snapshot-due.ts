import type { WorkflowState } from '@botarmy/process-engine';

/** Fewest events between two snapshots: a short workflow is loaded from its first one and its events. */
const FEWEST_EVENTS = 100;

/**
 * True when the state is to be written with this decision: the first one, and whenever as many events came as the stored snapshot holds.
 * So a long history costs each decision the same, all snapshots together are twice the size of the last state, and loading folds at most
 * as many events as the snapshot spared.
 */
export function isSnapshotDue({ version }: WorkflowState, snapshotVersion: number): boolean {
  if (snapshotVersion === 0) return true;
  return version - snapshotVersion >= Math.max(FEWEST_EVENTS, snapshotVersion);
}
