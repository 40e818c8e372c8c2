import { createBotArmyClient } from '@botarmy/sdk';
import type { WorkflowStatusView } from '@botarmy/sdk';

import type { Platform } from '../src/platform/platform';
import { AGUI_CLIENTS, runOnce } from './agui.fixture';
import type { AguiAgent, SeenEvent } from './agui.fixture';
import { createScratch, startTestPlatform } from './platform.fixture';

const BRIEF = 'A lending library for tools: 300 members reserve drills and saws online and get reminders.';

describe('AG-UI clients at the real platform', () => {
  const scratch = createScratch();
  let platform: Platform;
  let token: string;
  beforeAll(async () => {
    platform = await startTestPlatform(scratch);
    const client = createBotArmyClient({ baseUrl: platform.url });
    ({ token } = await client.signIn(platform.demoUser ?? { email: '', password: '' }));
  }, 120_000);
  afterAll(async () => {
    await platform.stop();
    scratch.remove();
  }, 30_000);

  const status = (workflow_id: string): Promise<WorkflowStatusView> => {
    return createBotArmyClient({ baseUrl: platform.url, token }).getWorkflowStatus({ workflow_id });
  };
  const count = (events: readonly SeenEvent[], type: string): number =>
    events.filter((event) => event.type === type).length;

  it.each(AGUI_CLIENTS)(
    'client %s completes a run with text, state, sub-agents, interrupts and their resume',
    async (_version, HttpAgent) => {
      const headers = { authorization: `Bearer ${token}` };
      const agent = new HttpAgent({ url: `${platform.url}/agui/workflows/sdlc`, headers }) as unknown as AguiAgent;
      agent.messages = [{ id: 'brief', role: 'user', content: BRIEF }];
      const first = await runOnce(agent);
      expect(first[0]).toMatchObject({ type: 'RUN_STARTED', threadId: agent.threadId });
      expect(first.at(-1)).toMatchObject({ type: 'RUN_FINISHED', outcome: { type: 'interrupt' } });
      expect(agent.pendingInterrupts).toHaveLength(1);
      expect(agent.state).toMatchObject({ workflow: { process: 'sdlc', status: 'waiting_for_human' } });
      const { id } = agent.state['workflow'] as { id: string };

      const resumed: SeenEvent[] = [];
      for (let rounds = 0; agent.pendingInterrupts.length > 0 && rounds < 5; rounds += 1) {
        const resume = agent.pendingInterrupts.map((interrupt) => {
          return { interruptId: interrupt.id, status: 'resolved', payload: { response: 'approve' } };
        });
        resumed.push(...(await runOnce(agent, { resume })));
      }
      expect(resumed.at(-1)).toMatchObject({
        type: 'RUN_FINISHED',
        outcome: { type: 'success' },
        result: { workflow_id: id },
        usage: [{ inputTokens: expect.any(Number) as number, outputTokens: expect.any(Number) as number }],
      });
      const all = [...first, ...resumed];
      expect(count(all, 'SUBAGENT_STARTED')).toBe(10);
      expect(count(all, 'SUBAGENT_FINISHED')).toBe(10);
      expect(count(all, 'STEP_STARTED')).toBeGreaterThanOrEqual(5);
      expect(count(all, 'STATE_DELTA')).toBeGreaterThan(10);
      expect(count(all, 'ACTIVITY_SNAPSHOT')).toBe(10);
      expect(agent.state).toMatchObject({ workflow: { status: 'completed', progress_percent: 100 } });

      const { stages } = await status(id);
      const documents = stages.flatMap(({ tasks }) => tasks);
      expect(documents).toHaveLength(10);
      const texts = agent.messages.filter(({ role }) => role === 'assistant').map(({ content }) => String(content));
      const thoughts = agent.messages.filter(({ role }) => role === 'reasoning').map(({ content }) => String(content));
      expect([texts.length, thoughts.length]).toEqual([5, 5]);
      expect(texts[0]).toContain('## ');
    },
    120_000,
  );
});
