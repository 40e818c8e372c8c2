import { approveUnasked, askAtTerminal } from '../demo/answer-requests';
import { readDemoOptions } from '../demo/demo-options';
import type { DemoOptions } from '../demo/demo-options';
import { printResult, runDemo } from '../demo/run-demo';
import { LiveProgress, PlainProgress } from '../demo/show-progress';
import { valueOf } from '../environment';
import type { OwnerEnvironment } from '../environment';
import { findRunningPlatform } from '../platform/find-running';
import type { Credentials } from '../platform/platform-options';
import { startPlatform } from '../platform/start-platform';
import { stateDirectoryOf } from '../state/state-folder';
import type { Print } from '../terminal/print';
import { describeFailure } from '../terminal/run-program';
import { stopWithPatience, waitForStop } from '../terminal/wait-for-stop';
import type { StopRequest } from '../terminal/wait-for-stop';
import { printCredentials, printPlatform } from './announce';
import { withPleasantPace } from './simulator-pace';

const INTERRUPTED = 130;

/** A platform the demo can use: one that runs already, or one of its own. */
interface Stage {
  readonly url: string;
  readonly user: Credentials;
  /** Stops what the demo itself started. */
  readonly stop: (() => Promise<void>) | undefined;
}

/** `npm run demo`: one run of the shipped process, from a brief to its artifacts in a folder. */
export async function demo(args: readonly string[], environment: OwnerEnvironment, print: Print): Promise<number> {
  const options = readDemoOptions(args);
  const stopping = waitForStop();
  const stage = await openStage(options, args, environment, print);
  const outcome = await Promise.race([play(options, stage, environment, print, stopping.signal), stopping.requested]);
  const exitCode = typeof outcome === 'number' ? outcome : interrupted(outcome, print);
  const stop = stage.stop;
  if (stop === undefined) return exitCode;
  if (options.keep && exitCode === 0) {
    print(`The platform stays up at ${stage.url}. Ctrl-C stops it.`);
    await stopping.requested;
  } else if (exitCode === 0) {
    print('"npm start" brings the platform back with this run in its console; "npm run demo -- --keep" leaves it up.');
  }
  await stopWithPatience(print, stop);
  return exitCode;
}

async function openStage(
  { split }: DemoOptions,
  args: readonly string[],
  environment: OwnerEnvironment,
  print: Print,
): Promise<Stage> {
  const stateDirectory = stateDirectoryOf(environment);
  const running = findRunningPlatform(stateDirectory);
  if (running !== undefined) {
    print(`Using the platform that runs already: ${running.url}`);
    return { ...running, stop: undefined };
  }
  const platform = await startPlatform({
    stateDirectory,
    environment: withPleasantPace(environment),
    split,
    print,
    command: { name: 'demo', arguments: args },
    withDemoUser: true,
  });
  print('');
  printPlatform(print, platform, 'Platform ready');
  printCredentials(print, platform);
  const { url, demoUser, stop } = platform;
  if (demoUser === undefined) throw new Error('a platform started with a demo user has none');
  return { url, user: demoUser, stop };
}

async function play(
  options: DemoOptions,
  stage: Stage,
  environment: OwnerEnvironment,
  print: Print,
  signal: AbortSignal,
): Promise<number> {
  const asks = process.stdin.isTTY && process.stdout.isTTY && !options.yes;
  const view = process.stdout.isTTY
    ? new LiveProgress(process.stdout, wantsColor(environment))
    : new PlainProgress(print);
  try {
    const result = await runDemo({
      url: stage.url,
      user: stage.user,
      brief: options.brief,
      out: options.out,
      print,
      view,
      decide: asks ? askAtTerminal(print, process.stdin, process.stdout) : approveUnasked,
      signal,
    });
    printResult(print, result);
    return 0;
  } catch (error) {
    // An interruption is reported by whoever asked for it.
    if (!signal.aborted) print(describeFailure(error));
    return 1;
  }
}

/** https://no-color.org */
function wantsColor(environment: OwnerEnvironment): boolean {
  return valueOf(environment, 'NO_COLOR') === undefined && environment.TERM !== 'dumb';
}

function interrupted({ reason }: StopRequest, print: Print): number {
  print('');
  if (reason instanceof Error) {
    print(describeFailure(reason));
    return 1;
  }
  print('Interrupted. The workflow goes on when the platform starts again.');
  return INTERRUPTED;
}
