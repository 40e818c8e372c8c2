import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { INTEGRATION_POOL, parseAgentDefinition } from '@botarmy/process-engine';

import { SettingsError } from '../settings/settings-error';

/**
 * The pools of the agents below `<processes>/agents`, and that of integrations, sorted. Throws {@link SettingsError} naming file, line and remedy of
 * what is wrong in them.
 */
export function readAgentPools(processesDirectory: string): string[] {
  const folder = join(processesDirectory, 'agents');
  const agents = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const pools = agents.map(({ name }) => poolOf(join(folder, name)));
  return [...new Set([...pools, INTEGRATION_POOL])].sort();
}

function poolOf(agentDirectory: string): string {
  const file = join(agentDirectory, 'agent.yaml');
  const prompt = readFileSync(join(agentDirectory, 'prompt.md'), 'utf8');
  const result = parseAgentDefinition(readFileSync(file, 'utf8'), { file, prompt });
  if (result.ok) return result.value.definition.pool ?? result.value.definition.id;
  const problems = result.errors.map(
    ({ line, column, message, remedy }) => `${file}:${line}:${column} ${message} ${remedy}`,
  );
  throw new SettingsError(problems.join('\n'));
}
