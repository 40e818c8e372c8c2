import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { endRecorded, stillRuns } from '../state/recorded-processes';
import { readRunRecord } from '../state/run-record';
import type { RecordedProcess } from '../state/run-record';

/** The launcher needs this long to stop everything in order. */
const LAUNCHER_GRACE_MS = 30_000;
const ORPHAN_GRACE_MS = 10_000;

/**
 * Ends the recorded run of a state folder: the launcher, which stops the rest in order; then what a killed launcher left.
 * Returns the names of what was running.
 */
export async function endRun(stateDirectory: string): Promise<string[]> {
  const runFile = join(stateDirectory, 'run.json');
  const record = readRunRecord(runFile);
  if (record === undefined) return [];
  const others = [...record.services, ...record.servers].filter(({ pid }) => pid !== record.launcher.pid);
  const running = [record.launcher, ...others].filter(stillRuns).map(({ name }) => name);
  await endRecorded([record.launcher], LAUNCHER_GRACE_MS);
  // Services first: a database that goes away under them would only fill their logs.
  for (const group of [record.services, record.servers]) {
    await endRecorded(
      group.filter((entry: RecordedProcess) => entry.pid !== record.launcher.pid),
      ORPHAN_GRACE_MS,
    );
  }
  rmSync(runFile, { force: true });
  return running;
}
