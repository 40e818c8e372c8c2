import type { SeenWorkflow } from './observation';
import { standstills } from './standstill';

const seen = (...events: [second: number, type: string][]): SeenWorkflow =>
  ({
    events: events.map(([second, type], index) => ({
      seq: index + 1,
      type,
      occurred_at: new Date(second * 1_000).toISOString(),
    })),
  }) as unknown as SeenWorkflow;

describe('standstills', () => {
  it('are the longest time of each workflow between two of its events', () => {
    const quick = seen([0, 'workflow-started'], [1, 'task-scheduled']);
    const slow = seen([0, 'workflow-started'], [2, 'task-scheduled'], [9, 'task-completed'], [9, 'workflow-completed']);
    expect(standstills([slow, quick])).toEqual([1_000, 7_000]);
  });

  it('leave out the time in which people were awaited', () => {
    const asked = seen(
      [0, 'workflow-started'],
      [1, 'approval-requested'],
      [90, 'approval-answered'],
      [92, 'task-scheduled'],
    );
    expect(standstills([asked])).toEqual([2_000]);
  });
});
