import { parseFrame } from './parse-frame';

const event = { seq: 3, type: 'task-completed', occurred_at: '2026-01-01T00:00:00.000Z', data: {}, progress: {} };

describe('a socket message', () => {
  it.each([
    { type: 'heartbeat', content: 'ping', timestamp: '2026-01-01T00:00:00.000Z' },
    { type: 'workflow_event', workflow_id: 'wf_1', seq: 3, event },
    { type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1', status: 'pending' },
    { type: 'agent_status', agent_id: 'a', status: 'idle', workflow_id: 'wf_1', task_name: null, progress: 0, seq: 1 },
    { type: 'resync', workflow_id: 'wf_1' },
  ])('of type $type is taken with every field it has', (frame) => {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  });

  it.each([
    ['is not text', new ArrayBuffer(2)],
    ['is not JSON', '{'],
    ['is no object', '"heartbeat"'],
    ['is a list', '[]'],
    ['is null', 'null'],
    ['has no type', '{}'],
    ['has a type of a newer platform', '{"type":"future"}'],
    ['names a property of objects as its type', '{"type":"toString"}'],
    ['lacks a field', '{"type":"delta","workflow_id":"wf_1"}'],
    ['has a field of another kind', '{"type":"subscribed","workflow_id":"wf_1","seq":"3"}'],
    ['holds a broken event', '{"type":"workflow_event","workflow_id":"wf_1","seq":3,"event":{"seq":3}}'],
  ])('that %s is dropped', (_name, message) => {
    expect(parseFrame(message)).toBeUndefined();
  });
});
