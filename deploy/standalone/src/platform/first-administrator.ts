import { existsSync, readFileSync, rmSync } from 'node:fs';

import type { Credentials } from './platform-options';
import { FIRST_ADMINISTRATOR } from './platform-options';

/** Takes the generated password out of the file identity left it in; undefined at every start but the first. */
export function takeFirstAdministrator(file: string): Credentials | undefined {
  if (!existsSync(file)) return undefined;
  const password = readFileSync(file, 'utf8').trim();
  rmSync(file, { force: true });
  return password === '' ? undefined : { email: FIRST_ADMINISTRATOR, password };
}
