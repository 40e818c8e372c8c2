import { createId } from '@botarmy/contracts';
import type { Delivery } from '@botarmy/messaging';

import { eventRecord } from './event-record';

const WORKFLOW_ID = createId('wf');
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

function delivery(changes: Partial<Delivery> = {}): Delivery {
  return {
    consumer: 'insights-every-event',
    eventId: 'msg_1',
    tenantId: 'ten_default',
    subject: `evt.ten_default.workflow.recorded.v1.${WORKFLOW_ID}`,
    headers: { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
    redelivered: false,
    deliveryCount: 1,
    ...changes,
  };
}

describe('the record of an event', () => {
  it('keeps what the subject, the headers and the payload say', () => {
    const payload = {
      workflow_id: WORKFLOW_ID,
      seq: 7,
      type: 'task-completed',
      occurred_at: '2026-05-01T12:00:00.250Z',
    };
    expect(eventRecord(payload, delivery())).toEqual({
      event_id: 'msg_1',
      tenant_id: 'ten_default',
      subject: `evt.ten_default.workflow.recorded.v1.${WORKFLOW_ID}`,
      entity: 'workflow',
      verb: 'recorded',
      version: 1,
      workflow_id: WORKFLOW_ID,
      seq: 7,
      occurred_at: '2026-05-01T12:00:00.250Z',
      trace_id: TRACE_ID,
      payload,
    });
  });

  it.each(['stored_at', 'settled_at', 'answered_at', 'ended_at', 'refused_at'])('takes its time from %s', (name) => {
    const record = eventRecord({ [name]: '2026-05-01T14:00:00+02:00' }, delivery());
    expect(record.occurred_at).toBe('2026-05-01T12:00:00.000Z');
  });

  it('takes the tenant from the subject, whatever the payload says', () => {
    expect(eventRecord({ tenant_id: 'ten_other' }, delivery()).tenant_id).toBe('ten_default');
  });

  it('finds the workflow in the subject when the payload does not name it', () => {
    expect(eventRecord({}, delivery()).workflow_id).toBe(WORKFLOW_ID);
  });

  it('leaves out what is not there or not usable', () => {
    const payload = { workflow_id: 'x'.repeat(5_000), seq: 1.5, occurred_at: 'yesterday', created_at: 5 };
    const subject = 'evt.ten_default.session.ended.v2.ses_1';
    expect(eventRecord(payload, delivery({ subject, headers: { traceparent: 'nonsense' } }))).toMatchObject({
      version: 2,
      workflow_id: null,
      seq: null,
      occurred_at: null,
      trace_id: null,
    });
  });

  it.each([null, 5, 'text', []])('keeps a payload that is no object: %p', (payload) => {
    expect(eventRecord(payload as unknown as object, delivery())).toMatchObject({ seq: null, payload });
  });

  it.each(['evt.ten_default', 'evt.ten_default.workflow.recorded.1.x', 'other.ten_default.workflow.recorded.v1.x'])(
    'is refused for the subject %s',
    (subject) => {
      expect(() => eventRecord({}, delivery({ subject }))).toThrow(
        expect.objectContaining({ code: 'unknown-subject' }),
      );
    },
  );
});
