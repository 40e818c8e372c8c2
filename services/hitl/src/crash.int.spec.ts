import type { ChildProcess } from 'node:child_process';

import type { RunningService } from '@botarmy/chassis';
import { UnavailableError } from '@botarmy/messaging';
import { waitFor } from '@botarmy/testing';

import { startHitlChild } from './hitl-child.fixture';
import { callerBuilder, createHitlRig, requestBuilder } from './hitl.fixture';
import type { HitlRig } from './hitl.fixture';

describe('hitl killed', () => {
  let rig: HitlRig;
  let child: ChildProcess | undefined;
  let hitl: RunningService | undefined;

  beforeAll(async () => {
    rig = await createHitlRig();
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await hitl?.close();
  });
  afterAll(() => rig.stop());

  async function startChild(crashAt: string): Promise<{ exit: Promise<unknown[]> }> {
    const { process: started, exit } = await startHitlChild(rig.environment, crashAt);
    child = started;
    return { exit };
  }

  // The opening is the first passage of each point, the answer the second.
  it.each(['hitl.before-transaction#2', 'hitl.after-commit#2'])(
    'at %s takes the repeated answer once',
    async (point) => {
      const request = requestBuilder();
      const { exit } = await startChild(point);
      await rig.handled(await rig.open(request));
      const answer = { request_id: request.request_id, response: 'approve' };
      const [lost] = await Promise.allSettled([rig.respond(answer, callerBuilder(), 4_000), exit]);
      expect(lost).toMatchObject({ status: 'rejected', reason: expect.any(UnavailableError) });
      await expect(exit).resolves.toEqual([null, 'SIGKILL']);

      hitl = await rig.start();
      await expect(rig.respond(answer)).resolves.toMatchObject({ success: true, workflow_resumed: true });
      await expect(rig.answersInStream(request.workflow_id)).resolves.toHaveLength(1);
    },
    60_000,
  );

  it.each(['hitl.before-transaction', 'hitl.after-commit'])(
    'at %s opens the redelivered request once',
    async (point) => {
      await rig.hastenRedelivery();
      const request = requestBuilder();
      const { exit } = await startChild(point);
      await rig.open(request);
      await exit;

      hitl = await rig.start();
      await waitFor(() => rig.get(request.request_id), { describe: 'the redelivery' });
      await expect(rig.list({ workflow_id: request.workflow_id })).resolves.toMatchObject({ total_count: 1 });
    },
    60_000,
  );
});
