import { ConfigError } from '../config/config-error';
import type { Environment } from '../config/load-config';
import { isError } from '../errors/is-error';
import type { Logger } from '../logging/logger';
import type { RunningService } from './start-service';

/** What every service's `bootstrap` takes. */
export interface BootstrapOptions {
  environment: Environment;
  /** Given by a process that hosts several services. */
  logger?: Logger;
  /** True only for a process that holds this one service. */
  handleSignals?: boolean;
}

/** What every service exports from `bootstrap.ts`; importing it has no side effects. */
export type Bootstrap = (options: BootstrapOptions) => Promise<RunningService>;

const oldestNode = 24;

/**
 * Body of a service's `main.ts`: checks the Node version before the service is even loaded, starts it with the
 * process's environment, and ends with 1 and a plain message when that fails.
 */
export async function runMain(load: () => Promise<{ bootstrap: Bootstrap }>): Promise<void> {
  const found = Number(process.versions.node.split('.', 1)[0]);
  if (found < oldestNode)
    fail(`Node ${oldestNode} or newer is needed, this is ${process.versions.node}: use npm start`);
  try {
    const { bootstrap } = await load();
    // eslint-disable-next-line botarmy/no-process-env -- this is the body of every service's main.ts
    await bootstrap({ environment: process.env, handleSignals: true });
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    fail(isError(error) ? (error.stack ?? error.message) : String(error));
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
