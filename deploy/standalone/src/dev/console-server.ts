import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { assertPortFree, findFreePort, isPortFree } from '@botarmy/embedded-infrastructure';

import { findCheckout } from '../checkout';
import type { OwnerEnvironment } from '../environment';
import { openLog } from '../services/log-file';
import { SettingsError } from '../settings/settings-error';
import { writeAtomically } from '../state/write-atomically';

/** The console's development server. */
export interface ConsoleServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Where the specification has the console in development. */
const USUAL_PORT = 3000;
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 100;

/** Chooses the console's port: `CONSOLE_PORT`, else 3000, else a free one. */
export async function chooseConsolePort(environment: OwnerEnvironment): Promise<number> {
  const text = environment.CONSOLE_PORT || undefined;
  if (text === undefined) return (await isPortFree(USUAL_PORT)) ? USUAL_PORT : findFreePort();
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new SettingsError(`CONSOLE_PORT must be a number from 1 to 65535, not "${text}".`);
  }
  await assertPortFree(port, 'the console', 'CONSOLE_PORT asks for it: end what listens there or set another one.');
  return port;
}

/**
 * Starts `ng serve`, which builds the console again whenever it is saved and passes calls on to the gateway. Undefined when
 * there is no console in this checkout.
 */
export async function startConsoleServer(
  gatewayUrl: string,
  port: number,
  stateDirectory: string,
  environment: OwnerEnvironment,
  angular: string = join(findCheckout(), 'node_modules/@angular/cli/bin/ng.js'),
): Promise<ConsoleServer | undefined> {
  const checkout = findCheckout();
  if (!existsSync(angular) || !existsSync(join(checkout, 'frontend/angular.json'))) return undefined;
  const proxy = join(stateDirectory, 'console-proxy.json');
  const target = { target: gatewayUrl, ws: true };
  writeAtomically(proxy, JSON.stringify({ '/api': target, '/ws': target, '/health': { target: gatewayUrl } }));
  const log = openLog(join(stateDirectory, 'logs', 'console.log'));
  const options = ['serve', '--host', '127.0.0.1', '--port', String(port), '--proxy-config', proxy];
  const child = spawn(process.execPath, [angular, ...options], {
    cwd: join(checkout, 'frontend'),
    env: { ...environment, NG_CLI_ANALYTICS: 'false', NO_COLOR: '1' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const gone = new AbortController();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve())).then(() => gone.abort());
  const server: ConsoleServer = {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
  if (await answersOn(port, AbortSignal.any([gone.signal, AbortSignal.timeout(START_TIMEOUT_MS)]))) return server;
  await server.stop();
  throw new Error(
    `The console's development server did not start. Its log: ${join(stateDirectory, 'logs', 'console.log')}`,
  );
}

async function answersOn(port: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await accepts(port)) return true;
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    const answer = (isUp: boolean): void => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
