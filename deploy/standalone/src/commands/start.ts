import { parseArgs } from 'node:util';

import type { OwnerEnvironment } from '../environment';
import { startPlatform } from '../platform/start-platform';
import { stateDirectoryOf } from '../state/state-folder';
import { formatSeconds } from '../terminal/phase';
import type { Print } from '../terminal/print';
import { stopWithPatience, waitForStop } from '../terminal/wait-for-stop';
import { printCredentials, printPlatform } from './announce';
import { withPleasantPace } from './simulator-pace';

/** `npm start [-- --split]`: the platform, until somebody stops it. */
export async function start(options: readonly string[], environment: OwnerEnvironment, print: Print): Promise<number> {
  const { values } = parseArgs({ args: [...options], options: { split: { type: 'boolean', default: false } } });
  const startedMs = performance.now();
  const stop = waitForStop();
  const platform = await startPlatform({
    stateDirectory: stateDirectoryOf(environment),
    environment: withPleasantPace(environment),
    split: values.split,
    print,
    command: { name: 'start', arguments: options },
  });
  print('');
  printPlatform(print, platform, `Ready after ${formatSeconds(performance.now() - startedMs)}`);
  printCredentials(print, platform);
  print('Ctrl-C stops everything.');
  const { reason } = await stop.requested;
  if (reason instanceof Error) print(`An error nobody caught ends this run: ${reason.stack ?? reason.message}`);
  await stopWithPatience(print, () => platform.stop());
  return reason instanceof Error ? 1 : 0;
}
