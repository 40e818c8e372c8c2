import type { RunningService } from '@botarmy/chassis';
import { DEAD_LETTER_SERVICES, listDeadLetters, replayDeadLetter } from '@botarmy/contracts';
import type { DeadLetterView } from '@botarmy/contracts';

import { send } from '../client.fixture';
import { GatewayRig } from '../gateway.fixture';

const letter = (service: DeadLetterView['service'], parked_at: string): DeadLetterView => ({
  service,
  consumer: `${service}-consumer`,
  event_id: `msg_${service}`,
  subject: 'evt.ten_default.something.happened.v1.wf_a',
  code: 'handler-failed',
  reason: 'It always fails.',
  failures: 5,
  parked_at,
  replays: 0,
});

describe('dead letters', () => {
  let rig: GatewayRig;
  let gateway: RunningService;

  beforeAll(async () => {
    rig = await GatewayRig.create();
    gateway = await rig.start();
    const times = ['2026-01-03T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'];
    DEAD_LETTER_SERVICES.forEach((service, index) => {
      rig.answer(listDeadLetters(service), () => ({ dead_letters: [letter(service, times[index] ?? '')] }));
      rig.answer(replayDeadLetter(service), () => ({ success: true }));
    });
  });
  afterAll(() => rig.stop());

  it('of all services are listed for an administrator, oldest first', async () => {
    const answer = await send(`${gateway.url}/api/dead-letters`, { bearer: rig.session('admin') });
    expect(answer.status).toBe(200);
    const { dead_letters } = answer.json<{ dead_letters: DeadLetterView[] }>();
    expect(dead_letters.map(({ service }) => service)).toEqual(['hitl', 'insights', 'orchestrator']);
  });

  it('are replayed by the service that parked them', async () => {
    const body = { service: 'hitl', consumer: 'hitl-consumer', event_id: 'msg_hitl' };
    const answer = await send(`${gateway.url}/api/dead-letters/replay`, { body, bearer: rig.session('admin') });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ success: true });
    expect(rig.askedOf(replayDeadLetter('hitl'))).toHaveLength(1);
    expect(rig.askedOf(replayDeadLetter('orchestrator'))).toHaveLength(0);
  });

  it('are nobody else’s business', async () => {
    const answer = await send(`${gateway.url}/api/dead-letters`, { bearer: rig.session('approver') });
    expect(answer.status).toBe(403);
  });

  it('of an unknown service are refused', async () => {
    const body = { service: 'gateway', consumer: 'c', event_id: 'e' };
    const answer = await send(`${gateway.url}/api/dead-letters/replay`, { body, bearer: rig.session('admin') });
    expect(answer.status).toBe(400);
  });
});
