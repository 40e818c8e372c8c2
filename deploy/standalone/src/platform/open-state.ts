import { mkdirSync } from 'node:fs';

import { acquireLock } from '../state/launcher-lock';
import { describeProcess } from '../state/recorded-processes';
import { RunRecorder } from '../state/run-record';
import { loadSecrets } from '../state/secrets';
import type { Secrets } from '../state/secrets';
import { openStateFolder } from '../state/state-folder';
import type { StateFolder } from '../state/state-folder';
import type { Print } from '../terminal/print';
import type { PlatformOptions } from './platform-options';
import { recoverFromEarlierRun } from './recover';

/** A state folder that belongs to this launcher alone until `cleanup` has run. */
export interface OpenState {
  readonly folder: StateFolder;
  readonly secrets: Secrets;
  readonly recorder: RunRecorder;
}

/** Locks the state folder, clears what a killed launcher left, and begins the record of this run. */
export async function openState(
  { stateDirectory, command = { name: 'start', arguments: [] } }: PlatformOptions,
  print: Print,
  cleanup: AsyncDisposableStack,
): Promise<OpenState> {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const folder = openStateFolder(stateDirectory);
  cleanup.defer(acquireLock(folder.lockFile, folder.root));
  await recoverFromEarlierRun(folder, print);
  const secrets = loadSecrets(folder.secretsFile);
  const recorder = new RunRecorder(folder.runFile, {
    launcher: describeProcess('launcher', process.pid),
    command,
    started_at: new Date().toISOString(),
    url: null,
    servers: [],
    services: [],
  });
  cleanup.defer(() => recorder.remove());
  return { folder, secrets, recorder };
}
