import { closeSync, copyFileSync, openSync, readdirSync, renameSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes after which a log is set aside; one older part is kept, so a service takes twice this at most, plus one interval. */
export const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

const setAside = (file: string): string => file.replace(/\.log$/, '.1.log');

/** Opens a service's log for appending; one that has grown over the limit is set aside first. */
export function openLog(file: string, limitBytes = LOG_LIMIT_BYTES): number {
  if (sizeOf(file) > limitBytes) renameSync(file, setAside(file));
  return openSync(file, 'a', 0o600);
}

/** A destination for a service's JSON lines. Lines are written at once: the last one before a crash is the one that counts. */
export class LogFile {
  private descriptor: number | undefined;

  constructor(readonly file: string) {
    this.descriptor = openLog(file);
  }

  /** After `close` lines are dropped: a connection pool may learn of the database's end after its service has stopped. */
  write(line: string): void {
    if (this.descriptor !== undefined) writeSync(this.descriptor, line);
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

/**
 * Keeps the logs of a folder bounded while services write to them: a large one is copied aside and cut. Writers append, so
 * they go on at the new end; the lines of the moment in between may be lost. Returns the function that stops it.
 */
export function boundLogs(folder: string, limitBytes = LOG_LIMIT_BYTES, intervalMs = 30_000): () => void {
  const timer = setInterval(() => boundOnce(folder, limitBytes), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** One pass of {@link boundLogs}. */
export function boundOnce(folder: string, limitBytes: number): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.log') && !name.endsWith('.1.log'));
  for (const file of files.map((name) => join(folder, name))) {
    if (sizeOf(file) <= limitBytes) continue;
    copyFileSync(file, setAside(file));
    truncateSync(file);
  }
}

/** Size of a file in bytes; 0 when there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
