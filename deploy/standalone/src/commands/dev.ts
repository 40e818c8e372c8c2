import { parseArgs } from 'node:util';

import { chooseConsolePort, startConsoleServer } from '../dev/console-server';
import { HotReload } from '../dev/hot-reload';
import { rebuild } from '../dev/rebuild';
import { watchSources } from '../dev/watch-sources';
import type { OwnerEnvironment } from '../environment';
import { startPlatform } from '../platform/start-platform';
import { stateDirectoryOf } from '../state/state-folder';
import type { Print } from '../terminal/print';
import { describeFailure } from '../terminal/run-program';
import { stopWithPatience, waitForStop } from '../terminal/wait-for-stop';
import { printCredentials, printPlatform } from './announce';
import { withPleasantPace } from './simulator-pace';

/** `npm run dev`: the platform as processes that are built and restarted when their sources are saved, and the console likewise. */
export async function dev(args: readonly string[], environment: OwnerEnvironment, print: Print): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { 'no-console': { type: 'boolean', default: false } } });
  const stateDirectory = stateDirectoryOf(environment);
  const stop = waitForStop();
  const consolePort = values['no-console'] ? undefined : await chooseConsolePort(environment);
  const platform = await startPlatform({
    stateDirectory,
    environment: withPleasantPace(environment),
    split: true,
    print,
    command: { name: 'dev', arguments: args },
    extraOrigins: consolePort === undefined ? [] : originsOf(consolePort),
  });
  const reload = new HotReload({ platform, print, rebuild });
  const endWatch = watchSources((paths, savedMs) => void reload.saved(paths, savedMs));
  print('');
  printPlatform(print, platform, 'Platform ready');
  printCredentials(print, platform);

  const consoleServer =
    consolePort === undefined
      ? undefined
      : startConsoleServer(platform.url, consolePort, stateDirectory, environment).then(
          (server) => {
            if (server === undefined) return undefined;
            platform.record('console', server.pid, consolePort);
            print(`Console with hot reload: ${server.url}`);
            return server;
          },
          (error: unknown) => void print(describeFailure(error)),
        );
  print('Saving a file restarts what it belongs to. Ctrl-C stops everything.');
  await stop.requested;
  endWatch();
  await stopWithPatience(print, async () => {
    await (await consoleServer)?.stop();
    await platform.stop();
  });
  return 0;
}

function originsOf(port: number): string[] {
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
}
