import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { LogSink, ManagedServer } from '../process/managed-server';
import { ServerHandle } from '../process/server-handle';
import { readServerLog, serverLogSize } from '../process/server-log';
import { ServerProcess } from '../process/server-process';
import { waitUntil } from '../process/wait-until';
import { findNatsServer, type FindNatsServerOptions, type NatsServerBinary } from './find-nats-server';
import { type LaunchNatsOptions, launchNatsServer, readGreeting } from './launch-nats-server';
import { findLiveNatsServer, writeNatsProcessFile } from './nats-process-file';

/** How to start an embedded nats-server. Where its program comes from: see {@link FindNatsServerOptions}. */
export interface StartNatsServerOptions extends FindNatsServerOptions {
  /** State folder: JetStream store, configuration, log. Made when missing; kept across starts. */
  storeDirectory: string;
  /** 0 or undefined: any free port. A number that is taken ends in PortTakenError. */
  port?: number;
  /** The configuration; port and address given here win over those in the text, a text without `store_dir` gets the store folder, `server_name` is set here. A function is told the found program. */
  configText: string | ((binary: NatsServerBinary) => string);
  log?: LogSink;
  /** What to do with a server an earlier launcher left running: replace it, so that the configuration counts (default), or take it over. */
  onLiveServer?: 'attach' | 'replace';
  /** Ties the server's life to this process (Linux): for tests. */
  dieWithParent?: boolean;
  /** Time to become ready, recovery of the store included; 30 s by default. */
  startTimeoutMs?: number;
}

/** A running embedded nats-server. */
export interface NatsServer extends ManagedServer {
  /** `nats://127.0.0.1:<port>`, without credentials. */
  readonly url: string;
  readonly version: string;
  readonly storeDirectory: string;
  /** Replaces users and permissions of the running server. Throws when the server refuses the text (port and store cannot change so). */
  reload(configText: string): Promise<void>;
}

const RELOAD_TIMEOUT_MS = 5_000;
const STOP_STEPS = [['SIGTERM', 5_000], ['SIGKILL', 5_000]] as const; // prettier-ignore

class NatsHandle extends ServerHandle implements NatsServer {
  readonly url: string;

  constructor(
    readonly version: string,
    readonly storeDirectory: string,
    private readonly configFile: string,
    parts: ConstructorParameters<typeof ServerHandle>[0],
  ) {
    super(parts);
    this.url = `nats://127.0.0.1:${parts.port}`;
  }

  async reload(configText: string): Promise<void> {
    const logOffset = serverLogSize(this.logFile);
    writeConfig(this.configFile, configText);
    process.kill(this.pid, 'SIGHUP');
    const outcome = await waitUntil(() => reloadOutcome(readServerLog(this.logFile, logOffset)), RELOAD_TIMEOUT_MS);
    if (outcome !== 'Reloaded server configuration') {
      throw new Error(`nats-server did not take the new configuration: ${outcome ?? 'no answer in its log'}.`);
    }
  }
}

/** One name for one folder, so that a greeting tells our server from a stranger's on the same port. */
function serverNameOf(configFile: string): string {
  return `botarmy-${createHash('sha256').update(configFile).digest('hex').slice(0, 16)}`;
}

function writeConfig(configFile: string, text: string): void {
  writeFileSync(configFile, `server_name: ${serverNameOf(configFile)}\n${text}`, { mode: 0o600 });
}

function reloadOutcome(log: string): string | undefined {
  return /Reloaded server configuration|Failed to reload[^\n]*/.exec(log)?.[0];
}

/**
 * Starts nats-server with JetStream as a direct child process and resolves when it greets. Throws PortTakenError,
 * NatsServerUnavailableError, or an Error with the end of the server's log.
 */
export async function startNatsServer(options: StartNatsServerOptions): Promise<NatsServer> {
  const { log = () => undefined, configText } = options;
  const binary = await findNatsServer(options);
  const storeDirectory = resolve(options.storeDirectory);
  mkdirSync(storeDirectory, { recursive: true, mode: 0o700 });
  const configFile = join(storeDirectory, 'nats-server.conf');
  const processFile = join(storeDirectory, 'nats-server.json');
  const launch: LaunchNatsOptions = {
    program: binary.path,
    configFile,
    serverName: serverNameOf(configFile),
    storeDirectory,
    logFile: join(storeDirectory, 'nats-server.log'),
    port: options.port === 0 ? undefined : options.port,
    dieWithParent: options.dieWithParent ?? false,
    startTimeoutMs: options.startTimeoutMs ?? 30_000,
  };
  const start = async (port: number | undefined): Promise<{ process: ServerProcess; port: number }> => {
    const started = await launchNatsServer({ ...launch, port });
    writeNatsProcessFile(processFile, { pid: started.process.pid, port: started.port });
    return started;
  };

  const taken = await takeOver(options, processFile, configFile, log);
  if (taken === undefined) {
    writeConfig(configFile, typeof configText === 'string' ? configText : configText(binary));
  }
  const { process, port } = taken ?? (await start(launch.port));
  return new NatsHandle(binary.version, storeDirectory, configFile, {
    name: 'nats-server',
    port,
    logFile: launch.logFile,
    process,
    stopSteps: STOP_STEPS,
    start: async (samePort) => (await start(samePort)).process,
  });
}

async function takeOver(
  options: StartNatsServerOptions,
  processFile: string,
  configFile: string,
  log: LogSink,
): Promise<{ process: ServerProcess; port: number } | undefined> {
  const live = findLiveNatsServer(processFile, configFile);
  if (live === undefined) {
    return undefined;
  }
  const process = ServerProcess.attach(live.pid);
  const isWantedPort = !options.port || options.port === live.port;
  if (
    options.onLiveServer === 'attach' &&
    isWantedPort &&
    (await readGreeting(live.port))?.server_name === serverNameOf(configFile)
  ) {
    log(`nats-server already runs on this folder (pid ${live.pid}); using it.`);
    return { process, port: live.port };
  }
  log(`nats-server already runs on this folder (pid ${live.pid}); stopping it first.`);
  await process.end(STOP_STEPS);
  return undefined;
}
