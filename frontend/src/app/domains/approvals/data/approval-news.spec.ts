import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';

import { LiveConnection } from '../../../live/live-connection';
import { CONNECT } from '../../../live/live-socket';
import { FakeApi, problem } from '../../../testing/fake-api';
import { FakeSocket } from '../../../testing/fake-socket';
import { sampleRequest } from '../../../testing/samples';
import { ApprovalNews } from './approval-news';

const reading = 'GET /api/hitl/requests/hitl_1';

function follow(api: FakeApi) {
  const socket = new FakeSocket();
  TestBed.configureTestingModule({ providers: [api.provide(), { provide: CONNECT, useValue: () => socket }] });
  const told: string[] = [];
  TestBed.inject(ApprovalNews).changes.subscribe(({ requestId, workflowId }) =>
    told.push(`${workflowId} ${requestId}`),
  );
  TestBed.inject(LiveConnection).open();
  socket.open();
  return { socket, told };
}

describe('news about approvals', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are told once the request can be read as they say', async () => {
    const api = new FakeApi().on(reading, problem(404, 'hitl-request-not-found'));
    const { socket, told } = follow(api);
    socket.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1', status: 'cancelled' });
    await jest.advanceTimersByTimeAsync(100);
    api.on(reading, sampleRequest());
    await jest.advanceTimersByTimeAsync(300);
    expect(told).toEqual([]);
    api.on(reading, sampleRequest({ status: 'cancelled' }));
    await jest.advanceTimersByTimeAsync(600);
    expect(told).toEqual(['wf_1 hitl_1']);
    expect(api.of(reading)).toHaveLength(3);
  });

  it('are told at once when they name no status, and in the end in any case', async () => {
    const api = new FakeApi().on(reading, sampleRequest());
    const { socket, told } = follow(api);
    socket.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1' });
    await jest.advanceTimersByTimeAsync(1);
    expect(told).toHaveLength(1);
    socket.receive({ type: 'hitl_request', request_id: 'hitl_1', workflow_id: 'wf_1', status: 'approved' });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told).toHaveLength(2);
    expect(api.of(reading)).toHaveLength(7);
  });
});
