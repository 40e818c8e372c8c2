import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { CompiledProcess } from '../definition/compiled-process';
import { loadProcesses } from '../definition/load-processes';
import { EngineDriver } from './engine-driver';
import { GOLDEN_LANGUAGE_STORIES, GOLDEN_STORIES } from './golden-stories';

// Writes the histories of new stories; what is written stays. Arguments: src/workflow/golden, the folder of the processes.
const [folder, processes] = process.argv.slice(2);
if (folder === undefined || processes === undefined)
  throw new Error('Name the golden folder and that of the processes.');
const firstStories = Object.entries(GOLDEN_STORIES).map(([name, steps]) => [name, { process: 'sdlc', steps }] as const);
for (const [name, story] of [...firstStories, ...Object.entries(GOLDEN_LANGUAGE_STORIES)]) {
  if (existsSync(join(folder, `${name}.events.json`))) continue;
  const pinned = compiled(story.process, processes);
  const driver = new EngineDriver(pinned);
  for (const step of story.steps) {
    const outcome = typeof step === 'function' ? driver.handle(step(driver.state, pinned)) : driver.perform(step);
    if (outcome !== 'accepted') throw new Error(`${name}: ${JSON.stringify(step)} was ${outcome}.`);
  }
  writeFileSync(join(folder, `${name}.events.json`), `${JSON.stringify(driver.events, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.state.json`), `${JSON.stringify(driver.state, null, 1)}\n`);
}

/** A process of the repository with whatever it uses. */
function compiled(name: string, directory: string): CompiledProcess {
  const read = (...parts: string[]): string => readFileSync(join(directory, ...parts), 'utf8');
  const agents = readdirSync(join(directory, 'agents')).map((agent) => ({
    file: `agents/${agent}/agent.yaml`,
    text: read('agents', agent, 'agent.yaml'),
    prompt: read('agents', agent, 'prompt.md'),
  }));
  const examples = readdirSync(join(directory, 'examples')).map((example) => `examples/${example}`);
  const files = ['sdlc', ...examples].map((each) => ({
    process: { file: `${each}/process.yaml`, text: read(each, 'process.yaml') },
    agents,
  }));
  const found = loadProcesses(files).processes.find((candidate) => candidate.name === basename(name));
  if (found === undefined) throw new Error(`There is no process ${name} that can run.`);
  return found;
}
