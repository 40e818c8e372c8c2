import type { WorkflowState } from '@botarmy/process-engine';

import { isSnapshotDue } from './snapshot-due';

const state = (version: number, ended_at: string | null = null): WorkflowState =>
  ({ version, ended_at }) as unknown as WorkflowState;

describe('a snapshot', () => {
  it('is written first and last', () => {
    expect(isSnapshotDue(state(4), 0)).toBe(true);
    expect(isSnapshotDue(state(10, '2026-01-01T00:00:00.000Z'), 4)).toBe(true);
    expect(isSnapshotDue(state(10), 4)).toBe(false);
  });

  it('is written ever more seldom, so that what is written per event does not grow', () => {
    let snapshotVersion = 4;
    let written = snapshotVersion;
    for (let version = 4; version <= 4_000; version += 4) {
      if (!isSnapshotDue(state(version), snapshotVersion)) continue;
      snapshotVersion = version;
      written += version;
    }
    // The size of a state grows with its events: three times the history, written over its whole life.
    expect(written).toBeLessThan(3 * 4_000);
  });

  it('leaves at most half of its own history to fold', () => {
    for (const snapshotVersion of [100, 1_000, 10_000]) {
      expect(isSnapshotDue(state(snapshotVersion * 1.5), snapshotVersion)).toBe(true);
    }
  });
});
