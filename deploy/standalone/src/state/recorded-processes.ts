import { setTimeout as delay } from 'node:timers/promises';

import { commandLineOf, isProcessAlive } from '@botarmy/embedded-infrastructure';

import type { RecordedProcess } from './run-record';

const POLL_MS = 50;

/** Whether exactly the recorded process still runs: the number alone may belong to somebody else by now. */
export function stillRuns({ pid, command_line: commandLine }: RecordedProcess): boolean {
  return isProcessAlive(pid) && commandLineOf(pid) === commandLine;
}

/** Describes a process for the record. */
export function describeProcess(name: string, pid: number, port?: number): RecordedProcess {
  return { name, pid, command_line: commandLineOf(pid), ...(port === undefined ? {} : { port }) };
}

/**
 * Ends recorded processes, SIGTERM first and SIGKILL for those that still run after `graceMs`. Returns the names of those
 * that were running.
 */
export async function endRecorded(entries: readonly RecordedProcess[], graceMs: number): Promise<string[]> {
  const running = entries.filter(stillRuns);
  for (const entry of running) signal(entry, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (running.some(stillRuns) && performance.now() < deadline) await delay(POLL_MS);
  for (const entry of running.filter(stillRuns)) signal(entry, 'SIGKILL');
  while (running.some(stillRuns)) await delay(POLL_MS);
  return running.map(({ name }) => name);
}

function signal({ pid }: RecordedProcess, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
