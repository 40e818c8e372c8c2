import { readFile } from 'node:fs/promises';

import { readAll } from '../session/ask';
import type { Invocation } from '../tree/command';
import { UsageError } from '../usage-error';

/** The text of a file, or of standard input for "-". @throws {UsageError} when it cannot be read. */
export async function readText(
  file: string,
  { surroundings }: Pick<Invocation, 'surroundings'>,
  command: string,
  what = 'file',
): Promise<string> {
  if (file === '-') return readAll(surroundings.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`The ${what} cannot be read: ${(error as Error).message}`, command);
  }
}
