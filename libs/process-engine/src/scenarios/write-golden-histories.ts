import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CompiledProcess } from '../definition/compiled-process';
import { EngineDriver } from './engine-driver';
import { GOLDEN_STORIES } from './golden-stories';

// Writes the histories of new stories; what is written stays. Arguments: src/workflow/golden, compiled process.
const [folder, compiled] = process.argv.slice(2);
if (folder === undefined || compiled === undefined)
  throw new Error('Name the golden folder and a compiled process (JSON).');
const pinned = JSON.parse(readFileSync(compiled, 'utf8')) as CompiledProcess;
for (const [name, steps] of Object.entries(GOLDEN_STORIES)) {
  if (existsSync(join(folder, `${name}.events.json`))) continue;
  const driver = new EngineDriver(pinned);
  for (const step of steps) {
    const outcome = driver.perform(step);
    if (outcome !== 'accepted') throw new Error(`${name}: ${JSON.stringify(step)} was ${outcome}.`);
  }
  writeFileSync(join(folder, `${name}.events.json`), `${JSON.stringify(driver.events, null, 1)}\n`);
  writeFileSync(join(folder, `${name}.state.json`), `${JSON.stringify(driver.state, null, 1)}\n`);
}
