import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { currentHolder } from '../state/launcher-lock';
import { readRunRecord } from '../state/run-record';
import { loadSecrets } from '../state/secrets';
import { DEMO_USER } from './platform-options';
import type { Credentials } from './platform-options';

/** The platform that runs on a state folder and answers, with its demo user; undefined when there is none. */
export function findRunningPlatform(stateDirectory: string): { url: string; user: Credentials } | undefined {
  const lockFile = join(stateDirectory, 'launcher.lock');
  if (!existsSync(lockFile) || currentHolder(lockFile) === undefined) return undefined;
  const url = readRunRecord(join(stateDirectory, 'run.json'))?.url;
  if (typeof url !== 'string') return undefined;
  const { demo_user_password: password } = loadSecrets(join(stateDirectory, 'secrets.json'));
  return { url, user: { email: DEMO_USER, password } };
}
