import type { WorkflowState } from '@botarmy/process-engine';

import { isSnapshotDue } from './snapshot-due';

const state = (version: number): WorkflowState => ({ version }) as unknown as WorkflowState;

describe('a snapshot', () => {
  it('is written first, and not again for a short workflow', () => {
    expect(isSnapshotDue(state(4), 0)).toBe(true);
    expect(isSnapshotDue(state(60), 4)).toBe(false);
  });

  it('is written ever more seldom, so that what is written per event does not grow', () => {
    let snapshotVersion = 4;
    let written = snapshotVersion;
    for (let version = 4; version <= 4_000; version += 4) {
      if (!isSnapshotDue(state(version), snapshotVersion)) continue;
      snapshotVersion = version;
      written += version;
    }
    // The size of a state grows with its events: twice the history, written over its whole life.
    expect(written).toBeLessThan(2 * 4_000);
  });

  it('leaves at most as many events to fold as it holds itself', () => {
    for (const snapshotVersion of [100, 1_000, 10_000]) {
      expect(isSnapshotDue(state(snapshotVersion * 2), snapshotVersion)).toBe(true);
    }
  });
});
