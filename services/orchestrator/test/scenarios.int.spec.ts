import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { listProcesses, startWorkflow } from '@botarmy/contracts';
import { parseScenarios, runScenario } from '@botarmy/process-engine';

import { WorkflowExecutor } from '../src/workflow/workflow-executor';
import { ExecutionLog } from './execution-log.fixture';
import { operator, OrchestratorPlatform, PROCESSES_DIRECTORY } from './platform.fixture';
import { OrchestratorDriver } from './scenario-driver.fixture';

const folders = [
  ...readdirSync(PROCESSES_DIRECTORY),
  ...readdirSync(join(PROCESSES_DIRECTORY, 'examples')).map((name) => `examples/${name}`),
];
const shipped = folders.filter((folder) => existsSync(join(PROCESSES_DIRECTORY, folder, 'scenarios.yaml')));

describe('the orchestrator on a broker and a database', () => {
  let platform: OrchestratorPlatform;
  let log: ExecutionLog;
  let driver: OrchestratorDriver | undefined;

  beforeAll(async () => {
    // Leases and retries must not come due by themselves in a story that is told slowly.
    platform = await OrchestratorPlatform.start({ RECONCILE_INTERVAL_MS: '60000', TASK_LEASE_SECONDS: '3600' });
    log = new ExecutionLog(platform.orchestrator.app.get(WorkflowExecutor));
  });

  afterEach(() => driver?.end());
  afterAll(() => platform?.stop());

  it('offers the shipped processes to people and the examples to who asks for them, with what they take', async () => {
    const names = async (show?: 'all') => {
      const request = show === undefined ? {} : { show };
      return (await platform.gateway.ask(listProcesses, request, operator())).processes;
    };
    const offered = (await names()).map(({ name }) => name);
    expect(offered).toContain('sdlc');
    const all = await names('all');
    const examples = readdirSync(join(PROCESSES_DIRECTORY, 'examples'));
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(examples));
    expect(offered.filter((name) => examples.includes(name))).toEqual([]);
    expect(all.find(({ name }) => name === 'fan-out')?.inputs).toEqual([
      { name: 'topics', title: 'topics', type: 'list', required: true, items: 'object', max: 5 },
      {
        name: 'audience',
        title: 'audience',
        type: 'enum',
        required: false,
        values: ['public', 'internal'],
        max: 1_000,
      },
    ]);
  });

  it.each([
    ['missing-input', {}, 'inputs.topics'],
    ['wrong-input-type', { topics: 'cost' }, 'inputs.topics'],
    ['wrong-input-type', { topics: [], audience: 'nobody' }, 'inputs.audience'],
    ['unknown-input', { topics: [], colour: 'red' }, 'inputs.colour'],
    ['input-too-large', { topics: [{ id: 'x'.repeat(20_000) }] }, 'inputs'],
  ])('refuses a start with %s and stores nothing', async (code, inputs, path) => {
    const stored = platform.shelf.stored.size;
    const request = { project_brief: 'A story.', workflow_type: 'fan-out', inputs };
    const asked = platform.gateway.ask(startWorkflow, request, operator());
    await expect(asked).rejects.toMatchObject({ status: 422, code, errors: [{ path }] });
    expect(platform.shelf.stored.size).toBe(stored);
  });

  describe.each(shipped)('keeps the scenarios of process %s', (folder) => {
    const file = join(PROCESSES_DIRECTORY, folder, 'scenarios.yaml');
    const parsed = parseScenarios(readFileSync(file, 'utf8'), { file });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors, null, 2));

    it.each(parsed.value.scenarios.map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      async (_name, scenario) => {
        driver = new OrchestratorDriver(platform, log, parsed.value.process);
        expect(await runScenario(scenario, driver)).toEqual([]);
      },
      60_000,
    );
  });
});
