import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadProcess } from '@botarmy/process-engine';
import type { CompiledProcess } from '@botarmy/process-engine';

const PROCESSES = join(__dirname, '../../../../processes');

/** An example of the process language, compiled after a change of its text. */
export function exampleProcess(name: string, change: (text: string) => string = (text) => text): CompiledProcess {
  const read = (...parts: string[]) => readFileSync(join(PROCESSES, ...parts), 'utf8');
  const result = loadProcess({
    process: { file: `${name}/process.yaml`, text: change(read('examples', name, 'process.yaml')) },
    agents: readdirSync(join(PROCESSES, 'agents')).map((agent) => ({
      file: `agents/${agent}/agent.yaml`,
      text: read('agents', agent, 'agent.yaml'),
      prompt: read('agents', agent, 'prompt.md'),
    })),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.errors, null, 2));
  return result.value;
}
