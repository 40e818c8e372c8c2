import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { EngineDriver } from './engine-driver';
import { parseScenarios } from './parse-scenarios';
import { runScenario } from './run-scenario';
import { PROCESSES, shippedProcess } from './shipped-process.fixture';

const folders = [
  ...readdirSync(PROCESSES),
  ...readdirSync(join(PROCESSES, 'examples')).map((name) => `examples/${name}`),
];
const shipped = folders.filter((folder) => existsSync(join(PROCESSES, folder, 'process.yaml')));

describe.each(shipped)('the scenarios of process %s', (name) => {
  const file = join(PROCESSES, name, 'scenarios.yaml');
  const parsed = parseScenarios(readFileSync(file, 'utf8'), { file });
  const scenarios = parsed.ok ? parsed.value.scenarios : [];

  it('can be read', () => {
    expect(parsed).toMatchObject({ ok: true, value: { process: basename(name) } });
  });

  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    expect(await runScenario(scenario, new EngineDriver(shippedProcess(name)))).toEqual([]);
  });
});
