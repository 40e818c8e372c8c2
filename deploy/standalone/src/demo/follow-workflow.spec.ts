import { createBotArmyClient } from '@botarmy/sdk';
import type { OpenSocket, SocketEvents, WorkflowStatusView } from '@botarmy/sdk';

import { followWorkflow } from './follow-workflow';
import type { WorkflowFollower } from './follow-workflow';

type Stage = Pick<WorkflowStatusView, 'status' | 'pending_request_ids'>;
const working: Stage = { status: 'in_progress', pending_request_ids: [] };
const waiting: Stage = { status: 'waiting_for_human', pending_request_ids: ['hitl_1'] };
const completed: Stage = { status: 'completed', pending_request_ids: [] };

describe('following a workflow', () => {
  const controller = new AbortController();
  let now: Stage;
  let seq: number;
  let live: SocketEvents;
  let tellSubscribed: () => void;
  let subscribed: Promise<void>;
  beforeEach(() => {
    seq = 1;
    subscribed = new Promise((resolve) => (tellSubscribed = resolve));
  });

  const client = createBotArmyClient({
    baseUrl: 'http://botarmy.test',
    fetch: async () => Response.json({ ...now, seq }),
  });
  const openSocket: OpenSocket = async (_url, _token, events) => {
    live = events;
    const opening = setImmediate(() => events.opened());
    return { send: () => tellSubscribed(), close: () => clearImmediate(opening) };
  };
  const send = (frame: object): void => live.received(JSON.stringify({ workflow_id: 'wf_1', ...frame }));
  /** The workflow is somewhere else now, and says so. */
  const turnTo = (stage: Stage): void => {
    now = stage;
    seq += 1;
    send({ type: 'workflow_event', seq, event: { seq, type: 'x', occurred_at: '', data: {}, progress: {} } });
  };
  const follow = (changes: Partial<WorkflowFollower>, signal = controller.signal) =>
    followWorkflow(
      client,
      'wf_1',
      { onStatus: () => undefined, onWritten: () => undefined, onRequest: async () => undefined, ...changes },
      { signal, openSocket },
    );

  it('ends with the last status and hands on how much agents write', async () => {
    now = working;
    const written: string[] = [];
    const following = follow({ onWritten: (agentId, characters) => written.push(`${agentId} ${characters}`) });
    await subscribed;
    const turn = { task_id: 't', agent_id: 'analyst', attempt: 1, turn: 1 };
    send({ type: 'snapshot', ...turn, text: 'abcde' });
    send({ type: 'delta', ...turn, offset: 10, text: 'abc' });
    turnTo(completed);
    expect(await following).toMatchObject({ status: 'completed' });
    expect(written).toEqual(['analyst 5', 'analyst 13']);
  });

  it('asks once per request, and withdraws a question that somebody else answered', async () => {
    now = waiting;
    const asked: string[] = [];
    const following = follow({
      onStatus: ({ seq: loaded }) => {
        if (loaded === 2) turnTo(working);
      },
      onRequest: (requestId, settled) => {
        asked.push(requestId);
        return new Promise((_resolve, reject) => {
          settled.addEventListener('abort', () => {
            reject(new Error('withdrawn'));
            turnTo(completed);
          });
        });
      },
    });
    await subscribed;
    turnTo(waiting);
    expect(await following).toMatchObject({ status: 'completed' });
    expect(asked).toEqual(['hitl_1']);
  });

  it('fails with what went wrong while a request was answered', async () => {
    now = waiting;
    const onRequest = () => Promise.reject(new Error('the answer was refused'));
    await expect(follow({ onRequest })).rejects.toThrow('the answer was refused');
  });

  it('stops when it is told to', async () => {
    now = working;
    const end = new AbortController();
    await expect(follow({ onStatus: () => end.abort(new Error('enough')) }, end.signal)).rejects.toThrow('enough');
  });
});
