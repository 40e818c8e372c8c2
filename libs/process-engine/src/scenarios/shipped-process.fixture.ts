import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { CompiledProcess } from '../definition/compiled-process';
import type { ProcessFiles } from '../definition/load-process';
import { loadProcesses } from '../definition/load-processes';

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

const compiled = new Map<string, CompiledProcess>();

/** A shipped process, compiled, with the sub-processes it uses. */
export function shippedProcess(name = 'sdlc'): CompiledProcess {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const examples = readdirSync(join(PROCESSES, 'examples')).map((example) => `examples/${example}`);
  const files = [...new Set([...examples, name])].map(shippedFiles);
  const { processes, errors } = loadProcesses(files);
  const process = processes.find((candidate) => candidate.name === basename(name));
  if (process === undefined) throw new Error(JSON.stringify(errors, null, 2));
  compiled.set(name, process);
  return process;
}
