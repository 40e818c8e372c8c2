import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CompiledProcess } from '../definition/compiled-process';
import { loadProcess } from '../definition/load-process';
import type { ProcessFiles } from '../definition/load-process';

/** The folder of the shipped processes. */
export const PROCESSES = join(__dirname, '../../../../processes');

/** The files of a shipped process as the orchestrator would read them. */
export function shippedFiles(name = 'sdlc'): ProcessFiles {
  const read = (...parts: string[]) => readFileSync(join(PROCESSES, ...parts), 'utf8');
  return {
    process: { file: `processes/${name}/process.yaml`, text: read(name, 'process.yaml') },
    agents: readdirSync(join(PROCESSES, 'agents')).map((agent) => ({
      file: `processes/agents/${agent}/agent.yaml`,
      text: read('agents', agent, 'agent.yaml'),
      prompt: read('agents', agent, 'prompt.md'),
    })),
  };
}

/** A shipped process, compiled. */
export function shippedProcess(name = 'sdlc'): CompiledProcess {
  const result = loadProcess(shippedFiles(name));
  if (!result.ok) throw new Error(JSON.stringify(result.errors, null, 2));
  return result.value;
}
