import { printError, printLine } from './print';
import type { Print } from './print';

const OLDEST_NODE = 24;

/** Errors whose message says all a person needs; of others the stack is shown too. */
const explained = new Set([
  'AlreadyRunningError',
  'ArtifactFileError',
  'BotArmyProblem',
  'ConfigError',
  'DemoError',
  'NatsServerUnavailableError',
  'PortTakenError',
  'ServiceStartError',
  'SettingsError',
]);

/**
 * Body of an entry point: refuses an old Node before anything heavy is loaded, runs the program, and ends the process with
 * its exit code, or with 1 and a message.
 */
export async function runProgram(program: (print: Print) => Promise<number>): Promise<void> {
  const major = Number(process.versions.node.split('.', 1)[0]);
  if (major < OLDEST_NODE) {
    printError(`Node ${OLDEST_NODE} or newer is needed, this is ${process.versions.node}: use npm start.`);
    process.exit(1);
  }
  try {
    process.exitCode = await program(printLine);
  } catch (error) {
    printError(describeFailure(error));
    process.exitCode = 1;
  }
  // Whatever a failed start left open must not keep the terminal waiting.
  process.exit();
}

/** An error as text for the person at the terminal. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return explained.has(error.name) ? error.message : (error.stack ?? error.message);
}
