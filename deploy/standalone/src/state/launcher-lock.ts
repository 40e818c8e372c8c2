import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { commandLineOf, isProcessAlive } from '@botarmy/embedded-infrastructure';

/** Who holds a state folder. */
export interface LockHolder {
  readonly pid: number;
  readonly command_line: string;
}

/** Another launcher works on the same state folder. */
export class AlreadyRunningError extends Error {
  constructor(
    readonly holder: LockHolder,
    stateDirectory: string,
  ) {
    super(
      `BotArmy already runs on ${stateDirectory} (process ${holder.pid}). End it with "npm run kill", or give this one ` +
        'a folder of its own with BOTARMY_STATE_DIR.',
    );
    this.name = 'AlreadyRunningError';
  }
}

const ATTEMPTS = 5;

/** Takes the lock of a state folder; returns the function that gives it back. Throws {@link AlreadyRunningError}. */
export function acquireLock(lockFile: string, stateDirectory: string): () => void {
  const text = JSON.stringify({ pid: process.pid, command_line: commandLineOf(process.pid) });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (createExclusively(lockFile, text)) return () => releaseLock(lockFile, text);
    const found = readLock(lockFile);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && isHeldBy(holder)) throw new AlreadyRunningError(holder, stateDirectory);
    removeStale(lockFile, found);
  }
  throw new Error(`The lock ${lockFile} keeps changing hands: another launcher starts at the same time. Try again.`);
}

/** The living holder of the lock, if there is one. */
export function currentHolder(lockFile: string): LockHolder | undefined {
  const holder = parseHolder(readLock(lockFile) ?? '');
  return holder !== undefined && isHeldBy(holder) ? holder : undefined;
}

/** A pid alone may belong to somebody else by now; together with the command line it does not. */
function isHeldBy({ pid, command_line: commandLine }: LockHolder): boolean {
  return isProcessAlive(pid) && commandLineOf(pid) === commandLine;
}

/** Linking a finished file makes the lock appear with its content, never empty. */
function createExclusively(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as LockHolder;
    return Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Two launchers may find the same stale lock: what was moved away must be the stale one, else it is put back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== stale) {
    try {
      linkSync(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  rmSync(aside, { force: true });
}

function releaseLock(file: string, text: string): void {
  if (readLock(file) === text) rmSync(file, { force: true });
}
