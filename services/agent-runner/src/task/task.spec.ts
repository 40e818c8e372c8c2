import { Problem } from '@botarmy/chassis';
import { TASK_BUDGET_EXHAUSTED } from '@botarmy/contracts';
import type { ModelUsage } from '@botarmy/contracts';
import { UnavailableError } from '@botarmy/messaging';
import { AttemptFailure, callKeyOf, TASK_BUDGET_EXHAUSTED as HELD_FOR, UsageSum } from '@botarmy/process-engine';

import { agentTask, attemptAt, deliveryOf } from '../task.fixture';
import { operationKeyOf } from './attempt';
import { readRefusal } from './attempt-failure';

describe('an attempt', () => {
  it('has keys that say what is meant and never who does it', () => {
    const first = agentTask({ attempt: 2, lease: 1 });
    const second = agentTask({ attempt: 2, lease: 7 });
    expect(callKeyOf(first, 3)).toBe('wf_a/requirements-analysis/2/3');
    expect(operationKeyOf(first)).toBe('requirements-analysis.2');
    expect([callKeyOf(second, 3), operationKeyOf(second)]).toEqual([callKeyOf(first, 3), operationKeyOf(first)]);
  });

  it('takes tenant and pool from the subject', () => {
    const subject = 'cmd.ten_other.agent-task.execute.v1.tester.k';
    const attempt = attemptAt(agentTask(), deliveryOf({ subject, tenantId: 'ten_other' }));
    expect(attempt).toMatchObject({ tenantId: 'ten_other', pool: 'tester', isTakeover: false });
    expect(attempt.caller).toMatchObject({ tenant_id: 'ten_other', user_id: 'service:agent-runner' });
  });

  it('counts as taken over after another lease or another delivery', () => {
    expect(attemptAt(agentTask({ lease: 2 })).isTakeover).toBe(true);
    expect(attemptAt(agentTask(), deliveryOf({ redelivered: true })).isTakeover).toBe(true);
  });
});

describe('a refusal of another service', () => {
  const problem = (status: number, code: string, retryAfterMs?: number) =>
    new Problem({
      status,
      code,
      title: 'No',
      detail: 'Do this.',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });

  it.each([
    [429, 'too-many-requests', true],
    [500, 'internal-error', true],
    [503, 'providers-unavailable', true],
    [408, 'request-timeout', true],
    [400, 'validation-failed', false],
    [402, 'budget-exhausted', false],
    [403, 'role-missing', false],
    [409, 'model-call-cancelled', true],
  ])('with status %i and code %s ends the attempt; retryable: %s', (status, code, retryable) => {
    const failure = readRefusal(problem(status, code));
    expect(failure).toBeInstanceOf(AttemptFailure);
    expect(failure).toMatchObject({ code, message: 'Do this.', retryable, retryAfterMs: 0 });
  });

  it('tells the engine of a ceiling that is reached by the code for which it holds the workflow', () => {
    expect(readRefusal(problem(402, TASK_BUDGET_EXHAUSTED))).toMatchObject({ code: HELD_FOR, retryable: false });
  });

  it('carries its wish to wait, in whole milliseconds', () => {
    expect(readRefusal(problem(429, 'rate-limited', 1_500.2))).toMatchObject({ retryAfterMs: 1_501 });
  });

  it('says nothing about the attempt when the service lacks its own surroundings or is busy with the same call', () => {
    expect(readRefusal(problem(503, 'unavailable', 700))).toBeInstanceOf(UnavailableError);
    expect(readRefusal(problem(409, 'call-in-progress', 700))).toMatchObject({
      name: 'UnavailableError',
      retryAfterMs: 700,
    });
  });

  it('leaves every other error as it is', () => {
    const error = new TypeError('a fault of ours');
    expect(readRefusal(error)).toBe(error);
  });
});

describe('the usage of an attempt', () => {
  const usage = (changes: Partial<ModelUsage>): ModelUsage => ({
    provider: 'openai',
    model: 'first',
    input_tokens: 10,
    output_tokens: 5,
    cost_micros: 3,
    calls: 1,
    simulated: false,
    ...changes,
  });

  it('is unknown before the first answer', () => {
    expect(new UsageSum().total).toBeUndefined();
  });

  it('adds up and names the newest model', () => {
    const sum = new UsageSum();
    sum.add(usage({ simulated: true }));
    sum.add(usage({ model: 'second', calls: 2 }));
    expect(sum.total).toEqual(
      usage({ model: 'second', input_tokens: 20, output_tokens: 10, cost_micros: 6, calls: 3, simulated: true }),
    );
  });
});
