import { SAMPLE_USAGE } from '../scenarios/sample-commands';
import { MAX_LEASES_PER_ATTEMPT, MAX_RETRY_AFTER_MS } from './limits';
import { retryDelayMs } from './retry-delay';
import { given, sdlc, taskIn } from './story.fixture';

const task = 'analysis-execution-plan';
const policy = sdlc.tasks[task]?.retry ?? { max_attempts: 0, delay_ms: 0, factor: 0, max_delay_ms: 0 };

describe('a failed attempt', () => {
  it('starts a timer for the next one', () => {
    const told = given({ start: {} }).when({ fail: { task, code: 'provider-unavailable' } });
    expect(told.types).toEqual(['task-failed', 'task-retry-scheduled']);
    const due_at = '2025-01-15T12:00:02.000Z';
    expect(told.effects).toEqual([
      {
        type: 'start-timer',
        workflow_id: 'wf_story',
        tenant_id: 'ten_default',
        timer_id: 'tmr_new1',
        delay_ms: 2_000,
        due_at,
      },
    ]);
    expect(taskIn(told.state, task)).toMatchObject({ status: 'retrying', timer: { timer_id: 'tmr_new1', due_at } });
  });

  it('waits as long as the provider asks', () => {
    const told = given({ start: {} }).when({ fail: { task, code: 'rate-limited', retry_after_ms: 30_000 } });
    expect(told.effects).toMatchObject([{ type: 'start-timer', delay_ms: 30_000 }]);
  });

  it('is paid for nevertheless', () => {
    const failure = { task_id: task, attempt: 1, lease: 1, code: 'x', detail: 'y', retryable: true } as const;
    const told = given({ start: {} }).when({ type: 'fail-task', ...failure, usage: SAMPLE_USAGE });
    expect(told.state?.usage.cost_micros).toBe(SAMPLE_USAGE.cost_micros);
  });

  it('cuts an endless detail', () => {
    const failure = {
      task_id: task,
      attempt: 1,
      lease: 1,
      code: 'x',
      detail: '😀'.repeat(5_000),
      retryable: false,
    } as const;
    const { detail = '' } = given({ start: {} }).when({ type: 'fail-task', ...failure }).state?.failure ?? {};
    expect(detail.length).toBeLessThanOrEqual(1_000);
    expect(detail.isWellFormed()).toBe(true);
  });

  it('names the task and the number of failures when the workflow gives up', () => {
    const told = given(
      { start: {} },
      { fail: { task, code: 'provider-unavailable' } },
      { fire_timer: {} },
      { fail: { task, code: 'provider-unavailable' } },
      { fire_timer: {} },
    ).when({ fail: { task, code: 'provider-unavailable' } });
    expect(told.types).toEqual(['task-failed', 'workflow-failed']);
    expect(told.state?.failure).toEqual({
      code: 'provider-unavailable',
      detail:
        'Create Analysis Execution Plan: The attempt ended with provider-unavailable. Given up after 3 failed attempts.',
      task_id: task,
    });
    expect(taskIn(told.state, task)?.status).toBe('failed');
  });

  it('waits for resume instead of a timer while the workflow is held', () => {
    const told = given({ start: {} }, { pause: {} }).when({ fail: { task, code: 'provider-unavailable' } });
    expect(told.types).toEqual(['task-failed']);
    const resumed = given({ start: {} }, { pause: {} }, { fail: { task, code: 'provider-unavailable' } }).when({
      resume: {},
    });
    expect(resumed.effects).toMatchObject([{ type: 'send-agent-task', task_id: task, attempt: 2, lease: 1 }]);
  });
});

describe('an expired lease', () => {
  it('is ignored while the workflow is held', () => {
    const told = given({ start: {} }, { pause: {} }).when({ expire_lease: { task } });
    expect(told.decision).toEqual({ outcome: 'ignored', reason: 'paused' });
  });

  it('counts as a failed attempt when no runner survives it', () => {
    const handOvers = Array.from({ length: MAX_LEASES_PER_ATTEMPT - 1 }, () => ({ expire_lease: { task } }));
    const told = given({ start: {} }, ...handOvers).when({ expire_lease: { task } });
    expect(told.events[0]).toMatchObject({ type: 'task-failed', data: { code: 'lease-expired-repeatedly' } });
    expect(taskIn(told.state, task)).toMatchObject({ status: 'retrying', failures: 1 });
  });
});

describe('a retry timer', () => {
  it('is ignored when it is not the current one', () => {
    const told = given({ start: {} }).when({ type: 'fire-timer', timer_id: 'tmr_other' });
    expect(told.decision).toEqual({ outcome: 'ignored', reason: 'timer-not-current' });
  });

  it('passes unseen while the workflow is held, and resume sends the task', () => {
    const steps = [{ start: {} }, { fail: { task, code: 'provider-unavailable' } }, { pause: {} }] as const;
    expect(given(...steps).when({ fire_timer: {} }).decision).toEqual({ outcome: 'ignored', reason: 'paused' });
    expect(given(...steps).when({ resume: {} }).effects).toMatchObject([{ type: 'send-agent-task', attempt: 2 }]);
  });

  it('is ignored when the workflow has ended', () => {
    const told = given({ start: {} }, { cancel: { reason: 'x' } }).when({ fire_timer: {} });
    expect(told.decision).toEqual({ outcome: 'ignored', reason: 'workflow-ended' });
  });
});

describe('the delay before a retry', () => {
  it.each([
    [1, null, 2_000],
    [2, null, 4_000],
    [3, undefined, 8_000],
    [20, null, 60_000],
    [1, 90_000, 90_000],
    [1, -5, 2_000],
    [1, 10 * MAX_RETRY_AFTER_MS, MAX_RETRY_AFTER_MS],
  ])('after %d failures and a wish of %p ms is %d ms', (failures, retryAfterMs, delayMs) => {
    expect(retryDelayMs(policy, failures, retryAfterMs)).toBe(delayMs);
  });
});
