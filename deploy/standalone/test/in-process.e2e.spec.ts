import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createBotArmyClient } from '@botarmy/sdk';

import type { DemoResult } from '../src/demo/run-demo';
import type { Platform } from '../src/platform/platform';
import { readRunRecord } from '../src/state/run-record';
import { runTestCli } from './cli.fixture';
import { completeWorkflow, createScratch, startTestPlatform } from './platform.fixture';
import { runExample } from './run-example.fixture';

const brief =
  'A lending library for tools: 300 members reserve drills and saws online, pay a deposit, and get reminders.';

describe('the platform in one process', () => {
  const scratch = createScratch();
  let platform: Platform;
  let result: DemoResult;
  beforeAll(async () => {
    platform = await startTestPlatform(scratch);
    result = await completeWorkflow(platform, scratch, brief);
  }, 60_000);
  afterAll(async () => {
    await platform.stop();
    scratch.remove();
  }, 30_000);

  const listed = async (): Promise<string[]> => {
    const { url, demoUser = { email: '', password: '' } } = platform;
    const client = createBotArmyClient({ baseUrl: url });
    await client.signIn(demoUser);
    return (await client.listWorkflows()).workflows.map(({ id, status }) => `${id} ${status}`);
  };

  it('turns a brief into eleven documents and three metadata files, through both approvals', () => {
    expect(result.paths).toEqual([
      'analysis_execution_plan.md',
      'architecture.md',
      'build_execution_plan.md',
      'deployment_plan.md',
      'design_execution_plan.md',
      'implementation_plan.md',
      'launch_execution_plan.md',
      'metadata/agent_performance.json',
      'metadata/session_logs.json',
      'metadata/workflow_metadata.json',
      'project_brief.md',
      'requirements.md',
      'test_plan.md',
      'validation_execution_plan.md',
    ]);
    expect(readFileSync(join(result.folder, 'project_brief.md'), 'utf8')).toBe(brief);
    expect(result.status).toMatchObject({ status: 'completed', progress_percent: 100, simulated: true });
    expect(result.status.cost.model_calls).toBe(10);
  });

  it('runs the examples of the process language: conditions, repetitions and one task per item', async () => {
    const client = createBotArmyClient({ baseUrl: platform.url });
    await client.signIn(platform.demoUser ?? { email: '', password: '' });
    const [conditions, refine, fanOut] = await Promise.all([
      runExample(client, 'conditions', { risky: true }),
      runExample(client, 'refine'),
      runExample(client, 'fan-out', { topics: [{ id: 'cost' }, { id: 'skip' }, { id: 'law' }] }),
    ]);
    expect([conditions, refine, fanOut].map(({ status }) => status.status)).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
    expect(conditions.tasks).toMatchObject({ audit: 'completed', 'extra-plan': 'completed' });
    expect(refine.events.filter((type) => type === 'task-completed')).toHaveLength(4);
    expect(fanOut.tasks).toMatchObject({
      'review--0': 'completed',
      'review--1': 'skipped',
      'review--2': 'completed',
      summary: 'completed',
    });
    const asked = client.startWorkflow({ project_brief: 'x', workflow_type: 'fan-out', inputs: { topics: 'cost' } });
    await expect(asked).rejects.toMatchObject({ status: 422, code: 'wrong-input-type' });
  }, 60_000);

  it('comes out the same again, byte for byte: on the server, and offline from its bundle', async () => {
    const { url, demoUser = { email: '', password: '' } } = platform;
    const client = createBotArmyClient({ baseUrl: url });
    const { token } = await client.signIn(demoUser);
    const replayed = await client.replayWorkflow({ workflow_id: result.workflowId });
    expect(replayed.problems).toEqual([]);
    expect(replayed).toMatchObject({ byte_equal: true, requests: 10, equal_requests: 10, divergence: null });
    expect(replayed.documents.map(({ path }) => path).sort()).toEqual(result.paths);

    const file = join(scratch.out, 'run.jsonl');
    const run = (...args: string[]) => runTestCli([...args, '--url', url, '--token', token], scratch);
    expect((await run('workflow', 'export', result.workflowId, '-o', file)).code).toBe(0);
    // Nobody is asked any more: the address leads nowhere.
    const offline = await runTestCli(['replay', file, '--url', 'http://127.0.0.1:1'], scratch);
    expect(offline).toMatchObject({ code: 0, stdout: expect.stringContaining('all 14 documents are byte-equal') });
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('## ', '##  '));
    expect(await runTestCli(['replay', file], scratch)).toMatchObject({ code: 1 });
  });

  it('shows the first administrator once and leaves no password behind', () => {
    expect(platform.firstAdministrator).toMatchObject({ email: 'admin@botarmy.local' });
    expect(platform.firstAdministrator?.password).toMatch(/^[\w-]{20}$/);
    expect(existsSync(platform.folder.firstPasswordFile)).toBe(false);
  });

  it('records what runs', () => {
    const record = readRunRecord(platform.folder.runFile);
    expect(record?.url).toBe(platform.url);
    expect(record?.servers.map(({ name }) => name).sort()).toEqual(['PostgreSQL', 'nats-server']);
    expect(record?.services.map(({ name }) => name)).toHaveLength(10);
    expect(record?.launcher.pid).toBe(process.pid);
  });

  it('keeps other launchers away from its folder', async () => {
    await expect(startTestPlatform(scratch)).rejects.toThrow('BotArmy already runs on');
  });

  it('runs beside a second one, on a port of its own', async () => {
    const other = createScratch();
    const second = await startTestPlatform(other);
    try {
      expect(second.url).not.toBe(platform.url);
      const answers = await Promise.all([platform.url, second.url].map((url) => fetch(`${url}/health`)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    } finally {
      await second.stop();
      other.remove();
    }
  }, 60_000);

  it('refuses a port that somebody asked for and that is taken', async () => {
    const other = createScratch();
    const environment = { PORT: new URL(platform.url).port };
    await expect(startTestPlatform(other, { environment })).rejects.toThrow('PORT asks for it');
    expect(existsSync(join(other.state, 'launcher.lock'))).toBe(false);
    other.remove();
  });

  it('knows its workflows after a restart and shows no password again', async () => {
    const before = await listed();
    await platform.stop();
    expect(existsSync(platform.folder.runFile)).toBe(false);
    platform = await startTestPlatform(scratch);
    expect(await listed()).toEqual(before);
    expect(before).toContain(`${result.workflowId} completed`);
    expect(platform.firstAdministrator).toBeUndefined();
  }, 60_000);
});
