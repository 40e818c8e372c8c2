import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

import type { OwnerEnvironment } from '../environment';
import { stateDirectoryOf } from '../state/state-folder';
import type { Print } from '../terminal/print';

/** One command of the launcher; resolves to the exit code. */
export type Command = (options: readonly string[], environment: OwnerEnvironment, print: Print) => Promise<number>;

/** Each command is loaded when it is called: `kill` needs none of what `start` loads. */
const commands: Readonly<Record<string, () => Command>> = {
  start: () => (require('./start') as typeof import('./start')).start,
  demo: () => (require('./demo') as typeof import('./demo')).demo,
  dev: () => (require('./dev') as typeof import('./dev')).dev,
  kill: () => (require('./kill') as typeof import('./kill')).kill,
  restart: () => (require('./restart') as typeof import('./restart')).restart,
};

/** Runs the command named by the first argument. */
export async function runCommand(
  [name = '', ...options]: readonly string[],
  environment: OwnerEnvironment,
  print: Print,
): Promise<number> {
  const load = commands[name];
  if (load === undefined) {
    print(`"${name}" is no command. Known: ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  // Code that was compiled once is loaded in half the time afterwards.
  enableCompileCache(join(stateDirectoryOf(environment), 'compiled'));
  return load()(options, environment, print);
}
