import type { ChildProcess } from 'node:child_process';

import type { RunningService } from '@botarmy/chassis';
import { listMessages, openConversation, postMessage } from '@botarmy/contracts';
import { waitFor } from '@botarmy/testing';

import { startHitlChild } from '../hitl-child.fixture';
import { createHitlRig } from '../hitl.fixture';
import type { HitlRig } from '../hitl.fixture';
import { FakePlatform } from './platform.fixture';

describe('an answer whose writer is killed', () => {
  let rig: HitlRig;
  let platform: FakePlatform;
  let child: ChildProcess | undefined;
  let hitl: RunningService | undefined;

  beforeAll(async () => {
    rig = await createHitlRig();
    platform = await FakePlatform.start(rig.broker);
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await hitl?.close();
  });
  afterAll(async () => {
    await platform.stop();
    await rig.stop();
  });

  // `HITL_KILL_POINTS=all` for the long form.
  const points = ['hitl.before-answer', ...(process.env['HITL_KILL_POINTS'] === 'all' ? ['hitl.after-answer'] : [])];
  it.each(points)(
    'at %s is made once and told once',
    async (point) => {
      const started = await startHitlChild(rig.environment, point);
      child = started.process;
      let written = 0;
      platform.model = () => `answer ${(written += 1)}`;
      const { id: conversation_id } = await rig.ask(openConversation, { agent_id: 'architect' });
      await rig.ask(postMessage, { conversation_id, content: 'Why?' });
      await expect(started.exit).resolves.toEqual([null, 'SIGKILL']);
      // As if the time of the claim had passed.
      await rig.database.query(`UPDATE hitl.conversation_message SET due_at = now() WHERE status = 'pending'`);

      hitl = await rig.start();
      const answer = await waitFor(
        async () => {
          const { messages } = await rig.ask(listMessages, { conversation_id, after_seq: 1 });
          return messages.find(({ status }) => status === 'complete');
        },
        { describe: 'the answer', timeoutMs: 20_000 },
      );
      expect(answer.content).toBe('answer 1');
      expect(written).toBe(1);
      await waitFor(async () => (await rig.database.query('SELECT 1 FROM hitl.outbox')).length === 0, {
        describe: 'the outbox to be empty',
      });
    },
    60_000,
  );
});
