import { waitFor } from '@botarmy/testing';

import { agentTask, GOOD_DOCUMENT } from '../src/task.fixture';
import { createRunnerRig } from './runner-rig';
import type { RunnerRig } from './runner-rig';

describe('an attempt nobody waits for any more', () => {
  let rig: RunnerRig;

  beforeAll(async () => {
    rig = await createRunnerRig();
    await rig.startRunner();
  });

  afterAll(() => rig?.stop());

  it('is stopped at its model call, reports nothing, and leaves the next lease to begin anew', async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    rig.router.behaviour = (_request, { signal }) => {
      asked.resolve(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    };
    const task = agentTask({ workflow_id: 'wf_stopped' });
    await rig.send(task);
    const call = await asked.promise;
    await rig.cancel(task);
    await waitFor(() => call.aborted, { describe: 'the model call is stopped' });
    await rig.settled();
    expect(rig.events.filter(({ payload }) => payload['workflow_id'] === 'wf_stopped').map(({ name }) => name)).toEqual(
      ['agent-task.cancelled'],
    );

    rig.router.behaviour = () => GOOD_DOCUMENT;
    await rig.send({ ...task, lease: 2 });
    const { payload } = await rig.eventOf('agent-task.completed', 'wf_stopped');
    expect(payload).toMatchObject({ attempt: 1, lease: 2 });
  });

  it('is not begun when the news comes before the task', async () => {
    const task = agentTask({ workflow_id: 'wf_early' });
    await rig.cancel(task);
    await waitFor(() => rig.events.some(({ payload }) => payload['workflow_id'] === 'wf_early'), {
      describe: 'the news is out',
    });
    await rig.send(task);
    await rig.settled();
    expect(rig.router.questionsOf('wf_early')).toEqual([]);
  });

  it('of another tenant or lease is left alone', async () => {
    rig.router.behaviour = () => GOOD_DOCUMENT;
    const task = agentTask({ workflow_id: 'wf_other', lease: 2 });
    await rig.cancel({ ...task, lease: 1 });
    await rig.send(task);
    await rig.eventOf('agent-task.completed', 'wf_other');
  });
});
