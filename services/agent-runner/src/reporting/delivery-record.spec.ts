import { createLogger } from '@botarmy/chassis';
import type { DeliveryFailure, OutgoingMessage, Publisher, RawMessage } from '@botarmy/messaging';
import { FakeClock } from '@botarmy/testing';

import { agentTask, deliveryOf } from '../task.fixture';
import { DeliveryRecord } from './delivery-record';
import { Reporter } from './reporter';

function recordWith(publish: (message: OutgoingMessage) => Promise<boolean>): {
  record: DeliveryRecord;
  clock: FakeClock;
} {
  const clock = new FakeClock();
  const reporter = new Reporter({ publish } as Partial<Publisher> as Publisher);
  return { record: new DeliveryRecord(reporter, clock, createLogger({ level: 'silent' })), clock };
}

function failureOf(text: string, changes: Partial<DeliveryFailure> = {}): DeliveryFailure {
  const raw: RawMessage = { text, encoding: 'utf8' };
  return { delivery: deliveryOf(), raw, code: 'handler-failed', reason: 'secret text', terminal: false, ...changes };
}

describe('the record of failed deliveries', () => {
  const published: OutgoingMessage[] = [];
  const publish = (message: OutgoingMessage): Promise<boolean> => Promise.resolve(published.push(message) > 0);
  const payload = (): Record<string, unknown> => JSON.parse(published[0]?.payload ?? '{}') as Record<string, unknown>;

  beforeEach(() => {
    published.length = 0;
  });

  it('gives a readable task up at its fifth failure, as a failed attempt that may be repeated', async () => {
    const { record } = recordWith(publish);
    const failure = failureOf(JSON.stringify(agentTask({ attempt: 3, lease: 2 })));
    for (let count = 1; count < 5; count += 1) {
      expect(await record.recordFailure(failure)).toEqual({ failures: count, parked: false });
    }
    expect(await record.recordFailure(failure)).toEqual({ failures: 5, parked: true });
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({
      event_id: 'wf_a.requirements-analysis.3.2.failed',
      subject: 'evt.ten_default.agent-task.failed.v1.wf_a',
    });
    expect(payload()).toMatchObject({ attempt: 3, lease: 2, code: 'runner-failed', retryable: true });
    expect(published[0]?.payload).not.toContain('secret text');
  });

  it('gives up at once what repeating cannot help', async () => {
    const { record } = recordWith(publish);
    const failure = failureOf('{"surprise":true}', { code: 'invalid-message', reason: 'No task.', terminal: true });
    expect(await record.recordFailure(failure)).toEqual({ failures: 1, parked: true });
    expect(published[0]).toMatchObject({
      event_id: 'msg_task.refused',
      subject: 'evt.ten_default.delivery.refused.v1.agent-runner-analyst',
    });
    expect(payload()).toEqual({
      consumer: 'agent-runner-analyst',
      subject: deliveryOf().subject,
      event_id: 'msg_task',
      code: 'invalid-message',
      reason: 'No task.',
      payload: '{"surprise":true}',
      encoding: 'utf8',
    });
  });

  it('tells about bytes that are no text, and about words that may not stand in a subject', async () => {
    const { record } = recordWith(publish);
    const bytes = failureOf('/w==', { raw: { text: '/w==', encoding: 'base64' }, terminal: true });
    await record.recordFailure(bytes);
    expect(payload()).toMatchObject({ payload: '/w==', encoding: 'base64' });
    published.length = 0;
    const delivery = deliveryOf({ tenantId: 'TENANT' });
    await record.recordFailure({ ...failureOf(JSON.stringify(agentTask())), delivery, terminal: true });
    expect(published[0]?.subject).toBe('evt.unknown.delivery.refused.v1.agent-runner-analyst');
  });

  it('cuts what it tells below the largest message of the broker', async () => {
    const { record } = recordWith(publish);
    await record.recordFailure(failureOf('\u0001'.repeat(900_000), { terminal: true }));
    expect(Buffer.byteLength(published[0]?.payload ?? '')).toBeLessThan(750_000);
    expect(String(payload()['payload']).length).toBeGreaterThanOrEqual(100_000);
  });

  it('does not count a message as given up before the stream has the news', async () => {
    const { record } = recordWith(() => Promise.reject(new Error('no stream')));
    const failure = failureOf('nonsense', { terminal: true });
    await expect(record.recordFailure(failure)).rejects.toThrow('no stream');
  });

  it('remembers a bounded number of messages', async () => {
    const { record } = recordWith(publish);
    const failure = (eventId: string) => failureOf('{}', { delivery: deliveryOf({ eventId }) });
    await record.recordFailure(failure('msg_first'));
    for (let index = 0; index < 1_000; index += 1) await record.recordFailure(failure(`msg_${index}`));
    expect(await record.recordFailure(failure('msg_first'))).toMatchObject({ failures: 1 });
    expect(await record.recordFailure(failure('msg_999'))).toMatchObject({ failures: 2 });
  });

  it('suspects a crash only after many deliveries, and not while another service is missed', async () => {
    const { record, clock } = recordWith(publish);
    const delivered = (deliveryCount: number) => deliveryOf({ redelivered: true, deliveryCount });
    expect(await record.recordRestart(delivered(100))).toBe(20);
    expect(await record.recordRestart(delivered(105))).toBe(21);
    record.noteOutage();
    expect(await record.recordRestart(delivered(500))).toBe(1);
    await clock.advance(600_000);
    expect(await record.recordRestart(delivered(500))).toBe(100);
  });
});
