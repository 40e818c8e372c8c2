import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import { findFreePort } from '../ports/free-port';
import { PortTakenError } from '../ports/port-taken-error';
import { dieWithParentPrefix } from '../process/die-with-parent';
import { lastLines, readServerLog, serverLogSize } from '../process/server-log';
import { ServerProcess } from '../process/server-process';
import { waitUntil } from '../process/wait-until';

/** One start of the server program on a written configuration. */
export interface LaunchNatsOptions {
  program: string;
  configFile: string;
  /** The name the configuration gives the server; its greeting repeats it. */
  serverName: string;
  storeDirectory: string;
  logFile: string;
  /** Undefined: any free port. */
  port: number | undefined;
  dieWithParent: boolean;
  startTimeoutMs: number;
}

const PORT_IN_USE = /address already in use/i;
const PORT_GRACE_MS = 1_500;
const GREETING_TIMEOUT_MS = 1_000;

/** Starts the server and waits for its greeting on the port; tries again for a while when the port is taken. */
export async function launchNatsServer(options: LaunchNatsOptions): Promise<{ process: ServerProcess; port: number }> {
  const { logFile, startTimeoutMs } = options;
  const begin = performance.now();
  for (;;) {
    const port = options.port ?? (await findFreePort());
    const logOffset = serverLogSize(logFile);
    const process = await spawnNatsServer(options, port);
    const state = await waitUntil(() => startState(process, port, options.serverName), startTimeoutMs, 5);
    if (state === 'ready') {
      return { process, port };
    }
    await process.end([['SIGKILL', 5_000]]);
    const output = readServerLog(logFile, logOffset);
    if (!PORT_IN_USE.test(output)) {
      const reason = state === undefined ? `was not ready within ${startTimeoutMs} ms` : 'ended at once';
      throw new Error(`nats-server ${reason}. Its log, ${logFile}, ends with:\n${lastLines(output)}`);
    }
    if (performance.now() - begin > PORT_GRACE_MS) {
      throw new PortTakenError(port, 'nats-server');
    }
    await waitUntil(() => false, 100, 100);
  }
}

/** The name tells our server's greeting from that of a stranger's broker on the same port. */
async function startState(process: ServerProcess, port: number, name: string): Promise<'ready' | 'ended' | undefined> {
  const isReady = (await readGreeting(port))?.server_name === name;
  return isReady ? 'ready' : process.isRunning ? undefined : 'ended';
}

/** What a NATS server says to a new connection (`INFO {…}`); undefined when none answers on the loopback port. */
export function readGreeting(port: number): Promise<{ server_name?: string } | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let text = '';
    const finish = (): void => {
      socket.destroy();
      const json = /^INFO (\{.*\})/.exec(text)?.[1];
      resolve(json === undefined ? undefined : (JSON.parse(json) as { server_name?: string }));
    };
    socket.setTimeout(GREETING_TIMEOUT_MS, finish);
    socket.once('error', finish).once('close', finish);
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      if (text.includes('\n')) {
        finish();
      }
    });
  });
}

function spawnNatsServer(options: LaunchNatsOptions, port: number): Promise<ServerProcess> {
  const lifeline = options.dieWithParent ? dieWithParentPrefix('SIGKILL') : [];
  // The server refuses a store folder given twice, and without one it would write to the system's temporary folder.
  const namesStore = /\bstore_dir\b/.test(readFileSync(options.configFile, 'utf8'));
  const place = ['--addr', '127.0.0.1', '--port', String(port)];
  place.push(...(namesStore ? [] : ['--store_dir', options.storeDirectory]));
  const [command = '', ...args] = [...lifeline, options.program, '--config', options.configFile, ...place];
  return ServerProcess.spawn({ command, args, logFile: options.logFile, workingDirectory: options.storeDirectory });
}
