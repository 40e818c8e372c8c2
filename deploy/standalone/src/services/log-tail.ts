import { closeSync, openSync, readSync } from 'node:fs';

import { sizeOf } from './log-file';

const TAIL_BYTES = 16_384;
const SHOWN_LINES = 12;

/** The last lines a service wrote after `offset`, JSON lines shortened to level and message. */
export function logTail(file: string, offset = 0): string {
  const size = sizeOf(file);
  const from = Math.max(offset, size - TAIL_BYTES);
  if (size <= from) return '';
  const buffer = Buffer.alloc(size - from);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, from);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').trimEnd().split('\n').map(shorten).slice(-SHOWN_LINES).join('\n');
}

function shorten(line: string): string {
  try {
    const { level, message, err } = JSON.parse(line) as {
      level?: string;
      message?: string;
      err?: { message?: string };
    };
    return [level, message, err?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}
