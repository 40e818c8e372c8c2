import { join } from 'node:path';

import type { OwnerEnvironment } from '../environment';
import { endRun } from '../platform/end-run';
import { endRecorded, stillRuns } from '../state/recorded-processes';
import { readRunRecord } from '../state/run-record';
import type { RunRecord } from '../state/run-record';
import { stateDirectoryOf } from '../state/state-folder';
import type { Print } from '../terminal/print';

const GRACE_MS = 25_000;

/**
 * `npm run restart`: ends the recorded run and starts the same again in this terminal; starts the platform when none runs.
 * `npm run restart -- <service>`: ends that one process of a split run, which its launcher brings back.
 */
export async function restart(
  [service, ...rest]: readonly string[],
  environment: OwnerEnvironment,
  print: Print,
): Promise<number> {
  const stateDirectory = stateDirectoryOf(environment);
  const record = readRunRecord(join(stateDirectory, 'run.json'));
  if (service !== undefined && !service.startsWith('-')) return restartOne(service, record, print);

  const ended = await endRun(stateDirectory);
  if (ended.length > 0) print(`Ended: ${ended.join(', ')}.`);
  const options = [service, ...rest].filter((option) => option !== undefined);
  // A demo that was cut off is not what somebody wants back; the platform it ran on is.
  const recorded = record?.command.name === 'demo' ? [] : (record?.command.arguments ?? []);
  const begin =
    record?.command.name === 'dev'
      ? (require('./dev') as typeof import('./dev')).dev
      : (require('./start') as typeof import('./start')).start;
  return begin(options.length > 0 ? options : recorded, environment, print);
}

async function restartOne(service: string, record: RunRecord | undefined, print: Print): Promise<number> {
  const entry = record?.services.find(({ name }) => name === service);
  if (record === undefined || entry === undefined || !stillRuns(entry)) {
    print(
      `No service "${service}" runs. Running: ${record?.services.map(({ name }) => name).join(', ') || 'nothing'}.`,
    );
    return 1;
  }
  if (entry.pid === record.launcher.pid) {
    print(`${service} shares one process with all others: use "npm run restart", or start with --split.`);
    return 1;
  }
  await endRecorded([entry], GRACE_MS);
  print(`${service} ended; its launcher starts it again.`);
  return 0;
}
