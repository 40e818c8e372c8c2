import { loadConfig, startService } from '@botarmy/chassis';
import type { RunningService } from '@botarmy/chassis';
import { attachMessaging } from '@botarmy/messaging';
import { FakeClock, waitFor } from '@botarmy/testing';

import { AppModule } from '../src/app.module';
import { RunnerConfig } from '../src/config';
import { agentTask, GOOD_DOCUMENT } from '../src/task.fixture';
import { createRunnerRig } from './runner-rig';
import type { RunnerRig } from './runner-rig';

describe('a runner and what surrounds it', () => {
  let rig: RunnerRig;
  const eventsOf = (workflowId: string, name: string) =>
    rig.events.filter((event) => event.name === name && event.payload['workflow_id'] === workflowId);

  function startWithClock(clock: FakeClock): Promise<RunningService> {
    const config = loadConfig(RunnerConfig, rig.environment());
    return startService({
      name: 'agent-runner',
      module: AppModule,
      config,
      clock,
      configure: async (app, runtime) => {
        await attachMessaging(app, runtime, { pools: config.AGENT_POOLS, concurrency: 4 });
      },
    });
  }

  beforeAll(async () => {
    rig = await createRunnerRig();
  });

  beforeEach(() => {
    rig.router.behaviour = () => GOOD_DOCUMENT;
  });

  afterEach(() => rig.stopRunners());

  afterAll(() => rig?.stop());

  it('row 8: hands what is no task to the orchestrator and goes on with the next', async () => {
    await rig.startRunner();
    await rig.sendRaw('{nonsense', 'msg_not_json');
    await rig.sendRaw(new Uint8Array([0xff, 0xfe, 0x00]), 'msg_not_text');
    await rig.sendRaw(JSON.stringify({ surprise: 'x'.repeat(900_000) }), 'msg_not_a_task');
    await rig.send(agentTask({ workflow_id: 'wf_next' }));
    await rig.eventOf('agent-task.completed', 'wf_next');
    const refused = () => rig.events.filter((event) => event.name === 'delivery.refused');
    await waitFor(() => refused().length === 3, { describe: 'three refusals' });
    const byId = new Map(refused().map(({ payload }) => [payload['event_id'], payload]));
    expect(byId.get('msg_not_json')).toMatchObject({
      consumer: 'agent-runner-analyst',
      subject: 'cmd.ten_default.agent-task.execute.v1.analyst.raw',
      code: 'malformed-message',
      payload: '{nonsense',
      encoding: 'utf8',
    });
    expect(byId.get('msg_not_text')).toMatchObject({ code: 'malformed-message', encoding: 'base64' });
    expect(byId.get('msg_not_a_task')).toMatchObject({ code: 'invalid-message' });
    expect(String(byId.get('msg_not_a_task')?.['payload'])).toHaveLength(200_000);
    await rig.settled();
  });

  it('keeps a task while the router is away and finishes it when it is back', async () => {
    const runner = await rig.startRunner();
    await rig.stopRouter();
    await rig.send(agentTask({ workflow_id: 'wf_patient' }));
    await waitFor(async () => /outcome="repeated"\} [2-9]/.test(await (await fetch(runner.metricsUrl)).text()), {
      describe: 'the task was repeated',
    });
    await rig.startRouter();
    await rig.eventOf('agent-task.completed', 'wf_patient');
    await rig.settled();
    expect(rig.events.filter((event) => event.payload['workflow_id'] === 'wf_patient')).toHaveLength(1);
    expect(rig.router.paidBy('wf_patient')).toHaveLength(1);
  });

  it('extends the lease every third of it while it works, and not before', async () => {
    const clock = new FakeClock();
    const runner = await startWithClock(clock);
    const asked = Promise.withResolvers<(text: string) => void>();
    const answer = Promise.withResolvers<string>();
    rig.router.behaviour = (_request, { delta }) => (asked.resolve(delta), answer.promise);
    await rig.send(agentTask({ workflow_id: 'wf_long', lease: 3, lease_seconds: 9 }));
    const delta = await asked.promise;
    await clock.advance(2_999);
    expect(eventsOf('wf_long', 'agent-task.progressed')).toEqual([]);
    delta('#');
    await waitFor(() => rig.deltas.some((piece) => piece.workflow_id === 'wf_long'), { describe: 'a sign of life' });
    await clock.advance(1);
    await clock.advance(3_000);
    await waitFor(() => eventsOf('wf_long', 'agent-task.progressed').length === 2, { describe: 'two heartbeats' });
    expect(eventsOf('wf_long', 'agent-task.progressed')[0]?.payload).toEqual({
      workflow_id: 'wf_long',
      task_id: 'requirements-analysis',
      attempt: 1,
      lease: 3,
      lease_seconds: 9,
    });
    answer.resolve(`#${GOOD_DOCUMENT.slice(1)}`);
    const { payload } = await rig.eventOf('agent-task.completed', 'wf_long');
    expect(payload['duration_ms']).toBe(6_000);
    await rig.settled();
    await clock.advance(60_000);
    expect(eventsOf('wf_long', 'agent-task.progressed')).toHaveLength(2);
    await runner.close();
  });

  it('row 31: finishes what is in hand when it stops', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    rig.router.behaviour = () => (asked.resolve(), answer.promise);
    const runner = await rig.startRunner();
    await rig.send(agentTask({ workflow_id: 'wf_finished' }));
    await asked.promise;
    const closed = runner.close();
    answer.resolve(GOOD_DOCUMENT);
    await closed;
    await rig.eventOf('agent-task.completed', 'wf_finished');
    await rig.settled();
  });

  it('hands over what it cannot finish in time, and the next runner does not pay for it again', async () => {
    const clock = new FakeClock();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    rig.router.behaviour = () => (asked.resolve(), answer.promise);
    const stopping = await startWithClock(clock);
    await rig.send(agentTask({ workflow_id: 'wf_handed_over' }));
    await asked.promise;
    const closed = stopping.close();
    await clock.advance(15_000);
    await closed;
    answer.resolve(GOOD_DOCUMENT);
    await waitFor(() => rig.router.records.has('wf_handed_over/requirements-analysis/1/1'), {
      describe: 'the call is on record',
    });
    await rig.startRunner();
    await rig.eventOf('agent-task.completed', 'wf_handed_over');
    await rig.settled();
    expect(rig.router.paidBy('wf_handed_over')).toHaveLength(1);
  });

  it('row 5: finishes a task although the streams vanished before its report, once they are back', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<string>();
    rig.router.behaviour = () => (asked.resolve(), answer.promise);
    await rig.startRunner();
    await rig.send(agentTask({ workflow_id: 'wf_vanished' }));
    await asked.promise;
    await rig.deleteStreams();
    answer.resolve(GOOD_DOCUMENT);
    await waitFor(() => rig.artifacts.storesOf('wf_vanished').length === 1, { describe: 'the document is stored' });
    await rig.broker.provision();
    await rig.watchEvents();
    await rig.send(agentTask({ workflow_id: 'wf_vanished' }), { publication: 1 });
    await rig.eventOf('agent-task.completed', 'wf_vanished', 25_000);
    expect(rig.router.paidBy('wf_vanished')).toHaveLength(1);
  }, 60_000);
});
