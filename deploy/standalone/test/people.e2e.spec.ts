import { once } from 'node:events';

import { WebSocket } from 'ws';

import { createBotArmyClient } from '@botarmy/sdk';
import type { BotArmyClient } from '@botarmy/sdk';
import { waitFor } from '@botarmy/testing';

import type { Platform } from '../src/platform/platform';
import { createScratch, startTestPlatform } from './platform.fixture';

const OPEN_BRIEF =
  'A lending library for tools: 300 members reserve drills online. Which database holds the data is not decided yet.';
const CLEAR_BRIEF = 'A lending library for tools: 300 members reserve drills and saws online and get reminders.';
const PATIENCE_MS = 60_000;

interface Frame {
  readonly type: string;
  readonly [name: string]: unknown;
}

describe('people at the real platform', () => {
  const scratch = createScratch();
  const sockets: WebSocket[] = [];
  let platform: Platform;
  let client: BotArmyClient;
  let token: string;

  beforeAll(async () => {
    platform = await startTestPlatform(scratch);
    const anonymous = createBotArmyClient({ baseUrl: platform.url });
    ({ token } = await anonymous.signIn(platform.demoUser ?? { email: '', password: '' }));
    client = createBotArmyClient({ baseUrl: platform.url, token });
  }, 240_000);
  afterAll(async () => {
    for (const socket of sockets) socket.terminate();
    await (platform as Platform | undefined)?.stop();
    scratch.remove();
  }, 30_000);

  const listen = async (path: string): Promise<{ frames: Frame[]; socket: WebSocket }> => {
    const socket = new WebSocket(`${platform.url.replace('http', 'ws')}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    sockets.push(socket);
    const frames: Frame[] = [];
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as Frame));
    await once(socket, 'open');
    return { frames, socket };
  };
  const statusOf = async (workflow_id: string): Promise<string> =>
    (await client.getWorkflowStatus({ workflow_id })).status;
  const asked = (workflow_id: string, type: 'approval' | 'input' | 'decision'): Promise<string> =>
    waitFor(
      async () => (await client.listHitlRequests({ workflow_id })).requests.find((each) => each.type === type)?.id,
      { describe: `${type} of ${workflow_id}`, timeoutMs: PATIENCE_MS },
    );

  it('answer what an agent asks, on two devices, and find the answer in its document', async () => {
    const { workflow_id } = await client.startWorkflow({ project_brief: OPEN_BRIEF, workflow_type: 'sdlc' });
    const session_id = await asked(workflow_id, 'input');
    expect(await statusOf(workflow_id)).toBe('waiting_for_human');
    const [phone, laptop] = [
      await listen(`/ws/interactive/${session_id}`),
      await listen(`/ws/interactive/${session_id}`),
    ];
    await waitFor(() => phone.frames.find(({ type }) => type === 'question'), { describe: 'the question' });
    phone.socket.send(JSON.stringify({ type: 'answer', session_id, answer: 'SQLite', continue: false }));
    for (const { frames } of [phone, laptop])
      await waitFor(() => frames.find(({ type, revision }) => type === 'session_status' && revision === 1), {
        describe: 'the answer on every device',
        timeoutMs: 20_000,
      });
    expect(await client.submitAnswers({ session_id, answers: [], continue: true })).toMatchObject({
      success: true,
      next_question: null,
      workflow_continued: true,
    });
    const artifact = await waitFor(
      async () =>
        (await client.listWorkflowArtifacts({ workflow_id })).artifacts.find(({ name }) => /Requirements/.test(name)),
      { describe: 'the requirements', timeoutMs: PATIENCE_MS },
    );
    const { content } = await client.readArtifact({ artifact_id: artifact.id });
    expect(content).toContain('SQLite');
    await client.cancelWorkflow({ workflow_id });
  }, 240_000);

  it('row 23: get a refusal for what nobody waits for any more, and see it closed everywhere', async () => {
    const { workflow_id } = await client.startWorkflow({ project_brief: CLEAR_BRIEF, workflow_type: 'sdlc' });
    const first = await asked(workflow_id, 'approval');
    const consoles = await Promise.all([listen('/api/ws'), listen('/api/ws'), listen('/ws')]);
    const closedEverywhere = (request_id: string): Promise<unknown> =>
      Promise.all(
        consoles.map(({ frames }) =>
          waitFor(() => frames.find((frame) => frame['request_id'] === request_id && frame['status'] !== 'pending'), {
            describe: `${request_id} to be closed`,
            timeoutMs: 20_000,
          }),
        ),
      );
    const respond = (request_id: string): Promise<number> =>
      fetch(`${platform.url}/api/hitl/requests/${request_id}/respond`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ response: 'approved' }),
      }).then((answer) => answer.status);

    await client.pauseWorkflow({ workflow_id });
    await closedEverywhere(first);
    await waitFor(async () => (await client.getHitlRequest({ request_id: first })).status === 'cancelled', {
      describe: 'the request of the held workflow to be closed',
      timeoutMs: 20_000,
    });
    expect(await respond(first)).toBe(409);

    await client.resumeWorkflow({ workflow_id });
    const second = await asked(workflow_id, 'approval');
    expect(second).not.toBe(first);
    // Whoever comes first wins; nobody else changes anything.
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 8 }, () => respond(second))),
      client.cancelWorkflow({ workflow_id }),
    ]);
    expect(answers.every((status) => status === 200 || status === 409)).toBe(true);
    await waitFor(async () => (await statusOf(workflow_id)) === 'cancelled', {
      describe: 'the workflow to be cancelled',
      timeoutMs: PATIENCE_MS,
    });
    const { status } = await client.getHitlRequest({ request_id: second });
    // An answer that came before the end stays on record, although nobody waits for it any more.
    expect(status).toBe(answers.includes(200) ? 'approved' : 'cancelled');
    await closedEverywhere(second);
    expect((await client.listHitlRequests({ workflow_id })).total_count).toBe(0);
  }, 240_000);
});
