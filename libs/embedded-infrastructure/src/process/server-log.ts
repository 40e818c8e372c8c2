import { openSync, readFileSync, renameSync, statSync } from 'node:fs';

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** Opens a server's log for appending. A log over 10 MB becomes `<file>.1` first, so that two files bound the space. */
export function openServerLog(file: string): number {
  if (serverLogSize(file) > MAX_LOG_BYTES) {
    renameSync(file, `${file}.1`);
  }
  return openSync(file, 'a', 0o600);
}

/** Bytes in the log now; remember it before a start to read only what that start wrote. */
export function serverLogSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** What was logged from byte `offset` on (a rotated log starts at 0); empty without a log. */
export function readServerLog(file: string, offset: number): string {
  try {
    const content = readFileSync(file);
    return content.subarray(content.length < offset ? 0 : offset).toString('utf8');
  } catch {
    return '';
  }
}

/** The last lines of a text, indented for an error message. */
export function lastLines(text: string, count = 15): string {
  const lines = text.trimEnd().split('\n').slice(-count);
  return lines.map((line) => `    ${line}`).join('\n');
}
