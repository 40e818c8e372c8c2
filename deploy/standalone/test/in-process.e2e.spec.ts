import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createBotArmyClient } from '@botarmy/sdk';
import type { EstimateRunReply, WhatIfView } from '@botarmy/sdk';

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
  }, 120_000);
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

  it('runs the examples of the process language: conditions, repetitions, one task per item, a process in a process', async () => {
    const client = createBotArmyClient({ baseUrl: platform.url });
    await client.signIn(platform.demoUser ?? { email: '', password: '' });
    const [conditions, refine, fanOut, outer] = await Promise.all([
      runExample(client, 'conditions', { risky: true }),
      runExample(client, 'refine'),
      runExample(client, 'fan-out', { topics: [{ id: 'cost' }, { id: 'skip' }, { id: 'law' }] }),
      runExample(client, 'sub-process', { risky: true }),
    ]);
    const ends = [conditions, refine, fanOut, outer].map(({ status }) => status.status);
    expect(ends).toEqual(['completed', 'completed', 'completed', 'completed']);
    // Four calls of the inner workflow and two of its own.
    expect(outer.status.cost.model_calls).toBe(6);
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

  it('is brought back from its bundle as a finished workflow that has the same record', async () => {
    const { url, demoUser = { email: '', password: '' } } = platform;
    const client = createBotArmyClient({ baseUrl: url });
    const { token } = await client.signIn(demoUser);
    const [file, again] = [join(scratch.out, 'there.jsonl'), join(scratch.out, 'here.jsonl')];
    const run = (...args: string[]) => runTestCli([...args, '--url', url, '--token', token], scratch);
    await run('workflow', 'export', result.workflowId, '-o', file);
    const imported = await run('workflow', 'import', file, '--json');
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    const { workflow_id } = JSON.parse(imported.stdout) as { workflow_id: string };
    const status = await client.getWorkflowStatus({ workflow_id });
    const from = { imported_from: result.workflowId, title: result.status.title };
    expect(status).toMatchObject({ status: 'completed', progress_percent: 100, ...from });
    expect((await client.listWorkflowArtifacts({ workflow_id })).total_count).toBe(14);
    expect(await client.replayWorkflow({ workflow_id })).toMatchObject({ byte_equal: true });
    await run('workflow', 'export', workflow_id, '-o', again);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(file, 'utf8'));
    expect(await run('workflow', 'pause', workflow_id)).toMatchObject({ code: 5 });

    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const send = (changed: string[]) => client.importWorkflow({ from_line: 0, lines: changed });
    const tampered = lines.map((line) => line.replace('## ', '##  '));
    await expect(send(tampered)).rejects.toMatchObject({ status: 422, code: 'bundle-tampered' });
    await expect(send(lines.slice(-1))).rejects.toMatchObject({ code: 'bundle-tampered' });
    const begun = await send(lines.slice(0, 5));
    expect(begun).toMatchObject({ status: 'receiving', received: 5, workflow_id: null });
    const gap = { import_id: begun.import_id, from_line: 7, lines: lines.slice(7) };
    await expect(client.importWorkflow(gap)).rejects.toMatchObject({ status: 409, code: 'import-out-of-order' });
  });

  it('shows what another model would have made of it, and leaves the run as it is', async () => {
    const { url, demoUser = { email: '', password: '' } } = platform;
    const client = createBotArmyClient({ baseUrl: url });
    const { token } = await client.signIn(demoUser);
    const before = await client.getWorkflowStatus({ workflow_id: result.workflowId });
    const run = (...args: string[]) =>
      runTestCli(['replay', result.workflowId, '--json', ...args, '--url', url, '--token', token], scratch);
    const { code, stdout, stderr } = await run('--model', 'tester=anthropic/claude-sonnet-5-5');
    expect([code, stderr, code === 0 ? '' : stdout]).toEqual([0, expect.stringContaining('What-if run'), '']);
    const { report, run_id } = JSON.parse(stdout) as WhatIfView;
    expect(report).toMatchObject({
      divergence: { task_id: 'validation-execution-plan', attempt: 1, turn: 1 },
      original: { calls: 10 },
      what_if: { calls: 10 },
      // The simulated documents are the same whatever the model, so what is built from them is asked the same.
      reused_calls: 8,
      spent_micros: 0,
      missing_paths: [],
    });
    expect(report?.documents).toHaveLength(14);
    const calls = await client.listWorkflowArtifacts({ workflow_id: run_id });
    expect(calls.total_count).toBe(14);
    expect(await client.getWorkflowStatus({ workflow_id: result.workflowId })).toEqual(before);
    const refused = await run('--process', '99.0.0');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no version 99.0.0') });
  });

  it('says before a start what the run will take and need', async () => {
    const { url, demoUser = { email: '', password: '' } } = platform;
    const { token } = await createBotArmyClient({ baseUrl: url }).signIn(demoUser);
    const run = (...args: string[]) =>
      runTestCli(['workflow', 'estimate', ...args, '--url', url, '--token', token], scratch);
    const { code, stdout } = await run('sdlc', '--brief', brief, '--json');
    expect(code).toBe(0);
    const estimate = JSON.parse(stdout) as EstimateRunReply;
    expect(estimate).toMatchObject({ process_name: 'sdlc', concurrency: 'sequential', simulated: true, missing: [] });
    expect(estimate.critical_path).toHaveLength(10);
    expect(estimate.approvals).toHaveLength(2);
    expect(estimate.cost_micros.basis).toBe('bound');
    expect((await run('sdlc')).stdout).toContain('Approval after');
    expect(await run('none')).toMatchObject({ code: 1, stderr: expect.stringContaining('no process of this name') });
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
