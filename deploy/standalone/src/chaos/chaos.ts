import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { OwnerEnvironment } from '../environment';
import { SeededRandom } from '../load/seeded-random';
import type { Print } from '../terminal/print';
import { waitForStop } from '../terminal/wait-for-stop';
import { readChaosOptions } from './chaos-options';
import type { ChaosOptions } from './chaos-options';
import { startChaosPlatform } from './chaos-platform';
import type { Fault } from './fault';
import { LauncherWords } from './launcher-words';
import { printHead, printRecord, printResult } from './report';
import { runChaos } from './run-chaos';
import { drawSchedule } from './schedule';
import { startZombieRunners } from './zombie-runners';

/** Short leases, so that many run out; answers so slow that a runner is heard of before it has one. */
const SLEEPY = { TASK_LEASE_SECONDS: '3', SIMULATOR_LATENCY_MS: '4000' };
const INTERRUPTED = 130;
const HIGHEST_SEED = 2 ** 31;

/** `npm run chaos -- --spine`: resolves to the exit code, 1 when anything was lost or doubled. */
export async function chaos(args: readonly string[], caller: OwnerEnvironment, print: Print): Promise<number> {
  const options = readChaosOptions(args, 1 + Math.floor(Math.random() * HIGHEST_SEED));
  const isZombie = options.zombieRounds !== undefined;
  const faults = isZombie ? [] : drawSchedule(new SeededRandom(options.seed), options);
  if (options.list || (faults.length === 0 && !isZombie)) {
    print(
      faults
        .map(({ name }) => name)
        .sort()
        .join('\n') || `No fault has "${options.only}" in its name.`,
    );
    return options.list ? 0 : 1;
  }
  const stateDirectory = mkdtempSync(join(tmpdir(), 'botarmy-chaos-'));
  print(
    `Seed ${options.seed}, ${options.workflows} workflows at any time, ${
      options.zombieRounds === undefined
        ? `${faults.length} faults`
        : `runners put to sleep ${options.zombieRounds} times`
    }; state in ${stateDirectory}.`,
  );
  const exitCode = await runOn(stateDirectory, faults, options, caller, print);
  if (exitCode === 0 && !options.keep) rmSync(stateDirectory, { recursive: true, force: true });
  else print(`Logs and database are left in ${stateDirectory}.`);
  return exitCode;
}

async function runOn(
  stateDirectory: string,
  drawn: readonly Fault[],
  { workflows, seed, short, only, zombieRounds }: ChaosOptions,
  caller: OwnerEnvironment,
  print: Print,
): Promise<number> {
  const stopping = waitForStop();
  const words = new LauncherWords();
  const platform = await startChaosPlatform({
    stateDirectory,
    caller,
    print: words.print,
    ...(zombieRounds === undefined ? {} : { variables: SLEEPY }),
  });
  const zombies = zombieRounds === undefined ? undefined : await startZombieRunners(platform);
  const faults = zombies?.faults(zombieRounds ?? 0) ?? drawn;
  try {
    printHead(print);
    const result = await runChaos({
      platform,
      words,
      faults,
      workflows,
      seed,
      signal: stopping.signal,
      onFault: (record) => printRecord(print, record),
    });
    const again = [
      `--workflows ${workflows}`,
      `--seed ${seed}`,
      ...(short ? ['--short'] : []),
      ...(only ? [`--only "${only}"`] : []),
    ];
    const what = zombieRounds === undefined ? '--spine' : `--zombie --rounds ${zombieRounds}`;
    printResult(print, result, `npm run chaos -- ${what} ${again.join(' ')}`);
    return result.violations.length === 0 ? 0 : 1;
  } catch (error) {
    if (stopping.signal.aborted) return INTERRUPTED;
    throw error;
  } finally {
    await zombies?.stop();
    await platform.stop();
  }
}
