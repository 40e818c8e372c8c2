import { waitingView } from './waiting-views';
import type { WaitingTask } from './waiting-views';

const task: WaitingTask = {
  task_id: 'plan',
  state: 'waiting',
  reason: null,
  since: new Date('2026-01-01T00:00:00.000Z'),
  place: '7',
  full_resources: [{ key: '*/tasks:agent=developer', used: 8, capacity: 8 }],
};
const held = (reason: string): WaitingTask => ({ ...task, state: 'held', reason, place: null, full_resources: [] });

describe('a waiting task', () => {
  it('is shown with its place and what is full', () => {
    expect(waitingView(task)).toEqual({
      task_id: 'plan',
      position: 7,
      since: '2026-01-01T00:00:00.000Z',
      reason: 'installation-tasks',
      detail: '8 of 8 tasks of agent developer are at work.',
    });
    const tenant = waitingView({ ...task, full_resources: [{ key: 'ten_a/workflows', used: 3, capacity: 3 }] });
    expect(tenant).toMatchObject({ reason: 'tenant-workflows', detail: '3 of 3 workflows of the tenant are at work.' });
  });

  it('that fits already is next', () => {
    expect(waitingView({ ...task, full_resources: [] })).toMatchObject({ reason: 'queue' });
  });

  it('that is kept back says why and until when', () => {
    expect(waitingView(held('stop_a'))).toMatchObject({ position: null, reason: 'stopped' });
    expect(waitingView(held('stop_a')).detail).toContain('stop_a');
    expect(waitingView(held('paused')).reason).toBe('paused');
    expect(waitingView(held('model-calls-used-up')).detail).toContain('limit is raised');
  });
});
