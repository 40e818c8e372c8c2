import { endRecorded, stillRuns } from '../state/recorded-processes';
import { readRunRecord } from '../state/run-record';
import type { StateFolder } from '../state/state-folder';
import type { Print } from '../terminal/print';

const GRACE_MS = 5_000;

/**
 * Ends the services an earlier launcher left behind when it was killed. Its PostgreSQL and nats-server are not touched:
 * the start takes them over or replaces them.
 */
export async function recoverFromEarlierRun({ runFile }: StateFolder, print: Print): Promise<void> {
  const record = readRunRecord(runFile);
  const left = (record?.services ?? []).filter((entry) => entry.pid !== record?.launcher.pid && stillRuns(entry));
  if (left.length === 0) return;
  print(`The last run was cut off; ending what it left: ${left.map(({ name }) => name).join(', ')}.`);
  await endRecorded(left, GRACE_MS);
}
