import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { commandLineOf, isProcessAlive, processesWorkingIn } from '../process/process-table';
import { waitUntil } from '../process/wait-until';

/** What a server writes into its `postmaster.pid`. */
export interface PostmasterFile {
  pid: number;
  port: number;
  isReady: boolean;
}

const ORPHAN_GRACE_MS = 3_000;

/** The content of `postmaster.pid`; undefined when there is none or it is not complete yet. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    return pid > 0 && port > 0 ? { pid, port, isReady: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

/** The server that runs on this data folder, if one does. A number taken over by another program does not count. */
export function findLivePostmaster(cluster: string): PostmasterFile | undefined {
  const file = readPostmasterFile(cluster);
  const isOurs = file !== undefined && isProcessAlive(file.pid) && commandLineOf(file.pid).includes(cluster);
  return isOurs ? file : undefined;
}

/**
 * Clears what a killed server left behind. PostgreSQL does this itself except when the pid is a zombie's or has been
 * given to another process; and back ends of a killed server may live on for a moment and must be gone first.
 */
export async function clearDeadPostmaster(cluster: string, graceMs = ORPHAN_GRACE_MS): Promise<void> {
  const areOrphansGone = await waitUntil(() => processesWorkingIn(cluster).length === 0, graceMs);
  if (!areOrphansGone) {
    assertNoRival(cluster);
    for (const pid of processesWorkingIn(cluster)) {
      process.kill(pid, 'SIGKILL');
    }
    await waitUntil(() => processesWorkingIn(cluster).length === 0, graceMs);
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** Back ends rename themselves to `postgres: …`; a process that still shows the folder is a server of its own. */
function assertNoRival(cluster: string): void {
  const rival = processesWorkingIn(cluster).find((pid) => commandLineOf(pid).includes(cluster));
  if (rival !== undefined) {
    throw new Error(`Another PostgreSQL (pid ${rival}) is just starting on ${cluster}. Wait for it, or end it.`);
  }
}
