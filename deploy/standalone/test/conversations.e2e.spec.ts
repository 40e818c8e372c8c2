import { createBotArmyClient, watchWorkflow } from '@botarmy/sdk';
import type { BotArmyClient } from '@botarmy/sdk';
import { waitFor } from '@botarmy/testing';

import type { Platform } from '../src/platform/platform';
import { runTestCli } from './cli.fixture';
import { createScratch, startTestPlatform } from './platform.fixture';

type Say = (content: string) => ReturnType<BotArmyClient['postMessage']>;

const BRIEF = 'A lending library for tools: 300 members reserve drills and saws online and get reminders.';

describe('conversations on the real platform', () => {
  const scratch = createScratch();
  let platform: Platform;
  let client: BotArmyClient;
  let token: string;
  beforeAll(async () => {
    platform = await startTestPlatform(scratch);
    client = createBotArmyClient({ baseUrl: platform.url });
    ({ token } = await client.signIn(platform.demoUser ?? { email: '', password: '' }));
    client = createBotArmyClient({ baseUrl: platform.url, token });
  }, 120_000);
  afterAll(async () => {
    await platform.stop();
    scratch.remove();
  }, 30_000);

  const cli = (...args: string[]) => runTestCli([...args, '--url', platform.url, '--token', token], scratch);

  it('an agent answers with a model, and what was said is found, saved and shared', async () => {
    const asked = await cli('chat', 'architect', 'Why would a zeppelin depot need one service?', '--json');
    expect(asked).toMatchObject({ code: 0, stderr: '' });
    const { conversation_id, answers } = JSON.parse(asked.stdout) as {
      conversation_id: string;
      answers: { content: string; metadata: Record<string, unknown> }[];
    };
    expect(answers).toMatchObject([{ status: 'complete', agent_id: 'architect', metadata: { simulated: true } }]);
    expect(answers[0]?.content.length).toBeGreaterThan(20);
    const { hits } = await client.searchMessages({ text: 'zeppelin' });
    expect(hits.some((hit) => hit.conversation_id === conversation_id)).toBe(true);
    const { token: secret } = await client.shareConversation({ conversation_id, expires_in_hours: 1 });
    const anybody = createBotArmyClient({ baseUrl: platform.url });
    const shown = await anybody.readSharedConversation({ token: secret });
    expect(shown.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(shown.messages[1]?.content).toBe(answers[0]?.content);
    await expect(anybody.getConversation({ conversation_id })).rejects.toMatchObject({ status: 401 });
  }, 60_000);

  it('a workflow asks, and is answered by a command in its thread, over REST and from the command line', async () => {
    const ways = [
      async (say: Say) => (await say('accept'))?.outcome?.command,
      async (_say: Say, request_id: string) =>
        (await client.respondToHitlRequest({ request_id, response: 'approve' })).status,
      async (_say: Say, request_id: string) => (await cli('approve', request_id)).code,
      async (say: Say, request_id: string) => (await say(`/approve ${request_id}`))?.outcome?.command,
    ];
    const results: unknown[] = [];
    // Each workflow asks twice.
    for (const brief of [BRIEF, `${BRIEF} In two languages.`]) {
      const { workflow_id } = await client.startWorkflow({ project_brief: brief });
      const { id: conversation_id } = await client.openConversation({ workflow_id });
      const say: Say = (content) => client.postMessage({ conversation_id, content });
      const answered = new Set<string>();
      for await (const { pending_request_ids } of watchWorkflow(client, workflow_id)) {
        const request_id = pending_request_ids.find((id) => !answered.has(id));
        if (request_id === undefined) continue;
        answered.add(request_id);
        await waitFor(() => client.getHitlRequest({ request_id }).catch(() => undefined), { describe: 'the request' });
        results.push(await ways[results.length]?.(say, request_id));
      }
      expect((await client.getWorkflowStatus({ workflow_id })).status).toBe('completed');
      expect((await say('/status'))?.outcome?.text).toContain('Nothing waits for a decision.');
      await expect(say('accept')).rejects.toMatchObject({ status: 409, code: 'nothing-to-decide' });
    }
    expect(results).toEqual(['accept', 'approved', 0, 'accept']);
  }, 120_000);
});
