import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseScenarios, runScenario } from '@botarmy/process-engine';

import { WorkflowExecutor } from '../src/workflow/workflow-executor';
import { ExecutionLog } from './execution-log.fixture';
import { OrchestratorPlatform, PROCESSES_DIRECTORY } from './platform.fixture';
import { OrchestratorDriver } from './scenario-driver.fixture';

const shipped = readdirSync(PROCESSES_DIRECTORY).filter((folder) =>
  existsSync(join(PROCESSES_DIRECTORY, folder, 'scenarios.yaml')),
);

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

  describe.each(shipped)('keeps the scenarios of process %s', (name) => {
    const file = join(PROCESSES_DIRECTORY, name, 'scenarios.yaml');
    const parsed = parseScenarios(readFileSync(file, 'utf8'), { file });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors, null, 2));

    it.each(parsed.value.scenarios.map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      async (_name, scenario) => {
        driver = new OrchestratorDriver(platform, log, name);
        expect(await runScenario(scenario, driver)).toEqual([]);
      },
      60_000,
    );
  });
});
